import axe from 'axe-core'
import type { Page } from 'playwright-core'
import type { Test } from 'tap'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** A page as it stands: axe finds nothing, and nothing is wider than the screen. */
export async function checkPage(t: Test, page: Page, what: string): Promise<void> {
  t.strictSame(await violationsOn(page), [], `${what}: axe finds nothing`)
  const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  t.ok(Number(wider) <= 0, `${what}: nothing reaches beyond the screen (${wider})`)
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What follows from the layout is drawn a frame later; what fades in is judged once it stands. */
const STANDS = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => Promise.all(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map((one) => one.finished.catch(() => {}))))
  .then(() => undefined)`

/** What axe finds by its rules or groups of them, each with the element it found first. */
export async function violationsOn(
  page: Page,
  rules: readonly string[] = RULES,
): Promise<string[]> {
  await page.evaluate(STANDS)
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe.source)
  const options = JSON.stringify({ runOnly: rules, resultTypes: ['violations'] })
  const run = `axe.run(${options}).then(({ violations }) => violations)`
  const violations = (await page.evaluate(run)) as Violation[]
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)
}
