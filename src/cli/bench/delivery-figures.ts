import type { DeliveryCheck } from './check-delivery.ts'
import type { SaveRoute, Worked } from './delivery-orders.ts'
import type { Figure } from './measure.ts'

/**
 * The upper ends of what Moodle 4.3 did with persistent connections to PostgreSQL, saturated on
 * 2 cores with forms of 40 drawn items: 27-32 starts, 92-104 saves and 21-25 submits with
 * grading a second. Measured elsewhere: what the ratio says depends on the machine.
 */
const MOODLE = { starts: 32, saves: 104, submits: 25 } as const

/** What saving on so many connections came to, by route and round. */
export interface SavesAtOnce {
  readonly connections: number
  readonly worked: Readonly<Record<SaveRoute, Worked[]>>
}

/** Rate, the same against the anchor, and how long a request took. */
export function rateFigures(
  what: 'starts' | 'starts that draw their form' | 'submits',
  worked: Worked,
): Figure[] {
  const rate = rateOf(worked)
  const anchor = what === 'submits' ? 'submits' : 'starts'
  return [
    perSecond(what, rate),
    ratio(what, rate / MOODLE[anchor], `Moodle 4.3 on 2 cores (${MOODLE[anchor]} ${anchor}/s)`),
    ...percentiles(what, worked.latencies),
  ]
}

/**
 * Durable saves with as many connections, by themselves and against the other two routes: the
 * median over rounds, each round's ratio being of its own machine and moment.
 */
export function saveFigures({ connections, worked }: SavesAtOnce): Figure[] {
  const name = `saves, ${connections} ${connections === 1 ? 'connection' : 'connections'}`
  const rates = {
    entries: worked.entries.map(rateOf),
    noOp: worked['no-op'].map(rateOf),
    oneInsert: worked['one-insert'].map(rateOf),
  }
  const against = (others: readonly number[]) =>
    median(rates.entries.map((rate, round) => rate / (others[round] ?? Number.NaN)))
  const rate = median(rates.entries)
  return [
    perSecond(name, rate),
    perSecond(`${name}: no-op route`, median(rates.noOp)),
    perSecond(`${name}: one insert a request`, median(rates.oneInsert)),
    ratio(name, against(rates.noOp), 'no-op route of the same application'),
    ratio(name, against(rates.oneInsert), 'one insert and commit a request'),
    ratio(name, rate / MOODLE.saves, `Moodle 4.3 on 2 cores (${MOODLE.saves} saves/s)`),
    ...percentiles(
      name,
      worked.entries.flatMap(({ latencies }) => latencies),
    ),
  ]
}

export function checkFigures(when: string, check: DeliveryCheck): Figure[] {
  const count = (name: string, value: number): Figure => ({
    name: `${name}: ${when}`,
    value,
    unit: 'answers',
    ratioTo: '',
  })
  return [
    count('acknowledged answers read back', check.acknowledged),
    count('acknowledged answers lost', check.lost),
    count('answers kept that nobody sent', check.unsent),
  ]
}

function perSecond(name: string, value: number): Figure {
  return { name, value, unit: 'a second', ratioTo: '' }
}

function ratio(name: string, value: number, ratioTo: string): Figure {
  return { name, value, unit: 'ratio', ratioTo }
}

function rateOf({ latencies, seconds }: Worked): number {
  return latencies.length / seconds
}

function percentiles(name: string, latencies: readonly number[]): Figure[] {
  const sorted = latencies.toSorted((left, right) => left - right)
  return [50, 95, 99].map((percent) => ({
    name: `${name}, p${percent}`,
    // The nearest rank: a time that was measured, never one between two.
    value: sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN,
    unit: 'ms',
    ratioTo: '',
  }))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
