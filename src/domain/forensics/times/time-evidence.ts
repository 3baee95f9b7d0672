import { say } from '../../bank/finding.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import type { Flag } from '../flag.ts'
import { countAberrantTimes, type TimeModel, timeResiduals } from './time-residuals.ts'

const LINES = 5

type Line = Flag['evidence'][number]

/** p as text: three digits where it is ordinary, a power of ten where it is small. */
export function pText(p: number): string {
  if (p < 1e-15) return '< 1e-15'
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3)
}

/** One person's residuals by column. */
export function residualsOf(
  { times, items }: PreparedCohort,
  model: TimeModel,
  person: number,
): Float64Array {
  const residuals = new Float64Array(items.length)
  timeResiduals(times?.[person] ?? new Float64Array(), model, residuals)
  return residuals
}

/** Seconds the model expects of the average candidate: the median of the lognormal. */
function timeLine(
  { times, items, scores }: PreparedCohort,
  { intensities }: TimeModel,
  { person, item, z }: { readonly person: number; readonly item: number; readonly z: number },
): Line {
  const seconds = (times?.[person]?.[item] ?? Number.NaN).toFixed(1)
  const usual = Math.exp(intensities[item] as number).toFixed(0)
  const score = scores[person * items.length + item] as number
  const [zh, en] = score < 0 ? ['', ''] : [`，得分 ${score}`, `, scored ${score}`]
  return {
    itemId: items[item] ?? null,
    text: say(
      `用时 ${seconds} 秒，一般考生的中位数 ${usual} 秒，残差 z = ${z.toFixed(1)}${zh}`,
      `${seconds} s, the average candidate's median is ${usual} s, residual z = ${z.toFixed(1)}${en}`,
    ),
  }
}

/** The items on which a person's times depart most, in the order given by `rank`, highest first. */
export function tellingTimes(
  cohort: PreparedCohort,
  model: TimeModel,
  { person, rank }: { readonly person: number; readonly rank: (z: number) => number },
): Line[] {
  return Array.from(residualsOf(cohort, model, person), (z, item) => ({ z, item }))
    .filter(({ z }) => !Number.isNaN(z))
    .sort((left, right) => rank(right.z) - rank(left.z))
    .slice(0, LINES)
    .map(({ z, item }) => timeLine(cohort, model, { person, item, z }))
}

/** How many residuals are beyond 1.96, with the binomial p. */
export function aberrantLine(cohort: PreparedCohort, model: TimeModel, person: number): Line {
  const { timed, aberrant, p } = countAberrantTimes(residualsOf(cohort, model, person))
  return {
    itemId: null,
    text: say(
      `${timed} 题中有 ${aberrant} 题的时间残差超过 1.96（按模型 5 %，二项 p = ${pText(p)}）`,
      `${aberrant} of ${timed} residuals of times are beyond 1.96 (5 % under the model, binomial p = ${pText(p)})`,
    ),
  }
}
