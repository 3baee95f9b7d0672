import { say } from '../../bank/finding.ts'
import type { Figures, LeftOut, Measured } from './audit.ts'
import { REPAIR_LOOK_UP, REPAIR_READING_TIME, repairFinishedEarly } from './audit-repairs.ts'

export interface TimedExam {
  /** Score of person by item as a share of the greatest; not-a-number where missing. */
  readonly scores: readonly Float64Array[]
  /** Seconds of person by item; zero, negative and not-a-number are missing. */
  readonly seconds: readonly Float64Array[]
  /** Seconds that reading each item takes; null where that is not known. */
  readonly readingSeconds: readonly (number | null)[] | null
  /** Share right of each item. */
  readonly shares: Float64Array
  readonly timeLimitSeconds: number | null
  /** Persons at or above the passing cut; null where that is not known. */
  readonly passed: readonly boolean[] | null
}

/** Wrong answers below which odds of right ones tell nothing. */
const FEWEST_WRONG = 20
const FEWEST_ITEMS = 10
const EARLY_SHARE = 0.25

/** What times say about how the answers came about; without times it says that. */
export function timeFigures(exam: TimedExam): Figures {
  const figures = [readingTime(exam), finishedEarly(exam), lookUp(exam), timesUnrelated(exam)]
  return {
    measured: figures.filter((one) => 'values' in one),
    leftOut: figures.filter((one) => 'message' in one),
  }
}

const isTime = (seconds: number | undefined): seconds is number =>
  seconds !== undefined && seconds > 0 && Number.isFinite(seconds)

/** Median over persons of the time taken over the time that reading the same items takes. */
function readingTime({ seconds, readingSeconds }: TimedExam): Measured | LeftOut {
  if (!readingSeconds) {
    return {
      code: 'reading-time',
      message: say(
        '没有题目字数，无法判断用时是否够读题。',
        'Without the length of the items, time cannot be held against reading.',
      ),
    }
  }
  const ratios = seconds.flatMap((row) => {
    let [taken, needed] = [0, 0]
    row.forEach((own, item) => {
      const reading = readingSeconds[item]
      if (!isTime(own) || !isTime(reading ?? undefined)) return
      taken += own
      needed += reading ?? 0
    })
    return needed > 0 ? [taken / needed] : []
  })
  if (ratios.length === 0) return noTimes('reading-time')
  return { code: 'reading-time', values: [quantile(ratios, 0.5)], repair: REPAIR_READING_TIME }
}

/** Share of persons who passed in less than a quarter of the time limit. */
function finishedEarly({ seconds, timeLimitSeconds, passed }: TimedExam): Measured | LeftOut {
  if (timeLimitSeconds === null || passed === null) {
    return {
      code: 'finished-early',
      message: say(
        '没有时限或合格线，无法判断是否过早交卷。',
        'Without a time limit and a cut score, nobody can be said to have finished early.',
      ),
    }
  }
  const totals = seconds.map((row) => row.reduce((sum, own) => sum + (isTime(own) ? own : 0), 0))
  const timed = totals.filter((total) => total > 0)
  if (timed.length === 0) return noTimes('finished-early')
  const early = totals.filter(
    (total, person) => total > 0 && total < EARLY_SHARE * timeLimitSeconds && passed[person],
  ).length
  const repair = repairFinishedEarly(quantile(timed, 0.9))
  return { code: 'finished-early', values: [early / timed.length], repair }
}

/**
 * Odds of a right answer among slow against quick answers, pooled over items (Mantel & Haenszel
 * 1959). Slow is more than the item's and the person's own pace together; people who know answer
 * rather faster, so that slow right answers in excess look like answers looked up.
 */
