import type { Page } from 'playwright-core'
import type { PresentedForm } from '../../src/domain/assembly/presented-form.ts'
import type { AttemptView } from '../../src/domain/delivery/views.ts'

/** What the server says of the attempt that stands in the page's address. */
export async function attemptOf(page: Page): Promise<AttemptView> {
  const [path] = /\/attempts\/[0-9a-f-]{36}/.exec(page.url()) ?? []
  const reply = await page.request.get(new URL(`/api${path}`, page.url()).href)
  return (await reply.json()) as AttemptView
}

/**
 * The place of the first question that is answered by choosing one of its options. Every form is
 * drawn by itself, so the place differs from attempt to attempt.
 */
export function choiceOf(form: PresentedForm): number {
  const place = form.items.findIndex(({ type }) => type === 'single-choice')
  if (place < 0) throw new Error('no question of the form has one option to choose')
  return place
}

/** Goes to a question by the overview, in either language. */
export async function goTo(page: Page, place: number): Promise<void> {
  await page.getByRole('button', { name: /Overview|总览/ }).click()
  await page.locator('dialog button.cell').nth(place).click()
}
