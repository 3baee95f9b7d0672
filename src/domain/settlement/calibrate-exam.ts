import type { Form } from '../assembly/form.ts'
import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import { type Finding, say } from '../bank/finding.ts'
import type { Item } from '../bank/item.ts'
import type { ResponseValue } from '../bank/response-value.ts'
import { type Calibration, calibrate } from '../measurement/calibration/calibrate.ts'
import type { CalibratedItem } from '../measurement/calibration/irt-parameters.ts'
import { parametersOf } from '../measurement/item-parameters.ts'
import { type AmendedKeys, isCorrectNow, isCounted } from '../measurement/key-amendment.ts'
import { linkToBank } from '../measurement/linking/link-to-bank.ts'
import { scaledItemOf } from '../measurement/linking/scaled-item.ts'
import { countedItems } from './attempt-evidence.ts'
import type { ExamTraits } from './augment-competencies.ts'
import { type SubscoreVerdict, valueExamSubscores } from './value-exam-subscores.ts'

/** One closed attempt whose answers nobody doubts. */
export interface CalibratedAttempt {
  readonly form: Form
  /** The last response to each item, in the bank's terms, by item id. */
  readonly responses: ReadonlyMap<string, ResponseValue>
}

/** How the cohort's own scale was laid onto the bank's: theta_bank = slope * theta + intercept. */
export interface ScaleLink {
  /** By items calibrated before, or, where there are too few, by the means of the priors. */
  readonly method: 'anchors' | 'prior-means'
  readonly slope: number
  readonly intercept: number
  readonly anchors: readonly string[]
}

export interface ExamCalibration {
  /** Persons whose answers were used. */
  readonly n: number
  /** Parameters on the bank's scale; none where there are no grounds for them. */
  readonly items: readonly CalibratedItem[]
  readonly link: ScaleLink | null
  readonly logLikelihood: number | null
  readonly converged: boolean
  readonly findings: readonly Finding[]
  /**
   * Whether each competency says more about a candidate than the whole result does; missing where
   * that can't be told, and in calibrations from before it was worked out.
   */
  readonly subscores?: readonly SubscoreVerdict[]
  /** How the competencies go together; left out for the same reasons. */
  readonly traits?: ExamTraits
}

/** Attempts below which an exam's items are not calibrated. */
export const FEWEST_CALIBRATED_ATTEMPTS = 100
/** Answers below which a single item is left as it is. */
const FEWEST_ANSWERS = 50
/** Items calibrated before that carry a scale, and their least share (Kolen & Brennan 2014). */
const FEWEST_ANCHORS = 20
const LEAST_ANCHOR_SHARE = 0.2

/**
 * Item parameters from an exam's own attempts, every candidate with an own form, on the scale of
 * the bank. An item left blank counts as wrong up to the last one answered, and as not reached
 * after it. Guessing is held near what the format tells. Beside them, by the parameters that the
 * scores already use: what the competencies are worth on their own.
 */
export function calibrateExam(
  bank: Bank,
  attempts: readonly CalibratedAttempt[],
  amended: AmendedKeys,
): ExamCalibration {
  if (attempts.length < FEWEST_CALIBRATED_ATTEMPTS) return refusedFor(attempts.length)
  const found = valueExamSubscores(bank, attempts, amended)
  const together = found ? { subscores: found.verdicts, traits: found.traits } : {}
  return { ...calibrateParameters(bank, attempts, amended), ...together }
}

function calibrateParameters(
  bank: Bank,
  attempts: readonly CalibratedAttempt[],
  amended: AmendedKeys,
): ExamCalibration {
  const columns = columnsOf(bank, attempts, amended)
  const rows = attempts.map((attempt) => rowOf(attempt, { bank, columns, amended }))
  const items = [...columns.keys()]
  const known = items.map((id) => parametersOf(itemIn(bank, id)))
  const result = calibrate({ items, rows, guessing: known.map(({ values }) => values.guessing) })
  if ('refused' in result) {
    return { ...NOTHING, n: attempts.length, findings: result.findings }
  }
  const { link, findings } = linkOf(bank, result)
  return {
    n: result.n,
    items: result.items.filter(({ n }) => n >= FEWEST_ANSWERS).map((item) => onto(link, item)),
    link,
    logLikelihood: result.logLikelihood,
    converged: result.converged,
    findings: [...result.findings, ...scarce(result), ...findings],
  }
}

const NOTHING = { items: [], link: null, logLikelihood: null, converged: false } as const

function refusedFor(count: number): ExamCalibration {
  const message = say(
    `只有 ${count} 份答卷，至少需要 ${FEWEST_CALIBRATED_ATTEMPTS} 份才能估计题目参数`,
    `there are ${count} attempts; item parameters need at least ${FEWEST_CALIBRATED_ATTEMPTS}`,
  )
  const finding = { pointer: '', item: null, severity: 'note', code: 'too-few-attempts', message }
  return { ...NOTHING, n: count, findings: [finding as Finding] }
}

