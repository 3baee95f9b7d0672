import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { violationsOn } from './check-page.ts'

/** What sizes and colours change; names and roles are the same as before. */
const RULES = ['color-contrast', 'target-size', 'scrollable-region-focusable']
/** The smallest phone there is. */
const PHONE = { width: 320, height: 640 }

/** What is cut off or reaches beyond the screen, but for what is scrolled by itself. */
const BEYOND = `(() => {
  const isHeld = (one) => one !== null && one !== document.body &&
    (getComputedStyle(one).overflowX !== 'visible' || isHeld(one.parentElement))
  const nameOf = (one) => one.outerHTML.slice(0, 120)
  const top = [...document.querySelectorAll('dialog[open]')].pop() ?? document.body
  const isForReaders = (one) => getComputedStyle(one).clipPath !== 'none' ||
    one.closest('.unseen, .skip, math') !== null
  const shown = [...top.querySelectorAll('*')].filter((one) => one.checkVisibility() &&
    !isForReaders(one))
  const beyond = shown.filter((one) => {
    const { left, right, width } = one.getBoundingClientRect()
    return width > 0 && (right > innerWidth + 1 || left < -1) && !isHeld(one.parentElement)
  })
  const cut = shown.filter((one) => one.scrollWidth > one.clientWidth + 1 &&
    ['hidden', 'clip'].includes(getComputedStyle(one).overflowX))
  return [...beyond.map((one) => 'beyond the screen: ' + nameOf(one)),
    ...cut.map((one) => 'cut off: ' + nameOf(one))].slice(0, 3)
})()`

/** The state a page is in, looked at once more with the largest letters in high contrast on a phone. */
export async function checkEnlarged(t: Test, page: Page, what: string): Promise<void> {
  const before = page.viewportSize()
  const { theme, textSize } = await page.evaluate<Record<string, string>>(
    '({ ...document.documentElement.dataset })',
  )
  const show = (shown: { readonly theme: unknown; readonly textSize: unknown }) =>
    page.evaluate(`Object.assign(document.documentElement.dataset, ${JSON.stringify(shown)})`)
  await show({ theme: 'contrast', textSize: 'largest' })
  await page.setViewportSize(PHONE)
  t.strictSame(await violationsOn(page, RULES), [], `${what}, enlarged: axe finds nothing`)
  t.strictSame(await page.evaluate(BEYOND), [], `${what}, enlarged: all of it can be seen`)
  if (before !== null) await page.setViewportSize(before)
  await show({ theme, textSize })
}
