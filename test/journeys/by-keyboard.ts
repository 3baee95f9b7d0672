import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import type { PresentedItem } from '../../src/domain/assembly/presented-form.ts'

/**
 * More stops of the Tab key than any way here needs: all questions on one page have more than a
 * hundred, and how many depends on the form that was drawn.
 */
const STOPS = 600
const PATIENCE_MS = 10_000

/** What is wrong with where the focus is; empty when it is somewhere, drawn, and not covered. */
const FAULT = `(() => {
  const one = document.activeElement
  if (one === null || one === document.body) return 'the focus is lost'
  const name = one.outerHTML.slice(0, 120)
  const isDrawn = (each) => each !== null && getComputedStyle(each).outlineStyle !== 'none' &&
    parseFloat(getComputedStyle(each).outlineWidth) > 0
  if (!one.matches(':focus-visible')) return 'the browser would not show the focus on ' + name
  if (!isDrawn(one) && !isDrawn(one.closest('label'))) return 'nothing shows the focus on ' + name
  const { left, top, width, height } = one.getBoundingClientRect()
  const there = document.elementFromPoint(left + width / 2, top + Math.min(height, 40) / 2)
  const isCovered = there === null || !(one.contains(there) || there.contains(one))
  return isCovered ? 'something covers ' + name : ''
})()`

/** After an act the focus is somewhere, can be seen and is not covered. */
export async function seesFocus(t: Test, page: Page, after: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS
  let fault = await page.evaluate<string>(FAULT)
  // What follows from an act may take a frame, or a reply of the service.
  while (fault !== '' && Date.now() < giveUpAt) {
    await page.waitForTimeout(25)
    fault = await page.evaluate<string>(FAULT)
  }
  t.equal(fault, '', `${after}: the focus is seen`)
}

/** Presses a key, after which the focus must not be lost. */
export async function press(t: Test, page: Page, key: string): Promise<void> {
  const on = await page.evaluate<string>('document.activeElement.outerHTML.slice(0, 80)')
  await page.keyboard.press(key)
  await seesFocus(t, page, `${key} on ${on}`)
}

/** Goes on by the Tab key, or back, until the focus is on what is looked for. */
export async function tabTo(
  page: Page,
  selector: string,
  { name = '', back = false }: { readonly name?: string; readonly back?: boolean } = {},
): Promise<void> {
  const asked = `((one) => one.matches(${JSON.stringify(selector)}) &&
    (one.ariaLabel ?? one.textContent).includes(${JSON.stringify(name)}))(document.activeElement)`
  for (let stop = 0; stop < STOPS; stop += 1) {
    if (await page.evaluate<boolean>(asked)) return
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
  }
  throw new Error(`the Tab key never came to ${selector} ${name}`)
}

/** Answers the question in view by keys alone, from its heading or from a control before it. */
export async function answerByKeys(
  t: Test,
  page: Page,
  { type, options, prompts }: PresentedItem,
): Promise<void> {
  const key = (name: string) => press(t, page, name)
  switch (type) {
    case 'single-choice':
      await tabTo(page, '.item input[type=radio]')
      return key('ArrowDown')
    case 'true-false':
      await tabTo(page, '.item input[type=radio]')
      return key('Space')
    case 'multiple-choice':
      await tabTo(page, '.item input[type=checkbox]')
      for (const [at, wanted] of options.map((_, place) => place !== 1).entries()) {
        if (wanted) await key('Space')
        if (at < options.length - 1) await key('Tab')
      }
      return
    case 'numeric':
    case 'short-text':
      await tabTo(page, '.item input')
      await page.keyboard.type(type === 'numeric' ? '12.5' : 'four')
      return seesFocus(t, page, 'typing')
    case 'ordering':
      // The second step goes up, to where its button goes dead, and down to the end.
      await tabTo(page, '.ordering li:nth-child(2) [data-way="-1"]')
      await key('Enter')
      for (let place = 1; place < options.length; place += 1) await key('Enter')
      return
    case 'matching':
      for (const [at] of prompts.entries()) {
        await tabTo(page, `.matching-row:nth-child(${at + 1}) select`)
        for (let times = 0; times <= at; times += 1) await key('ArrowDown')
      }
  }
}

/** What the controls in view show as the answer of the one question, as words; empty: nothing. */
export async function shownAnswer(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const all = (selector) => [...document.querySelectorAll('.item ' + selector)]
    return [
      ...all('input:checked').map((one) => String(all('input').indexOf(one) + 1)),
      ...all('.typed input').map(({ value }) => value),
      ...(all('.ordering + p + .item-hint').length > 0 ? [] :
        all('.ordering > li').map((one) => one.dataset.option)),
      ...all('select').map(({ value }) => value),
    ].join(' ').trim()
  })()`)
}
