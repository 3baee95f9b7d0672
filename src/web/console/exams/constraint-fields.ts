import type { FormConstraints } from '../../../domain/assembly/blueprint.ts'
import type { ItemType } from '../../../domain/bank/item-type.ts'

/** A number input: empty is the empty text, as Mantine hands it out. */
export type NumberField = number | ''

export interface RangeFields {
  min: NumberField
  max: NumberField
}
export interface PointFields extends RangeFields {
  key: string
  theta: NumberField
}

/** What every form must keep, as it stands in the fields. */
export interface ConstraintFields {
  /** An empty competency means all of them. */
  types: (RangeFields & { key: string; type: ItemType; competency: string })[]
  relevantItems: RangeFields
  /** In minutes; no competency means the whole form. */
  times: (RangeFields & { key: string; competencies: string[] })[]
  information: PointFields[]
  expectedScore: PointFields[]
  stimulusItems: RangeFields
  stimuli: RangeFields
  include: string[]
  exclude: string[]
  exposurePercent: NumberField
  overlapPercent: NumberField
}

type Range = { readonly min?: number; readonly max?: number }

/** Drops the dust of binary fractions that a change of unit leaves, and nothing else. */
const clean = (value: number, digits: number): number => Number(value.toFixed(digits))

function fieldsOfRange(range: Range = {}): RangeFields {
  return { min: range.min ?? '', max: range.max ?? '' }
}

function fieldsOfPoints(
  points: readonly (Range & { readonly theta: number })[] | undefined,
  name: string,
): PointFields[] {
  return (points ?? []).map((point, index) => ({
    key: `${name}${index}`,
    theta: point.theta,
    ...fieldsOfRange(point),
  }))
}

const inPercent = (share: number | undefined): NumberField =>
  share === undefined ? '' : clean(share * 100, 7)

/** The fields of constraints, or of none. */
export function fieldsOfConstraints(constraints: FormConstraints = {}): ConstraintFields {
  const minutes = (seconds: number | undefined): NumberField =>
    seconds === undefined ? '' : seconds / 60
  return {
    types: (constraints.types ?? []).map((rule, index) => ({
      key: `t${index}`,
      type: rule.type,
      competency: rule.competency ?? '',
      ...fieldsOfRange(rule),
    })),
    relevantItems: fieldsOfRange(constraints.relevantItems),
    times: (constraints.seconds ?? []).map((rule, index) => ({
      key: `s${index}`,
      competencies: [...(rule.competencies ?? [])],
      min: minutes(rule.min),
      max: minutes(rule.max),
    })),
    information: fieldsOfPoints(constraints.information, 'i'),
    expectedScore: fieldsOfPoints(constraints.expectedScore, 'e'),
    stimulusItems: fieldsOfRange(constraints.stimulusItems),
    stimuli: fieldsOfRange(constraints.stimuli),
    include: [...(constraints.include ?? [])],
    exclude: [...(constraints.exclude ?? [])],
    exposurePercent: inPercent(constraints.exposureCap),
    overlapPercent: inPercent(constraints.overlapLimit),
  }
}

function rangeOf({ min, max }: RangeFields): { min?: number; max?: number } | undefined {
  if (min === '' && max === '') return undefined
  return { ...(min === '' ? {} : { min }), ...(max === '' ? {} : { max }) }
}

function secondsOf({ min, max }: RangeFields) {
  const seconds = (minutes: NumberField): NumberField =>
    minutes === '' ? '' : clean(minutes * 60, 6)
  return rangeOf({ min: seconds(min), max: seconds(max) })
}

const pointOf = ({ theta, min, max }: PointFields) => ({
  theta: Number(theta),
  ...rangeOf({ min, max }),
})
const shareOf = (percent: NumberField) => (percent === '' ? undefined : clean(percent / 100, 9))
const unlessEmpty = <Row>(rows: Row[]): Row[] | undefined => (rows.length > 0 ? rows : undefined)

/** The constraints the fields describe; undefined while none is set. Sound fields are assumed. */
export function constraintsOf(fields: ConstraintFields): FormConstraints | undefined {
  const all = {
    types: unlessEmpty(
      fields.types.map(({ type, competency, min, max }) => ({
        type,
        ...(competency === '' ? {} : { competency }),
        ...rangeOf({ min, max }),
      })),
    ),
    relevantItems: rangeOf(fields.relevantItems),
    seconds: unlessEmpty(
      fields.times.map(({ competencies, min, max }) => ({
        ...(competencies.length === 0 ? {} : { competencies: [...competencies] }),
        ...secondsOf({ min, max }),
      })),
    ),
    information: unlessEmpty(fields.information.map(pointOf)),
    expectedScore: unlessEmpty(fields.expectedScore.map(pointOf)),
    stimulusItems: rangeOf(fields.stimulusItems),
    stimuli: rangeOf(fields.stimuli),
    include: unlessEmpty([...fields.include]),
    exclude: unlessEmpty([...fields.exclude]),
    exposureCap: shareOf(fields.exposurePercent),
    overlapLimit: shareOf(fields.overlapPercent),
  }
  const set = Object.entries(all).filter(([, value]) => value !== undefined)
  return set.length === 0 ? undefined : (Object.fromEntries(set) as FormConstraints)
}

/** How many constraints are set: rows, pairs and lists each count as one. */
export function countConstraints(fields: ConstraintFields): number {
  const rows = [fields.types, fields.times, fields.information, fields.expectedScore]
  const singles = [fields.relevantItems, fields.stimulusItems, fields.stimuli].map(rangeOf)
  const lists = [fields.include, fields.exclude].filter((list) => list.length > 0)
  const shares = [fields.exposurePercent, fields.overlapPercent].filter((share) => share !== '')
  return (
    rows.reduce((sum, list) => sum + list.length, 0) +
    singles.filter((range) => range !== undefined).length +
    lists.length +
    shares.length
  )
}

/** What is left for an adaptive exam: the items no form has. */
export function adaptiveConstraints(fields: ConstraintFields): ConstraintFields {
  return { ...fieldsOfConstraints(), exclude: fields.exclude }
}

/** A pair of limits with nothing in it yet. */
export const emptyRange = (): RangeFields => ({ min: '', max: '' })
