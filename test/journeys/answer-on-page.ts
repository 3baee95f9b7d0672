import type { Page } from 'playwright-core'
import type { PresentedItem } from '../../src/domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../src/domain/bank/response-value.ts'

/** Answers the item in view as a person does: by touching, typing, moving, choosing. */
export async function answerOnPage(
  page: Page,
  item: PresentedItem,
  value: ResponseValue,
): Promise<void> {
  const option = (id: string) => page.locator('label.option').nth(Number(id) - 1)
  switch (item.type) {
    case 'single-choice':
      return option(String(value)).click()
    case 'true-false':
      return option(value === true ? '1' : '2').click()
    case 'multiple-choice':
      for (const id of value as string[]) await option(id).click()
      return
    case 'numeric':
    case 'short-text':
      return page.locator('main input').last().fill(String(value))
    case 'ordering':
      return putInOrder(page, value as string[])
    case 'matching':
      for (const [prompt, chosen] of Object.entries(value as Record<string, string>)) {
        await page
          .locator('main select')
          .nth(Number(prompt) - 1)
          .selectOption(chosen)
      }
  }
}

async function putInOrder(page: Page, wanted: readonly string[]): Promise<void> {
  const shown = async () => {
    const rows = await page.locator('ol.ordering > li').all()
    return Promise.all(rows.map((row) => row.getAttribute('data-option')))
  }
  for (const [place, id] of wanted.entries()) {
    for (let at = (await shown()).indexOf(id); at > place; at -= 1) {
      await page.locator(`[data-option="${id}"] [data-way="-1"]`).click()
    }
  }
}
