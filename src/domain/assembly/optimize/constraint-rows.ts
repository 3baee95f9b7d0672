import type { Bank } from '../../bank/bank.ts'
import { say } from '../../bank/finding.ts'
import type { Blueprint, FormConstraints } from '../blueprint.ts'
import {
  addDemand,
  addRow,
  addSlack,
  demandText,
  type FormDraft,
  type Quantity,
  usedVariable,
} from './form-draft.ts'
import type { PoolItem } from './item-pool.ts'
import type { Term } from './program.ts'
import {
  expectedScoreAt,
  expectedTime,
  informationAt,
  relevantItems,
  STIMULI,
  STIMULUS_ITEMS,
  typeItems,
} from './quantities.ts'
import { timeTerms } from './time-terms.ts'

/** Rows for what the blueprint's constraints ask of every single form. */
export function addConstraintRows(draft: FormDraft, bank: Bank, blueprint: Blueprint): void {
  const constraints = blueprint.constraints ?? {}
  addCountRows(draft, bank, blueprint)
  constraints.seconds?.forEach((range, index) => {
    const { competencies } = range
    const counts = ({ competency }: PoolItem) => competencies?.includes(competency) ?? true
    addRange(draft, {
      range,
      pointer: `/constraints/seconds/${index}`,
      quantity: expectedTime(bank, competencies),
      whole: false,
      sums: (form) => [timeTerms(draft, form, counts)],
    })
  })
  for (const name of ['information', 'expectedScore'] as const) {
    constraints[name]?.forEach((range, index) => {
      addRange(draft, {
        range,
        pointer: `/constraints/${name}/${index}`,
        quantity: (name === 'information' ? informationAt : expectedScoreAt)(range.theta),
        whole: false,
        sums: (form) => [termsOf(draft, form, (item) => item.at(range.theta)[name])],
      })
    })
  }
  addStimulusRows(draft, constraints)
  addListRows(draft, constraints)
}

interface Range {
  readonly min?: number
  readonly max?: number
}

interface RangeDemand {
  readonly range: Range
  readonly pointer: string
  readonly quantity: Quantity
  /** Whether the figure is a count. */
  readonly whole: boolean
  /** The sums of a form that must lie in the range. */
  readonly sums: (form: number) => readonly (readonly Term[])[]
  /** What a bound is multiplied with; 1 where left out. One per sum. */
  readonly factors?: (form: number) => readonly number[]
}

/** At least and at most are two demands: either can be the one that is too much. */
function addRange(draft: FormDraft, asked: RangeDemand): void {
  for (const side of ['least', 'most'] as const) {
    const bound = side === 'least' ? asked.range.min : asked.range.max
    if (bound === undefined) continue
    const pointer = `${asked.pointer}/${side === 'least' ? 'min' : 'max'}`
    const message = demandText(asked.quantity, side, bound)
    const demand = addDemand(draft, { pointer, message })
    const slack = addRangeSlack(draft, { asked, side, bound, pointer })
    draft.forms.forEach((_, form) => {
      const factors = asked.factors?.(form)
      asked.sums(form).forEach((sum, index) => {
        const factor = factors?.[index]
        // Where the bound holds only if a variable is 1, it moves to the left-hand side.
        const terms: readonly Term[] = factor === undefined ? sum : [...sum, [factor, -bound]]
        const limit = factor === undefined ? bound : 0
        addRow(draft, {
          demand,
          ...(side === 'least' ? { lower: limit } : { upper: limit }),
          terms,
          relief: [[slack, side === 'least' ? 1 : -1]],
        })
      })
    })
  }
}

function addRangeSlack(
  draft: FormDraft,
  of: {
    readonly asked: RangeDemand
    readonly side: 'least' | 'most'
    readonly bound: number
    readonly pointer: string
  },
): number {
  const { asked, side, bound, pointer } = of
  const upper = side === 'least' ? bound : Number.POSITIVE_INFINITY
  // A share of a bound counts like that share of a form of twenty items.
  const weight = asked.whole ? 1 : 20 / Math.max(1e-3, Math.abs(bound))
  const outward = (value: number) =>
    side === 'least' ? Math.floor(value * 1e4) / 1e4 : Math.ceil(value * 1e4) / 1e4
  return addSlack(draft, {
    upper,
    integer: asked.whole,
    weight,
    pointer,
    entry: null,
    from: bound,
    side,
    quantity: asked.quantity,
    toFigure: (amount) => Math.max(0, outward(side === 'least' ? bound - amount : bound + amount)),
  })
}

