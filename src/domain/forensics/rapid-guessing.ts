import { probabilityCorrect } from '../measurement/item-response.ts'
import type { LocalizedText } from '../text.ts'
import type { AttemptRecord, ItemRecord } from './attempt-record.ts'
import type { Flag } from './flag.ts'
import type { Indicator } from './indicator.ts'
import { FEWEST_TIMED_ITEMS, type TimedItem, timedItems } from './timed-items.ts'

/** Share of rapid responses above which effort was too low: RTE < .90. */
export const FLAG_ABOVE_SHARE = 0.1

/** At least the upper 95 % bound measured in test/domain/forensics/false-flag-rate.test.ts. */
const FALSE_FLAG_RATE = 0.003

const LINES = 10
const ID = 'rapid-guessing'
const NAME: LocalizedText = { 'zh-CN': '快速猜答', en: 'Rapid guessing' }
const BASIS: LocalizedText = {
  'zh-CN':
    '以 10,000 次诚实作答的模拟测得：对数正态作答时间，题目预期时间带误差，另有 3 % 的题一看即答。',
  en: 'Measured on 10,000 simulated honest attempts: lognormal times, expected times known with error, and 3 % of items answered at sight.',
}
const INNOCENT: readonly LocalizedText[] = [
  {
    'zh-CN': '时间将尽，最后几题来不及细读。',
    en: 'Time was running out and the last items could not be read with care.',
  },
  {
    'zh-CN': '疲劳、放弃或认为考试无关紧要；这关乎投入程度。',
    en: 'Tired, gave up, or did not take the exam as mattering: a matter of effort.',
  },
  {
    'zh-CN': '题目很短或考生非常熟悉，一看便知答案。',
    en: 'Short items, or a candidate who knew the answers at sight.',
  },
]

/**
 * Below this many seconds a response can't be a solution: NT10, 10 % of the time the item takes,
 * at most 10 s (Wise & Ma 2012).
 */
export function rapidThreshold(expectedSeconds: number): number {
  return Math.min(10, 0.1 * expectedSeconds)
}

/** What blind guessing gets right: the item's lower asymptote. */
export function chanceOf({ parameters, optionCount }: ItemRecord): number {
  if (parameters.guessing > 0) return parameters.guessing
  return optionCount > 0 ? 1 / optionCount : 0
}

function accuracyLine(rapid: readonly TimedItem[], theta: number): Flag['evidence'][number] {
  const right = rapid.filter(({ correct }) => correct === true).length
  const chance = rapid.reduce((sum, item) => sum + chanceOf(item), 0)
  const able = rapid.reduce((sum, item) => sum + probabilityCorrect(theta, item.parameters), 0)
  return {
    itemId: null,
    text: {
      'zh-CN': `快速作答的 ${rapid.length} 题中答对 ${right} 题；盲猜约可对 ${chance.toFixed(1)} 题，按其能力估计约可对 ${able.toFixed(1)} 题`,
      en: `${right} of ${rapid.length} rapid responses were right; blind guessing would give about ${chance.toFixed(1)}, the estimated ability about ${able.toFixed(1)}`,
    },
  }
}

function rapidLine(item: TimedItem): Flag['evidence'][number] {
  const seconds = item.seconds.toFixed(1)
  const limit = rapidThreshold(item.expectedSeconds).toFixed(1)
  return {
    itemId: item.itemId,
    text: {
      'zh-CN': `第 ${item.position} 题用时 ${seconds} 秒，低于该题 ${limit} 秒的下限`,
      en: `item ${item.position} answered in ${seconds} s, below its limit of ${limit} s`,
    },
  }
}

function examine(record: AttemptRecord): Flag | null {
  const timed = timedItems(record)
  if (timed.length < FEWEST_TIMED_ITEMS) return null
  const rapid = timed.filter((item) => item.seconds < rapidThreshold(item.expectedSeconds))
  const share = rapid.length / timed.length
  if (share <= FLAG_ABOVE_SHARE) return null
  const fastest = rapid.toSorted(
    (left, right) => left.seconds / left.expectedSeconds - right.seconds / right.expectedSeconds,
  )
  return {
    indicator: ID,
    family: 'effort',
    name: NAME,
    summary: {
      'zh-CN': `${timed.length} 题中有 ${rapid.length} 题答得过快，不可能读完题目。这反映投入程度，不说明其他问题。`,
      en: `${rapid.length} of ${timed.length} items were answered too fast to have been read. This is about effort and nothing else.`,
    },
    statistic: share,
    threshold: FLAG_ABOVE_SHARE,
    p: null,
    falseFlagRate: { value: FALSE_FLAG_RATE, basis: BASIS },
    weight: 0.5,
    evidence: [accuracyLine(rapid, record.theta), ...fastest.slice(0, LINES).map(rapidLine)],
    innocentExplanations: [...INNOCENT],
  }
}

export const rapidGuessing: Indicator = {
  id: ID,
  family: 'effort',
  name: NAME,
  source:
    'Share of responses faster than NT10 = min(10 s, 10 % of the expected time) (Wise & Ma 2012); ' +
    'response-time effort RTE = 1 - share, unmotivated below .90 (Wise & Kong 2005).',
  examine,
}
