import type { Finding } from '../../bank/finding.ts'
import { say } from '../../bank/finding.ts'
import type { PairPlan } from './pair-plan.ts'
import type { PairScreen } from './pair-screen.ts'
import { joinSurvivors, type PairSurvivors } from './pair-survivors.ts'

/** Of honest work omega has about mean 0 and SD .85 to 1; beyond these p values are too small. */
const WIDEST_DEVIATION = 1.1
const HIGHEST_MEAN = 0.1

/** What the screen of all pairs says. */
export interface PairScreening {
  readonly survivors: PairSurvivors
  /** Pairs of persons with 20 answers and more. */
  readonly pairs: number
  /** Of them, those that share 20 items and more. */
  readonly compared: number
  /** Survivors of which only the smallest p were kept. */
  readonly found: number
  readonly dropped: number
  /** Every pair whose exact p is below it is among those found. */
  readonly alpha: number
  /** Moments of omega over the pairs compared; not-a-number without any. */
  readonly mean: number
  readonly deviation: number
  /** Pairs by omega, classes of .25 from -8. */
  readonly histogram: Float64Array
  readonly findings: readonly Finding[]
}

/** Puts screens of different blocks together; in any order and grouping the same. */
export function mergeScreens(screens: readonly PairScreen[], mostSurvivors: number): PairScreen {
  const moments = screens
    .flatMap((screen) => screen.moments)
    .sort((left, right) => left.bin - right.bin)
  const twice = moments.find(({ bin }, at) => at > 0 && moments[at - 1]?.bin === bin)
  if (twice) throw new Error(`bin ${twice.bin} was screened twice`)
  return {
    survivors: joinSurvivors(
      screens.map(({ survivors }) => survivors),
      mostSurvivors,
    ),
    found: screens.reduce((sum, { found }) => sum + found, 0),
    moments,
  }
}

/**
 * What a screen of all blocks says, with the empirical null of omega (Efron 2004): whether the
 * model's p values can be trusted on these persons. Throws where a block is lacking.
 */
export function concludeScreen(plan: PairPlan, screen: PairScreen): PairScreening {
  const lacking = plan.binStarts.length - 1 - screen.moments.length
  if (lacking !== 0) throw new Error(`${lacking} bins were not screened`)
  const histogram = new Float64Array(screen.moments[0]?.histogram.length ?? 0)
  let [compared, sum, squares] = [0, 0, 0]
  for (const own of screen.moments) {
    compared += own.count
    sum += own.sum
    squares += own.squares
    own.histogram.forEach((count, at) => {
      histogram[at] = (histogram[at] as number) + count
    })
  }
  const mean = sum / compared
  const deviation = Math.sqrt(Math.max(0, squares / compared - mean * mean))
  const dropped = screen.found - screen.survivors.p.length
  return {
    survivors: screen.survivors,
    pairs: plan.pairs,
    compared,
    found: screen.found,
    dropped,
    alpha: plan.alpha,
    mean,
    deviation,
    histogram,
    findings: [...findNull({ compared, mean, deviation }), ...findDropped(screen, dropped)],
  }
}

function findNull({
  compared,
  mean,
  deviation,
}: Pick<PairScreening, 'compared' | 'mean' | 'deviation'>): Finding[] {
  if (compared === 0) {
    return [
      {
        code: 'no-pairs-to-compare',
        severity: 'warning',
        pointer: '',
        item: null,
        message: say(
          '没有两人共同作答过 20 题以上，无法比较答案的相似程度。',
          'No two persons answered 20 of the same items, so answers were not compared.',
        ),
      },
    ]
  }
  if (deviation <= WIDEST_DEVIATION && mean <= HIGHEST_MEAN) return []
  const [shownMean, shownDeviation] = [mean.toFixed(2), deviation.toFixed(2)]
  return [
    {
      code: 'similarity-null-misfit',
      severity: 'warning',
      pointer: '',
      item: null,
      message: say(
        `所有考生对的 omega 均值 ${shownMean}、标准差 ${shownDeviation}，超出独立作答的范围` +
          `（均值不超过 ${HIGHEST_MEAN}，标准差不超过 ${WIDEST_DEVIATION}）：模型不完全符合数据，` +
          '相似性的 p 值偏小，只可与本批考生相互比较。',
        `Over all pairs omega has mean ${shownMean} and SD ${shownDeviation}, beyond what ` +
          `independent work gives (${HIGHEST_MEAN} and ${WIDEST_DEVIATION}): the model does not ` +
          'fit, p values of similarity are too small, pairs can only be compared with each other.',
      ),
    },
  ]
}

function findDropped({ survivors, found }: PairScreen, dropped: number): Finding[] {
  if (dropped === 0) return []
  const kept = survivors.p.length
  const largest = (survivors.p[kept - 1] ?? 0).toExponential(1)
  return [
    {
      code: 'similar-pairs-dropped',
      severity: 'warning',
      pointer: '',
      item: null,
      message: say(
        `筛查留下 ${found} 对，超过上限；只保留 p 值最小的 ${kept} 对（不大于 ${largest}）。`,
        `The screen found ${found} pairs, more than are kept: only the ${kept} of smallest p ` +
          `(up to ${largest}) were examined.`,
      ),
    },
  ]
}
