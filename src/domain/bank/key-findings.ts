import type { Bank } from './bank.ts'
import { type Finding, pointerTo, say } from './finding.ts'
import type { Item, Option } from './item.ts'

/** Faults that make an item unanswerable or unscorable: its key and its options. */
export function keyFindings(bank: Bank): Finding[] {
  return bank.items.flatMap((item, index) => {
    const options = 'options' in item ? item.options : []
    const prompts = item.type === 'matching' ? item.prompts : []
    return [
      ...optionFaults(options, 'options'),
      ...optionFaults(prompts, 'prompts'),
      ...keyFaults(item),
    ].map(({ tokens, ...fault }) => ({
      ...fault,
      pointer: pointerTo('items', index, ...tokens),
      item: item.id,
    }))
  })
}

type Fault = Pick<Finding, 'severity' | 'code' | 'message'> & {
  readonly tokens: readonly (string | number)[]
}

function fault(
  tokens: Fault['tokens'],
  code: string,
  [zh, en]: readonly [string, string],
  severity: Finding['severity'] = 'error',
): Fault {
  return { tokens, severity, code, message: say(zh, en) }
}

function keyFaults(item: Item): Fault[] {
  switch (item.type) {
    case 'single-choice':
      return strangers([item.key], item.options)
    case 'multiple-choice':
      return [...strangers(item.key, item.options), ...allRight(item.key, item.options)]
    case 'ordering':
      return orderingFaults(item.key, item.options)
    case 'matching':
      return matchingFaults(item)
    default:
      return []
  }
}

function strangers(key: readonly string[], options: readonly Option[]): Fault[] {
  return key
    .filter((id) => !options.some((option) => option.id === id))
    .map((id) =>
      fault(['key'], 'key-not-an-option', [
        `答案 ${id} 不在选项中`,
        `the key ${id} is not among the options`,
      ]),
    )
}

function allRight(key: readonly string[], options: readonly Option[]): Fault[] {
  if (!options.every(({ id }) => key.includes(id))) return []
  return [
    fault(['key'], 'all-options-right', [
      '所有选项都是答案，无法区分考生',
      'every option is right: the item tells nobody from anybody',
    ]),
  ]
}

function orderingFaults(key: readonly string[], options: readonly Option[]): Fault[] {
  const faults = strangers(key, options)
  const isPermutation = key.length === options.length && faults.length === 0
  if (!isPermutation) {
    faults.push(
      fault(['key'], 'ordering-key-incomplete', [
        '排序题的答案必须恰好包含每个选项一次',
        'the key of an ordering item must name every option exactly once',
      ]),
    )
  }
  if (options.length === 2) {
    faults.push(
      fault(
        ['options'],
        'ordering-too-short',
        [
          '只有两项的排序题会泄露答案：从不按正确顺序呈现',
          'with two options the order shown gives the right one away, since it is never shown',
        ],
        'warning',
      ),
    )
  }
  return faults
}

function matchingFaults(item: Extract<Item, { type: 'matching' }>): Fault[] {
  const unanswered = item.prompts.filter(({ id }) => !Object.hasOwn(item.key, id))
  const unknown = Object.keys(item.key).filter(
    (prompt) => !item.prompts.some(({ id }) => id === prompt),
  )
  return [
    ...unanswered.map(({ id }) =>
      fault(['key'], 'matching-key-incomplete', [
        `答案中没有 ${id} 的配对`,
        `the key has no match for the prompt ${id}`,
      ]),
    ),
    ...unknown.map((prompt) =>
      fault(['key', prompt], 'matching-key-unknown-prompt', [
        `没有编号为 ${prompt} 的题目项`,
        `there is no prompt ${prompt}`,
      ]),
    ),
    ...strangers(Object.values(item.key), item.options),
  ]
}

function optionFaults(options: readonly Option[], list: 'options' | 'prompts'): Fault[] {
  return options.flatMap((option, index) => {
    const before = options.slice(0, index)
    const faults: Fault[] = []
    if (before.some(({ id }) => id === option.id)) {
      faults.push(
        fault([list, index, 'id'], 'duplicate-option', [
          `选项编号 ${option.id} 出现两次`,
          `the option id ${option.id} occurs twice`,
        ]),
      )
    }
    for (const language of ['zh-CN', 'en'] as const) {
      const twin = before.find(({ text }) => same(text[language], option.text[language]))
      if (!twin) continue
      faults.push(
        fault(
          [list, index, 'text', language],
          'options-equal',
          [
            `选项 ${twin.id} 与 ${option.id} 文字相同`,
            `the options ${twin.id} and ${option.id} read the same`,
          ],
          'warning',
        ),
      )
    }
    return faults
  })
}

function same(left: string, right: string): boolean {
  const bare = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
  return bare(left) === bare(right)
}
