import chisquare from '@stdlib/stats-base-dists-chisquare'
import normal from '@stdlib/stats-base-dists-normal'
import { probabilityCorrect } from '../measurement/item-response.ts'
import { estimateSpeed, misfitOfTimes, type SpeedEstimate } from '../measurement/lognormal-times.ts'
import type { LocalizedText } from '../text.ts'
import type { AttemptRecord } from './attempt-record.ts'
import type { Flag } from './flag.ts'
import type { Indicator } from './indicator.ts'
import { chanceOf, FLAG_ABOVE_SHARE, rapidThreshold } from './rapid-guessing.ts'
import { FEWEST_TIMED_ITEMS, type TimedItem, timedItems } from './timed-items.ts'
import { looksGuessed } from './times/looks-guessed.ts'

/** z of speed from which p < .001, one-sided: only unusually fast counts, slow is innocent. */
export const FLAG_AT_Z = 3.0902

/** With prior times the typical item must also have taken less than this share of its time. */
const PRIOR_FLAG_BELOW_SHARE = 0.25

/**
 * At least the upper 95 % bounds measured in test/domain/forensics/false-flag-rate.test.ts. With
 * calibrated times a real cohort says more than the simulation: 16 of 1,636 candidates of a
 * licensure exam (Cizek & Wollack 2017) pass the threshold, upper bound .016, although a few of
 * them were under suspicion (test/golden/real-times.test.ts).
 */
export const FALSE_FLAG_RATE = { calibrated: 0.016, prior: 0.01 } as const

const LINES = 5
const ID = 'response-time'
const NAME: LocalizedText = { 'zh-CN': '作答速度异常', en: 'Unusual response times' }
const CALIBRATED: LocalizedText = {
  'zh-CN':
    '某真实执业资格考试 1,636 名考生中有 16 人（0.98 %，95 % 上限 1.6 %）越过此阈值，未剔除任何可疑者；10,000 次诚实作答的模拟为 0.4 %。速度的真实分布尾部比正态分布重，故不以 p 值作为误报率。',
  en: 'In a real licensure exam 16 of 1,636 candidates (0.98 %, upper 95 % bound 1.6 %) pass this threshold, nobody left out; 0.4 % of 10,000 simulated honest attempts do. Real speed has heavier tails than the normal, so p is not the false-flag rate.',
}
const PRIOR: LocalizedText = {
  'zh-CN':
    '题目时间尚未校准，只是按字数、认知层次和题型的先验估计；因此另要求用时中位数低于预期的四分之一。以 10,000 次诚实作答的模拟测得，模拟中整个题库的预期时间可偏差三分之一。请勿仅凭此旗标下结论。',
  en: 'Item times are not calibrated yet, only prior guesses from length, level and type; so the typical item must also have taken less than a quarter of its expected time. Measured on 10,000 simulated honest attempts in which the times of a whole bank may be off by a third. Conclude nothing from this flag alone.',
}
const INNOCENT: readonly LocalizedText[] = [
  {
    'zh-CN': '考生对该领域十分熟悉，阅读和操作都快。',
    en: 'The candidate works in this field every day and reads fast.',
  },
  {
    'zh-CN': '考生中途放弃或赶时间，草草作答（此时正确率会偏低）。',
    en: 'The candidate gave up or hurried (accuracy is then low).',
  },
  {
    'zh-CN': '题目曾在培训或往年考试中公开出现。',
    en: 'Items had been seen legitimately, in training or in an earlier published exam.',
  },
]

/** Median share of the expected time that items took. */
function medianShare(timed: readonly TimedItem[]): number {
  const shares = timed
    .map(({ seconds, expectedSeconds }) => seconds / expectedSeconds)
    .sort((left, right) => left - right)
  const middle = (shares.length - 1) / 2
  return ((shares[Math.floor(middle)] ?? 1) + (shares[Math.ceil(middle)] ?? 1)) / 2
}

/** Residual of one time against the average candidate, in SDs of log seconds; fast is below 0. */
function residual({ seconds, timeParameters }: TimedItem): number {
  return timeParameters.timeDiscrimination * (Math.log(seconds) - timeParameters.timeIntensity)
}

function itemLine(item: TimedItem): Flag['evidence'][number] {
  const [seconds, expected] = [item.seconds.toFixed(1), item.expectedSeconds.toFixed(0)]
  return {
    itemId: item.itemId,
    text: {
      'zh-CN': `第 ${item.position} 题用时 ${seconds} 秒，预期 ${expected} 秒`,
      en: `item ${item.position} answered in ${seconds} s, expected ${expected} s`,
    },
  }
}