/** A term for every item of a form that weighs something. */
export function termsOf(draft: FormDraft, form: number, weigh: (item: PoolItem) => number): Term[] {
  return draft.pool.items.flatMap((item, index): Term[] => {
    const weight = weigh(item)
    return weight === 0 ? [] : [[draft.forms[form]?.[index] ?? 0, weight]]
  })
}

function addCountRows(draft: FormDraft, bank: Bank, { constraints, post }: Blueprint): void {
  constraints?.types?.forEach((range, index) => {
    const { type, competency } = range
    const counts = (item: PoolItem) =>
      item.type === type && (competency === undefined || item.competency === competency)
    addRange(draft, {
      range,
      pointer: `/constraints/types/${index}`,
      quantity: typeItems(bank, type, competency),
      whole: true,
      sums: (form) => [termsOf(draft, form, (item) => Number(counts(item)))],
    })
  })
  addRange(draft, {
    range: constraints?.relevantItems ?? {},
    pointer: '/constraints/relevantItems',
    quantity: relevantItems(post),
    whole: true,
    sums: (form) => [termsOf(draft, form, ({ relevant }) => Number(relevant))],
  })
}

function addStimulusRows(draft: FormDraft, constraints: FormConstraints): void {
  const groups = new Map<string, number[]>()
  draft.pool.items.forEach(({ stimulus }, index) => {
    if (stimulus !== null) groups.set(stimulus, [...(groups.get(stimulus) ?? []), index])
  })
  const stimuli = [...groups.values()]
  const used = (form: number) => stimuli.map((items) => usedVariable(draft, form, items))
  addRange(draft, {
    range: constraints.stimulusItems ?? {},
    pointer: '/constraints/stimulusItems',
    quantity: STIMULUS_ITEMS,
    whole: true,
    sums: (form) =>
      stimuli.map((items) => items.map((item): Term => [draft.forms[form]?.[item] ?? 0, 1])),
    factors: used,
  })
  addRange(draft, {
    range: constraints.stimuli ?? {},
    pointer: '/constraints/stimuli',
    quantity: STIMULI,
    whole: true,
    sums: (form) => [used(form).map((variable): Term => [variable, 1])],
  })
}

/** Items that every form or no form has. */
function addListRows(draft: FormDraft, constraints: FormConstraints): void {
  for (const list of ['include', 'exclude'] as const) {
    constraints[list]?.forEach((id, index) => {
      const at = draft.pool.items.findIndex(({ item }) => item?.id === id)
      if (at < 0 && list === 'exclude') return
      const pointer = `/constraints/${list}/${index}`
      const message =
        list === 'exclude'
          ? say(`任何一卷都不用 ${id}`, `no form may have ${id}`)
          : at < 0
            ? say(
                `每卷都要有 ${id}，但题库没有此题，或它不属于任何一格`,
                `every form must have ${id}, which is not in the bank or in none of the cells`,
              )
            : say(`每卷都要有 ${id}`, `every form must have ${id}`)
      const demand = addDemand(draft, { pointer, message })
      const slack = addSlack(draft, entrySlack(list, id))
      const bound = list === 'include' ? { lower: 1 } : { upper: 0 }
      for (const form of draft.forms) {
        const terms: Term[] = at < 0 ? [] : [[form[at] ?? 0, 1]]
        addRow(draft, { demand, ...bound, terms, relief: [[slack, list === 'include' ? 1 : -1]] })
      }
    })
  }
}

function entrySlack(list: 'include' | 'exclude', id: string) {
  return {
    upper: 1,
    integer: true,
    weight: 1,
    pointer: `/constraints/${list}`,
    entry: id,
    from: 1,
    side: list === 'include' ? 'least' : 'most',
    quantity: { zh: id, unit: '', en: id },
    toFigure: () => 0,
  } as const
}
