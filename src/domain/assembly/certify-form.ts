import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import { type Finding, pointerTo, say } from '../bank/finding.ts'
import type { Item } from '../bank/item.ts'
import { canonicalJson, digestOf } from '../digest.ts'
import type { Blueprint } from './blueprint.ts'
import { cellKey, cellName, enemiesAmong, passingCut } from './cells.ts'
import {
  type Form,
  type FormItem,
  isAdaptive,
  type LinearForm,
  type ParityCertificate,
} from './form.ts'
import { constraintFaults } from './form-constraints.ts'
import { certificateOf, measureItem, sumOf, targetOf } from './parity.ts'

/**
 * A form's certificate computed anew from its items. How many draws it took can only be learnt
 * by drawing again, so that figure is taken over.
 */
export function certifyForm(form: LinearForm, bank: Bank, blueprint: Blueprint): ParityCertificate {
  const cut = passingCut(blueprint)
  const items = form.items.flatMap(({ item }) => indexOf(bank).items.get(item) ?? [])
  const measures = sumOf(items.map((item) => measureItem(item, bank, cut)))
  const against = { target: targetOf(bank, blueprint), tolerance: blueprint.tolerance }
  return certificateOf(measures, against, form.certificate.draws)
}

/**
 * Everything in which a form breaks its blueprint, its bank or its own certificate. Pointers lead
 * into the form; where a constraint is broken, into the blueprint, to that constraint. Whether an
 * adaptive form follows from its answers is for `replayCourse` to say.
 */
export function checkForm(form: Form, bank: Bank, blueprint: Blueprint): Finding[] {
  const known = indexOf(bank).items
  const items = form.items.flatMap(({ item }) => known.get(item) ?? [])
  const places = form.items.flatMap((placed, index) => checkPlace(placed, index, form, known))
  return [
    ...places,
    ...checkEnemies(items),
    ...checkCounts(items, { bank, blueprint }, isAdaptive(form) ? 'at-most' : 'exactly'),
    ...constraintFaults(items, bank, blueprint),
    ...checkProofs(form, bank, blueprint),
  ]
}

/** In what these items together are no whole form of the blueprint, whatever their order. */
export function itemFaults(items: readonly Item[], bank: Bank, blueprint: Blueprint): Finding[] {
  return [
    ...checkEnemies(items),
    ...checkCounts(items, { bank, blueprint }, 'exactly'),
    ...constraintFaults(items, bank, blueprint),
  ]
}

function checkPlace(
  placed: FormItem,
  index: number,
  form: Form,
  known: ReadonlyMap<string, Item>,
): Finding[] {
  const item = known.get(placed.item)
  const at = { item: placed.item, pointer: pointerTo('items', index) }
  if (!item) {
    return [
      fault(at, 'unknown-item', `题库中没有 ${placed.item}`, `${placed.item} is not in the bank`),
    ]
  }
  const findings: Finding[] = []
  if (form.items.findIndex(({ item: id }) => id === placed.item) !== index) {
    findings.push(
      fault(at, 'item-twice', `${placed.item} 出现两次`, `${placed.item} appears twice`),
    )
  }
  const options = 'options' in item ? item.options.map(({ id }) => id) : []
  const prompts = item.type === 'matching' ? item.prompts.map(({ id }) => id) : []
  if (!isPermutation(placed.options, options) || !isPermutation(placed.prompts, prompts)) {
    findings.push(
      fault(
        at,
        'options-differ',
        `${placed.item} 的选项与题库不同`,
        `the options of ${placed.item} are not those of the bank`,
      ),
    )
  }
  return findings
}

function checkEnemies(items: readonly Item[]): Finding[] {
  return enemiesAmong(items).flatMap((enemies, index) =>
    enemies
      .filter((enemy) => enemy > index)
      .map((enemy) => {
        const pair = [items[index]?.id ?? '', items[enemy]?.id ?? '']
        return fault(
          { item: pair[0] ?? null, pointer: '/items' },
          'enemies-meet',
          `互斥题同时出现：${pair.join('、')}`,
          `enemy items meet: ${pair.join(', ')}`,
        )
      }),
  )
}

function checkCounts(
  items: readonly Item[],
  { bank, blueprint }: { readonly bank: Bank; readonly blueprint: Blueprint },
  demand: 'exactly' | 'at-most',
): Finding[] {
  const needed = new Map(blueprint.cells.map((cell) => [cellKey(cell), cell.itemCount]))
  const found = Map.groupBy(items, cellKey)
  const cells = new Map([...blueprint.cells, ...items].map((cell) => [cellKey(cell), cell]))
  return [...cells].flatMap(([key, cell]) => {
    const [has, needs] = [found.get(key)?.length ?? 0, needed.get(key) ?? 0]
    if (demand === 'exactly' ? has === needs : has <= needs) return []
    const name = cellName(cell, bank)
    return fault(
      { item: null, pointer: '/items' },
      'cell-count',
      `${name['zh-CN']}应有 ${needs} 题，实有 ${has} 题`,
      `${name.en} should have ${needs} ${needs === 1 ? 'item' : 'items'} and has ${has}`,
    )
  })
}

function checkProofs(form: Form, bank: Bank, blueprint: Blueprint): Finding[] {
  const findings: Finding[] = []
  if (digestOf(form.items) !== form.digest) {
    const at = { item: null, pointer: '/digest' }
    findings.push(fault(at, 'digest', '摘要与题目不符', 'the digest is not that of the items'))
  }
  if (isAdaptive(form)) return findings
  const recomputed = certifyForm(form, bank, blueprint)
  if (canonicalJson(recomputed) !== canonicalJson(form.certificate)) {
    const at = { item: null, pointer: '/certificate' }
    findings.push(
      fault(at, 'certificate', '等值证明与重新计算不符', 'the certificate does not recompute'),
    )
  }
  return findings
}

function isPermutation(left: readonly string[], right: readonly string[]): boolean {
  return canonicalJson([...left].sort()) === canonicalJson([...right].sort())
}

function fault(
  at: { readonly item: string | null; readonly pointer: string },
  code: string,
  zh: string,
  en: string,
): Finding {
  return { ...at, severity: 'error', code, message: say(zh, en) }
}