/** Fast and right points to knowing the items; fast and wrong to giving up. */
function accuracyLine(fast: readonly TimedItem[], theta: number): Flag['evidence'][number] {
  const right = fast.filter(({ correct }) => correct === true).length
  const able = fast.reduce((sum, item) => sum + probabilityCorrect(theta, item.parameters), 0)
  return {
    itemId: null,
    text: {
      'zh-CN': `用时不到预期一半的 ${fast.length} 题中答对 ${right} 题，按其能力估计约可对 ${able.toFixed(1)} 题`,
      en: `${right} of the ${fast.length} items answered in less than half their expected time were right; the estimated ability gives about ${able.toFixed(1)}`,
    },
  }
}

function misfitLine(timed: readonly TimedItem[]): Flag['evidence'][number] {
  const { statistic, degrees } = misfitOfTimes(timed)
  const p = (1 - chisquare.cdf(statistic, degrees)).toPrecision(2)
  const found = `L_T = ${statistic.toFixed(1)}, df = ${degrees}, p = ${p}`
  return {
    itemId: null,
    text: {
      'zh-CN': `作答时间模式拟合（${found}）：仅供参考，真实数据的尾部比卡方分布更重`,
      en: `fit of the pattern of times (${found}): supporting only, real times have heavier tails than the chi-square says`,
    },
  }
}

function flagOf(record: AttemptRecord, timed: readonly TimedItem[], z: number): Flag {
  const share = Math.round(100 * medianShare(timed))
  const fast = timed.filter(({ seconds, expectedSeconds }) => seconds < expectedSeconds / 2)
  const fastest = timed.toSorted((left, right) => residual(left) - residual(right))
  const calibrated = record.timesCalibrated
  return {
    indicator: ID,
    family: 'time',
    name: NAME,
    summary: {
      'zh-CN': `${timed.length} 题的作答速度远高于一般考生（z = ${z.toFixed(2)}），用时中位数为预期的 ${share} %。`,
      en: `Far faster than other candidates over ${timed.length} items (z = ${z.toFixed(2)}); the typical item took ${share} % of its expected time.`,
    },
    statistic: z,
    threshold: FLAG_AT_Z,
    p: Math.exp(normal.logcdf(-z, 0, 1)),
    falseFlagRate: {
      value: calibrated ? FALSE_FLAG_RATE.calibrated : FALSE_FLAG_RATE.prior,
      basis: calibrated ? CALIBRATED : PRIOR,
    },
    weight: 1,
    evidence: [
      ...fastest.slice(0, LINES).map(itemLine),
      ...(fast.length > 0 ? [accuracyLine(fast, record.theta)] : []),
      misfitLine(timed),
    ],
    innocentExplanations: [...INNOCENT],
  }
}

/** tau_ML against its whole variance: between candidates and of the estimate. */
function speedZ({ tauMl, standardErrorMl }: SpeedEstimate, speedDeviation: number): number {
  return tauMl / Math.hypot(standardErrorMl, speedDeviation)
}

/**
 * Where rapid responses are so many that effort is in doubt, and right no more often than by blind
 * guessing, they are left out (effort-moderated, Wise & DeMars 2006): `rapidGuessing` tells of them,
 * and giving up must not pass for knowing the items.
 */
function solutionsOf(timed: readonly TimedItem[]): readonly TimedItem[] {
  const isRapid = (item: TimedItem) => item.seconds < rapidThreshold(item.expectedSeconds)
  const rapid = timed.filter(isRapid)
  if (rapid.length <= FLAG_ABOVE_SHARE * timed.length) return timed
  const scored = rapid.filter(({ correct }) => correct !== null)
  const right = scored.filter(({ correct }) => correct).length
  const chance = scored.reduce((sum, item) => sum + chanceOf(item), 0)
  const isGuessed = looksGuessed({ scored: scored.length, right, chance })
  return isGuessed ? timed.filter((item) => !isRapid(item)) : timed
}

function examine(record: AttemptRecord): Flag | null {
  const timed = solutionsOf(timedItems(record))
  if (timed.length < FEWEST_TIMED_ITEMS) return null
  const z = speedZ(estimateSpeed(timed, record.speedDeviation), record.speedDeviation)
  if (z < FLAG_AT_Z) return null
  if (!record.timesCalibrated && medianShare(timed) >= PRIOR_FLAG_BELOW_SHARE) return null
  return flagOf(record, timed, z)
}

export const responseTime: Indicator = {
  id: ID,
  family: 'time',
  name: NAME,
  source:
    'Speed in the lognormal response-time model (van der Linden 2006): z = tau_ML / ' +
    'sqrt(SE^2 + sigma_tau^2), one-sided; pattern fit L_T (Sinharay 2018) as support only.',
  examine,
}
