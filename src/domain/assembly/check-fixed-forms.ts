import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import { type Finding, pointerTo, say } from '../bank/finding.ts'
import type { Item } from '../bank/item.ts'
import type { Blueprint, FixedForm } from './blueprint.ts'
import { passingCut } from './cells.ts'
import { itemFaults } from './certify-form.ts'
import { fixedFormsOf, summarizeFixedForms } from './fixed-forms.ts'
import { certificateOf, measureItem, sumOf, targetOf } from './parity.ts'

/** What a finding names at most, of many alike. */
const NAMED = 5

/** Shares of whole counts, told apart from what only rounding adds. */
const ROUNDING = 1e-9

/**
 * In what the forms a blueprint holds break it; nothing where candidates share no forms. The
 * figures need a blueprint that is sound apart from its forms, so they wait until it is.
 */
export function checkFixedForms(blueprint: Blueprint, bank: Bank, isSound: boolean): Finding[] {
  const forms = fixedFormsOf(blueprint)
  if (!forms) return []
  if (forms.length === 0) {
    const message = say('还没有试卷：请先组卷', 'there are no forms yet: assemble forms first')
    return [fault('no-fixed-forms', '/delivery/forms', message)]
  }
  const names = forms.flatMap((form, index) => checkName(form, index, forms))
  if (!isSound) return names
  const known = forms.map((form, index) => checkItems(form, index, bank))
  const listed = known.flatMap(({ findings }) => findings)
  if (listed.length > 0) return [...names, ...listed]
  const measure = parityCheck(blueprint, bank)
  return [
    ...names,
    ...known.flatMap(({ items }, index) => {
      const at = { name: forms[index]?.name ?? '', pointer: pointerTo('delivery', 'forms', index) }
      return [...checkContent(items, at, { blueprint, bank }), ...measure(items, at)]
    }),
    ...checkExposure(blueprint, forms),
    ...checkOverlap(blueprint, forms),
  ]
}

function checkName({ name }: FixedForm, index: number, forms: readonly FixedForm[]): Finding[] {
  if (forms.findIndex((form) => form.name === name) === index) return []
  const message = say(`试卷名称“${name}”出现两次`, `the form name "${name}" is used twice`)
  return [fault('form-name-twice', pointerTo('delivery', 'forms', index, 'name'), message)]
}

function checkItems(
  { name, items: ids }: FixedForm,
  form: number,
  bank: Bank,
): { readonly items: readonly Item[]; readonly findings: readonly Finding[] } {
  const findings = ids.flatMap((id, place) => {
    const at = pointerTo('delivery', 'forms', form, 'items', place)
    if (!indexOf(bank).items.has(id)) {
      return fault('unknown-item', at, say(`题库没有题目 ${id}`, `the bank has no item ${id}`), id)
    }
    if (ids.indexOf(id) === place) return []
    const message = say(
      `题目 ${id} 在试卷“${name}”中出现两次`,
      `item ${id} stands on form "${name}" twice`,
    )
    return fault('item-twice', at, message, id)
  })
  return { items: ids.flatMap((id) => indexOf(bank).items.get(id) ?? []), findings }
}

interface FormPlace {
  readonly name: string
  readonly pointer: string
}

/** Counts, enemies and constraints; every finding leads to the form, which is what must change. */
function checkContent(
  items: readonly Item[],
  { name, pointer }: FormPlace,
  { blueprint, bank }: { readonly blueprint: Blueprint; readonly bank: Bank },
): Finding[] {
  return itemFaults(items, bank, blueprint).map(({ code, item, message }) =>
    fault(
      code,
      pointer,
      say(`试卷“${name}”：${message['zh-CN']}`, `form "${name}": ${message.en}`),
      item,
    ),
  )
}

function parityCheck(blueprint: Blueprint, bank: Bank) {
  const against = { target: targetOf(bank, blueprint), tolerance: blueprint.tolerance }
  const cut = passingCut(blueprint)
  return (items: readonly Item[], { name, pointer }: FormPlace): Finding[] => {
    const measures = sumOf(items.map((item) => measureItem(item, bank, cut)))
    const { expectedScore, informationAtCut, expectedSeconds } = certificateOf(measures, against, 1)
    const figures = [
      { zh: '合格线处的期望得分', en: 'the expected score at the cut', ...expectedScore },
      { zh: '合格线处的信息量', en: 'the information at the cut', ...informationAtCut },
      { zh: '预计用时（秒）', en: 'the expected time in seconds', ...expectedSeconds },
    ]
    return figures.flatMap(({ zh, en, within, ...figure }) => {
      if (within) return []
      const [value, target, tolerance] = [figure.value, figure.target, figure.tolerance].map(short)
      const message = say(
        `试卷“${name}”：${zh}为 ${value}，应为 ${target}，允许相差 ${tolerance}`,
        `form "${name}": ${en} is ${value}, it should be ${target}, give or take ${tolerance}`,
      )
      return fault('form-not-equivalent', pointer, message)
    })
  }
}

function checkExposure({ constraints }: Blueprint, forms: readonly FixedForm[]): Finding[] {
  const cap = constraints?.exposureCap
  if (cap === undefined) return []
  const above = [...summarizeFixedForms(forms).rates].filter(([, rate]) => rate > cap + ROUNDING)
  if (above.length === 0) return []
  const most = percent(above.reduce((largest, [, rate]) => Math.max(largest, rate), 0))
  const ids = above.map(([id]) => id).slice(0, NAMED)
  const message = say(
    `${above.length} 道题出现在过多的试卷上，上限为 ${percent(cap)}，最高为 ${most}（${ids.join('、')}）`,
    `${above.length} items stand on too many forms: at most ${percent(cap)} is allowed, the highest is ${most} (${ids.join(', ')})`,
  )
  return [fault('exposure-cap', '/delivery/forms', message)]
}

/** One finding a form, about the earlier form it has most in common with. */
function checkOverlap({ constraints }: Blueprint, forms: readonly FixedForm[]): Finding[] {
  const limit = constraints?.overlapLimit
  if (limit === undefined) return []
  return forms.flatMap((form, index) => {
    const closest = forms
      .slice(0, index)
      .map((other) => ({
        name: other.name,
        share: summarizeFixedForms([other, form]).overlap.largest,
      }))
      .reduce((most, one) => (one.share > most.share ? one : most), { name: '', share: 0 })
    if (closest.share <= limit + ROUNDING) return []
    const [share, allowed] = [percent(closest.share), percent(limit)]
    const message = say(
      `试卷“${form.name}”与“${closest.name}”有 ${share} 的题相同，超过上限 ${allowed}`,
      `forms "${form.name}" and "${closest.name}" have ${share} of their items in common, above the limit of ${allowed}`,
    )
    return fault('overlap-limit', pointerTo('delivery', 'forms', index), message)
  })
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`
}

function fault(
  code: string,
  pointer: string,
  message: Finding['message'],
  item: string | null = null,
): Finding {
  return { pointer, item, severity: 'error', code, message }
}
