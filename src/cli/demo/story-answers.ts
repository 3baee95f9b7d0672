import type { PresentedItem } from '../../domain/assembly/presented-form.ts'
import type { Item } from '../../domain/bank/item.ts'
import { rightAnswer } from '../../domain/bank/made-up-answers.ts'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import { canonicalJson } from '../../domain/digest.ts'

/** The right answer to a presented item, found in the bank by its words. */
export function toPresentedAnswer(presented: PresentedItem, items: readonly Item[]): ResponseValue {
  const item = items.find(({ stem }) => canonicalJson(stem) === canonicalJson(presented.stem))
  if (!item) throw new Error(`no item of the bank reads: ${presented.stem.en}`)
  const options = 'options' in item ? item.options : []
  const prompts = 'prompts' in item ? item.prompts : []
  const optionId = (id: string) => presentedId(presented.options, options, id)
  const promptId = (id: string) => presentedId(presented.prompts, prompts, id)
  const key = rightAnswer(item)
  if (item.type === 'single-choice') return optionId(item.key)
  if (Array.isArray(key)) return key.map(optionId)
  if (key !== null && typeof key === 'object') {
    return Object.fromEntries(
      Object.entries(key).map(([prompt, option]) => [promptId(prompt), optionId(option)]),
    )
  }
  return key
}

type Options = PresentedItem['options']

function presentedId(presented: Options, own: Options, id: string): string {
  const text = own.find((option) => option.id === id)?.text
  const shown = presented.find((option) => canonicalJson(option.text) === canonicalJson(text))
  if (!shown) throw new Error(`option ${id} is not shown`)
  return shown.id
}
