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

/** What axe finds, each with the element it found first. */
export async function violationsOn(page: Page): Promise<string[]> {
  // What follows from the layout is drawn a frame later.
  await page.evaluate(
    'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))',
  )
  await page.evaluate(axe.source)
  const run = `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`
  const violations = (await page.evaluate(run)) as Violation[]
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)
}
