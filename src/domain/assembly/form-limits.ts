import type { Bank } from '../bank/bank.ts'
import { pointerTo, say } from '../bank/finding.ts'
import type { Item } from '../bank/item.ts'
import { parametersOf } from '../measurement/item-parameters.ts'
import { information, probabilityCorrect } from '../measurement/item-response.ts'
import type { LocalizedText } from '../text.ts'
import type { Blueprint } from './blueprint.ts'
import { type ItemMeasures, measureItem } from './parity.ts'

/** What a limit looks at: a sum over items, or what items do together through their stimuli. */
type LimitKind = 'sum' | 'seconds' | 'stimuli' | 'stimulus-items'

/** One figure of a form and the range it must lie in. */
export interface FormLimit {
  /** Into the blueprint. */
  readonly pointer: string
  readonly name: LocalizedText
  readonly kind: LimitKind
  readonly min: number
  readonly max: number
  /** How far outside counts as one: an item, a tolerance, a twentieth of the bound. */
  readonly unit: number
  /** What each item of the pool adds; 0 for items the limit does not concern. */
  readonly amounts: Readonly<Float64Array>
}

/** Limits over a list of items; forms are lists of indexes into it. */
export interface FormLimits {
  readonly limits: readonly FormLimit[]
  /** Per item the index of its stimulus, -1 without one, and the seconds to read that. */
  readonly stimulusOf: readonly number[]
  readonly readings: readonly number[]
  /** What a form's use of one stimulus must lie in. */
  readonly perStimulus: { readonly min: number; readonly max: number }
}

interface Range {
  readonly min?: number
  readonly max?: number
}

interface Described extends Range {
  readonly pointer: string
  readonly name: LocalizedText
  readonly kind?: LimitKind
  readonly unit?: number
}

/** The limits a blueprint's constraints set to forms made of these items. */
export function limitsOf(items: readonly Item[], bank: Bank, blueprint: Blueprint): FormLimits {
  // The cut plays no part in the seconds, the only figure taken from here.
  const measures = items.map((item) => measureItem(item, bank, 0))
  const perStimulus = blueprint.constraints?.stimulusItems ?? {}
  return {
    ...stimuliOf(measures),
    limits: [
      ...itemLimits(items, blueprint),
      ...scaleLimits(items, blueprint),
      ...secondsLimits(items, measures, blueprint),
      ...stimulusLimits(items, blueprint),
    ],
    perStimulus: { min: perStimulus.min ?? 0, max: perStimulus.max ?? Number.POSITIVE_INFINITY },
  }
}

/** What the limits need to know about stimuli. */
function stimuliOf(measures: readonly ItemMeasures[]): Pick<FormLimits, 'stimulusOf' | 'readings'> {
  const indexes = new Map<string, number>()
  const stimulusOf = measures.map(({ stimulus }) => {
    if (stimulus === null) return -1
    const index = indexes.get(stimulus) ?? indexes.size
    indexes.set(stimulus, index)
    return index
  })
  return { stimulusOf, readings: measures.map(({ stimulusSeconds }) => stimulusSeconds) }
}

function itemLimits(items: readonly Item[], { constraints, post }: Blueprint): FormLimit[] {
  const types = (constraints?.types ?? []).map(({ type, competency, ...range }, index) => {
    const of = competency === undefined ? '' : ` (${competency})`
    const name = say(`题型 ${type}${of} 的题数`, `items of type ${type}${of}`)
    const pointer = pointerTo('constraints', 'types', index)
    return limitOf(items, { pointer, name, ...range }, (item) =>
      item.type === type && (competency ?? item.competency) === item.competency ? 1 : 0,
    )
  })
  const relevant = constraints?.relevantItems
  if (!relevant) return types
  const name = say('与岗位有关的题数', 'items relevant to the post')
  const suits = ({ posts }: Item) => posts.length === 0 || (post !== null && posts.includes(post))
  const described = { pointer: '/constraints/relevantItems', name, ...relevant }
  return [...types, limitOf(items, described, (item) => (suits(item) ? 1 : 0))]
}