/** Item ids on any form whose key counts, in order of the bank, with their columns. */
function columnsOf(
  bank: Bank,
  attempts: readonly CalibratedAttempt[],
  amended: AmendedKeys,
): ReadonlyMap<string, number> {
  const seen = new Set(attempts.flatMap(({ form }) => form.items.map(({ item }) => item)))
  const ids = bank.items
    .filter((item) => seen.has(item.id) && isCounted(item, amended))
    .map(({ id }) => id)
  return new Map(ids.map((id, column) => [id, column]))
}

function rowOf(
  { form, responses }: CalibratedAttempt,
  given: {
    readonly bank: Bank
    readonly columns: ReadonlyMap<string, number>
    readonly amended: AmendedKeys
  },
): (number | null)[] {
  const row = Array.from({ length: given.columns.size }, (): number | null => null)
  const items = countedItems(form, given.bank)
  const reached = items.findLastIndex(({ id }) => responses.has(id))
  for (const item of items.slice(0, reached + 1)) {
    const column = given.columns.get(item.id)
    if (column === undefined) continue
    const correct = isCorrectNow(item, responses.get(item.id) ?? null, given.amended)
    row[column] = correct === true ? 1 : 0
  }
  return row
}

function itemIn(bank: Bank, id: string): Item {
  const item = indexOf(bank).items.get(id)
  if (!item) throw new Error(`the bank has no item ${id}`)
  return item
}

interface Linked {
  readonly link: ScaleLink
  readonly findings: readonly Finding[]
}

/**
 * Lays the scale of the cohort onto the one of the bank: by Stocking-Lord over the items that were
 * calibrated before, those that drifted left out; where they are too few, by the means of a and b
 * over all items, whose priors then carry the scale. Items that few answered take no part.
 */
function linkOf(bank: Bank, { items: all, n }: Calibration): Linked {
  // What a handful answered lies where its priors put it and would bend the scale towards them.
  const told = all.filter((item) => item.n >= FEWEST_ANSWERS)
  const items = told.length > 0 ? told : all
  const sourced = items.map((item) => ({ item, known: parametersOf(itemIn(bank, item.item)) }))
  const calibrated = sourced.filter(({ known }) => known.provenance === 'calibrated')
  const wanted = Math.max(FEWEST_ANCHORS, LEAST_ANCHOR_SHARE * items.length)
  if (calibrated.length < wanted) return { link: byMeans(sourced), findings: [LINKED_BY_PRIORS] }
  const found = linkToBank({
    fresh: items.map((item) => {
      return { item: item.item, persons: item.n, ...scaledItemOf(item, 'grm') }
    }),
    bank: calibrated.map(({ item, known: { values } }) => {
      const { discrimination: a, difficulty: b, guessing: c } = values
      return { item: item.item, ...scaledItemOf({ a, b, c, steps: null }, 'grm') }
    }),
    persons: { fresh: n, bank: null },
  })
  if (!found.link) {
    return { link: byMeans(sourced), findings: [...found.findings, LINKED_BY_PRIORS] }
  }
  const { slope, shift: intercept } = found.link
  const anchors = found.rounds.at(-1)?.anchors ?? []
  return { link: { method: 'anchors', slope, intercept, anchors }, findings: found.findings }
}

type Sourced = {
  readonly item: CalibratedItem
  readonly known: ReturnType<typeof parametersOf>
}

function byMeans(sourced: readonly Sourced[]): ScaleLink {
  const mean = (of: (one: Sourced) => number) =>
    sourced.reduce((sum, one) => sum + of(one), 0) / sourced.length
  const slope = mean(({ item }) => item.a) / mean(({ known }) => known.values.discrimination)
  const intercept =
    mean(({ known }) => known.values.difficulty) - slope * mean(({ item }) => item.b)
  return { method: 'prior-means', slope, intercept, anchors: [] }
}

const LINKED_BY_PRIORS: Finding = {
  pointer: '',
  item: null,
  severity: 'warning',
  code: 'linked-by-priors',
  message: say(
    '题库中已校准的题目太少：量尺按先验参数的平均值连接，分数线的含义仍依赖先验',
    'too few items were calibrated before: the scale is tied to the means of the priors, on which the meaning of cut scores still rests',
  ),
}

function onto({ slope, intercept }: ScaleLink, item: CalibratedItem): CalibratedItem {
  const { a, b, se } = item
  return {
    ...item,
    a: a / slope,
    b: slope * b + intercept,
    se: se && { ...se, a: se.a / slope, b: se.b * slope },
  }
}

function scarce({ items }: Calibration): Finding[] {
  return items
    .filter(({ n }) => n < FEWEST_ANSWERS)
    .map(({ item, n }) => ({
      pointer: '',
      item,
      severity: 'note',
      code: 'too-few-answers',
      message: say(
        `${item} 只有 ${n} 人作答，参数保持不变`,
        `${item} was answered by ${n} only: its parameters stay as they are`,
      ),
    }))
}