function lookUp({ scores, seconds }: TimedExam): Measured | LeftOut {
  const residuals = paceResiduals(seconds)
  let [numerator, denominator, wrong] = [0, 0, 0]
  const itemCount = seconds[0]?.length ?? 0
  for (let item = 0; item < itemCount; item += 1) {
    const table = [0, 0, 0, 0]
    residuals.forEach((row, person) => {
      const [residual, score] = [row[item], scores[person]?.[item]]
      if (residual === undefined || score === undefined) return
      if (Number.isNaN(residual) || Number.isNaN(score)) return
      const cell = (residual > 0 ? 0 : 2) + (score >= 0.5 ? 0 : 1)
      table[cell] = (table[cell] ?? 0) + 1
    })
    const [slowRight = 0, slowWrong = 0, quickRight = 0, quickWrong = 0] = table
    const total = slowRight + slowWrong + quickRight + quickWrong
    if (total === 0) continue
    wrong += slowWrong + quickWrong
    numerator += (slowRight * quickWrong) / total
    denominator += (slowWrong * quickRight) / total
  }
  if (wrong < FEWEST_WRONG || numerator + denominator === 0) {
    const message = say(
      '有用时的错误答案太少，看不出是否查了资料。',
      'Too few wrong answers with times to see whether answers were looked up.',
    )
    return { code: 'look-up', message }
  }
  return {
    code: 'look-up',
    values: [numerator / Math.max(denominator, 0.5)],
    repair: REPAIR_LOOK_UP,
  }
}

/** Log seconds without the item's and the person's mean; not-a-number where no time is. */
function paceResiduals(seconds: readonly Float64Array[]): Float64Array[] {
  const logs = seconds.map((row) => row.map((own) => (isTime(own) ? Math.log(own) : Number.NaN)))
  const itemCount = logs[0]?.length ?? 0
  for (let item = 0; item < itemCount; item += 1) {
    const centre = meanOfNumbers(logs.map((row) => row[item] ?? Number.NaN))
    for (const row of logs) row[item] = (row[item] ?? Number.NaN) - centre
  }
  return logs.map((row) => {
    const centre = meanOfNumbers([...row])
    return row.map((own) => own - centre)
  })
}

function meanOfNumbers(values: readonly number[]): number {
  const own = values.filter((value) => !Number.isNaN(value))
  return own.reduce((sum, value) => sum + value, 0) / own.length
}

/**
 * Share of the differences of items' mean log times that their difficulty (log odds wrong) and,
 * where known, their length explain: adjusted R squared of a least squares fit. Near zero where
 * answers come from elsewhere (proctored licensure exam: r = .38 with difficulty).
 */
function timesUnrelated({ seconds, shares, readingSeconds }: TimedExam): Measured | LeftOut {
  const rows = Array.from(shares).flatMap((share, item) => {
    const logs = seconds.flatMap((row) => {
      const own = row[item]
      return isTime(own) ? [Math.log(own)] : []
    })
    if (logs.length < 5) return []
    const kept = Math.min(0.99, Math.max(0.01, share))
    const reading = readingSeconds?.[item]
    const length = isTime(reading ?? undefined) ? Math.log(reading ?? 1) : 0
    return [{ time: meanOfNumbers(logs), hard: Math.log((1 - kept) / kept), length }]
  })
  if (rows.length < FEWEST_ITEMS) return noTimes('times-unrelated')
  const value = explained(rows)
  return { code: 'times-unrelated', values: [value], repair: REPAIR_LOOK_UP }
}

interface ItemPace {
  readonly time: number
  readonly hard: number
  readonly length: number
}

function explained(rows: readonly ItemPace[]): number {
  const count = rows.length
  const centred = (of: (row: ItemPace) => number) => {
    const centre = rows.reduce((sum, row) => sum + of(row), 0) / count
    return rows.map((row) => of(row) - centre)
  }
  const product = (left: readonly number[], right: readonly number[]) =>
    left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0)
  const [y, x] = [centred(({ time }) => time), centred(({ hard }) => hard)]
  const z = centred(({ length }) => length)
  const [yy, xx] = [product(y, y), product(x, x)]
  if (yy <= 1e-12) return 0
  const slope = (of: readonly number[], by: readonly number[]) =>
    product(by, by) > 1e-12 ? product(of, by) / product(by, by) : 0
  // Length without difficulty, so that what each explains adds up.
  const apart = z.map((value, at) => value - slope(z, x) * (x[at] ?? 0))
  const hasLength = product(apart, apart) > 1e-9
  const fit = slope(y, x) ** 2 * xx + (hasLength ? slope(y, apart) ** 2 * product(apart, apart) : 0)
  const used = hasLength ? 2 : 1
  return Math.max(0, 1 - ((1 - fit / yy) * (count - 1)) / (count - 1 - used))
}

function noTimes(code: LeftOut['code']): LeftOut {
  return { code, message: say('没有足够的用时记录。', 'There are not enough times.') }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