function scaleLimits(items: readonly Item[], { constraints }: Blueprint): FormLimit[] {
  const parameters = new Map(items.map((item) => [item, parametersOf(item).values]))
  const at = (figure: typeof information, theta: number) => (item: Item) =>
    figure(theta, parameters.get(item) ?? parametersOf(item).values)
  return [
    ...(constraints?.information ?? []).map(({ theta, ...range }, index) => {
      const name = say(`能力 ${theta} 处的信息量`, `the information at ${theta}`)
      const pointer = pointerTo('constraints', 'information', index)
      return limitOf(
        items,
        { pointer, name, ...range, unit: unitOf(range) },
        at(information, theta),
      )
    }),
    ...(constraints?.expectedScore ?? []).map(({ theta, ...range }, index) => {
      const name = say(`能力 ${theta} 处的期望得分`, `the expected score at ${theta}`)
      const pointer = pointerTo('constraints', 'expectedScore', index)
      const described = { pointer, name, ...range, unit: unitOf(range) }
      return limitOf(items, described, at(probabilityCorrect, theta))
    }),
  ]
}

function secondsLimits(
  items: readonly Item[],
  measures: readonly ItemMeasures[],
  { constraints }: Blueprint,
): FormLimit[] {
  return (constraints?.seconds ?? []).map(({ competencies, ...range }, index) => {
    const of = competencies ? ` (${competencies.join(', ')})` : ''
    const name = say(`预计秒数${of}`, `the expected seconds${of}`)
    const pointer = pointerTo('constraints', 'seconds', index)
    const described = { pointer, name, kind: 'seconds' as const, ...range, unit: unitOf(range) }
    return limitOf(items, described, (item, place) =>
      !competencies || competencies.includes(item.competency)
        ? (measures[place]?.expectedSeconds ?? 0)
        : 0,
    )
  })
}

function stimulusLimits(items: readonly Item[], { constraints }: Blueprint): FormLimit[] {
  const described: Described[] = []
  if (constraints?.stimuli) {
    const name = say('材料数', 'stimuli')
    const pointer = '/constraints/stimuli'
    described.push({ pointer, name, kind: 'stimuli', ...constraints.stimuli })
  }
  if (constraints?.stimulusItems) {
    const name = say('各材料多出或缺少的题数', 'items too many or too few with their stimuli')
    const pointer = '/constraints/stimulusItems'
    described.push({ pointer, name, kind: 'stimulus-items', max: 0 })
  }
  return described.map((one) => limitOf(items, one, () => 0))
}

function limitOf(
  items: readonly Item[],
  described: Described,
  amountOf: (item: Item, place: number) => number,
): FormLimit {
  const { pointer, name, kind = 'sum', unit = 1 } = described
  return {
    pointer,
    name,
    kind,
    min: described.min ?? Number.NEGATIVE_INFINITY,
    max: described.max ?? Number.POSITIVE_INFINITY,
    unit,
    amounts: Float64Array.from(items, amountOf),
  }
}

function unitOf({ min, max }: Range): number {
  return Math.max(0.05 * (max ?? min ?? 1), 0.05)
}

/** A limit's figure for a form; `chosen` are indexes of the items the limits were made of. */
export function figureOf(
  { stimulusOf, readings, perStimulus }: FormLimits,
  { kind, amounts }: FormLimit,
  chosen: readonly number[],
): number {
  let sum = 0
  for (const item of chosen) sum += amounts[item] ?? 0
  if (kind === 'sum') return sum
  const used = new Map<number, { items: number; seconds: number }>()
  for (const item of chosen) {
    const stimulus = stimulusOf[item] ?? -1
    if (stimulus < 0 || (kind === 'seconds' && amounts[item] === 0)) continue
    const before = used.get(stimulus) ?? { items: 0, seconds: 0 }
    const seconds = Math.max(before.seconds, readings[item] ?? 0)
    used.set(stimulus, { items: before.items + 1, seconds })
  }
  if (kind === 'stimuli') return used.size
  for (const { items, seconds } of used.values()) {
    const { min, max } = perStimulus
    sum += kind === 'seconds' ? seconds : Math.max(0, min - items, items - max)
  }
  return sum
}

/** How far a figure lies outside its limit, in the figure's own unit; 0 inside. */
export function excessOf({ min, max }: FormLimit, value: number): number {
  return Math.max(0, min - value, value - max)
}
