import { say } from '../../bank/finding.ts'
import { estimateAbility } from '../../measurement/estimate-ability.ts'
import { probabilityCorrect } from '../../measurement/item-response.ts'
import { numberCorrectDistribution } from '../../measurement/scoring/number-correct.ts'
import type { LocalizedText } from '../../text.ts'
import type { AttemptRecord, ItemAbsence, ItemRecord } from '../attempt-record.ts'
import type { Flag } from '../flag.ts'
import type { Indicator } from '../indicator.ts'
import { rapidThreshold } from '../rapid-guessing.ts'
import { pageLoadLines } from './page-loads.ts'
import { rankSumP } from './rank-sum.ts'

/** One-sided p from which somebody should look. */
const FLAG_BELOW_P = 0.01
/** Items answered after an absence within them, and without any: fewer tell nothing. */
const FEWEST_AWAY = 4
const FEWEST_PRESENT = 10
/** An absence shorter than this is none that could help. */
const SHORTEST_AWAY_MS = 3000
/**
 * Wider than abilities are, so that the items without absence speak almost alone: a prior that
 * pulled able persons to the middle would make their success elsewhere look unusual.
 */
const PRIOR = { mean: 0, deviation: 2 }

/** At least the upper 95 % bound measured in test/domain/forensics/behavior/away-pays.test.ts. */
const FALSE_FLAG_RATE = 0.01

const LINES = 10
const ID = 'away-pays'
const NAME: LocalizedText = say('离开之后答对更多', 'More right after being away')
const BASIS: LocalizedText = say(
  '以诚实作答的模拟测得：打断随机、按用时或集中于难题发生，题目参数带误差，能力随领域不同；各情形被标记的比例及其 95 % 上限均不超过此值。',
  'Measured on simulated honest attempts: interruptions at random, in proportion to time or on hard items, item parameters known with error, abilities that differ by field. In each the upper 95 % bound is at most this.',
)
const INNOCENT: readonly LocalizedText[] = [
  say(
    '离开期间仍在思考，或在纸上演算，回来后答得更好。',
    'The candidate went on thinking or worked on paper meanwhile.',
  ),
  say(
    '有打断的题恰好属于考生熟悉的领域。',
    'The items with interruptions happened to be about what the candidate knows well.',
  ),
  say(
    '其余题目因疲劳、赶时间而答得较差。',
    'The other items went worse because the candidate was tired or short of time.',
  ),
  say('考试规则允许查阅资料。', 'The rules of the exam allow material to be consulted.'),
]

/** An item with a scored answer that was not given too fast to have been read. */
type Answered = ItemRecord & {
  readonly correct: boolean
  readonly seconds: number
  readonly absence: ItemAbsence
}

interface Compared {
  readonly away: readonly Answered[]
  readonly present: readonly Answered[]
}

/** Items right after an absence elsewhere belong to neither side: nobody knows what it was for. */
function compared({ items }: AttemptRecord): Compared {
  const answered = items.filter(
    (item): item is Answered =>
      item.correct !== null &&
      item.absence !== undefined &&
      item.seconds !== null &&
      item.seconds >= rapidThreshold(item.expectedSeconds),
  )
  return {
    away: answered.filter(({ absence }) => absence.awayMs >= SHORTEST_AWAY_MS),
    present: answered.filter(({ absence }) => absence.awayMs === 0 && !absence.follows),
  }
}

const rightOf = (items: readonly Answered[]) => items.filter(({ correct }) => correct).length

interface Comparison {
  readonly p: number
  /** Number right expected after an absence, by the items without one. */
  readonly expected: number
}

/**
 * P(S >= s): over the posterior of ability given the items without absence, the number right of
 * the others is Poisson-binomial. Sums of positive terms from the far end: nothing cancels.
 */
function compare({ away, present }: Compared): Comparison {
  const { posterior } = estimateAbility(present, PRIOR)
  const right = rightOf(away)
  let [p, expected] = [0, 0]
  for (const [node, theta] of posterior.thetas.entries()) {
    const weight = posterior.probabilities[node] as number
    const chances = away.map(({ parameters }) => probabilityCorrect(theta, parameters))
    const scores = numberCorrectDistribution(
      chances.map((chance) => Float64Array.of(1 - chance, chance)),
    )
    for (let score = away.length; score >= right; score -= 1) {
      p += weight * (scores[score] as number)
    }
    expected += weight * chances.reduce((sum, chance) => sum + chance, 0)
  }
  return { p: Math.min(1, p), expected }
}

/** Residual of log seconds in SDs of its item; slow is above 0. */
function residual({ seconds, timeParameters }: Answered): number {
  return timeParameters.timeDiscrimination * (Math.log(seconds) - timeParameters.timeIntensity)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function timeLine({ away, present }: Compared): Flag['evidence'][number] {
  const [afterwards, otherwise] = [away.map(residual), present.map(residual)]
  const difference = (mean(afterwards) - mean(otherwise)).toFixed(2)
  const p = rankSumP(afterwards, otherwise).toPrecision(2)
  return {
    itemId: null,
    text: say(
      `页面可见时的作答用时：有离开的题比其余题平均相差 ${difference} 个标准差（正为慢；秩和检验双侧 p = ${p}）`,
      `time in view: items with absences differ from the others by ${difference} SD on average (positive is slower; rank-sum test, two-sided p = ${p})`,
    ),
  }
}

function itemLine({ itemId, position, correct, absence }: Answered): Flag['evidence'][number] {
  const away = (absence.awayMs / 1000).toFixed(0)
  const after = ((absence.answeredAfterMs ?? 0) / 1000).toFixed(0)
  return {
    itemId,
    text: say(
      `第 ${position} 题作答中离开 ${away} 秒，返回 ${after} 秒后给出最终答案，${correct ? '答对' : '答错'}`,
      `item ${position}: away for ${away} s, final answer ${after} s after coming back, ${correct ? 'right' : 'wrong'}`,
    ),
  }
}

function summaryOf(sides: Compared, { expected, p }: Comparison): LocalizedText {
  const { away, present } = sides
  const [right, count] = [rightOf(away), away.length]
  const [others, total] = [rightOf(present), present.length]
  const [usual, chance] = [expected.toFixed(1), p.toPrecision(2)]
  return say(
    `作答中离开过页面的 ${count} 题答对 ${right} 题，按其余 ${total} 题（答对 ${others} 题）估计应约 ${usual} 题（p = ${chance}）；统计上与独立作答不一致。`,
    `${right} of the ${count} items with an absence were right; by the other ${total} items (${others} right) about ${usual} were to be expected (p = ${chance}). Statistically inconsistent with independent work.`,
  )
}

/** The test alone, whatever it finds; null where too few items were answered on either side. */
export function testAwayPays(record: AttemptRecord): (Comparison & { sides: Compared }) | null {
  const sides = compared(record)
  if (sides.away.length < FEWEST_AWAY || sides.present.length < FEWEST_PRESENT) return null
  return { ...compare(sides), sides }
}

function examine(record: AttemptRecord): Flag | null {
  // Screen readers, magnifiers and input methods hide pages as a matter of course.
  if (record.accommodated) return null
  const comparison = testAwayPays(record)
  if (comparison === null || comparison.p >= FLAG_BELOW_P) return null
  const { sides } = comparison
  const longest = sides.away.toSorted((one, other) => other.absence.awayMs - one.absence.awayMs)
  return {
    indicator: ID,
    family: 'behavior',
    name: NAME,
    summary: summaryOf(sides, comparison),
    statistic: rightOf(sides.away) - comparison.expected,
    threshold: FLAG_BELOW_P,
    p: comparison.p,
    falseFlagRate: { value: FALSE_FLAG_RATE, basis: BASIS },
    weight: 0.5,
    evidence: [
      timeLine(sides),
      ...longest.slice(0, LINES).map(itemLine),
      ...pageLoadLines(record.pageLoads),
    ],
    innocentExplanations: [...INNOCENT],
  }
}

/**
 * Whether being away pays: number right s on the items in which the page was hidden for 3 s or
 * more before the final answer (absences of innocent shape left out), against its distribution
 * given the items without absence,
 *
 *   p = sum over theta of  w(theta | items without absence) P(S >= s | theta),
 *
 * S Poisson-binomial with the items' own P(theta), w the posterior under a N(0, 2) prior: the
 * posterior predictive check of one part of a test by the other (Rubin 1984), which is exact for
 * abilities drawn from the prior and independent answers. The items judged never enter the
 * ability they are judged by. Responses too fast to have been read (NT10) are left out on both
 * sides, as idle answers elsewhere would make honest ones look unusual. Pausing on items that are
 * hard for the person lowers s and flags nobody. Smallest sample: 4 items with and 10 without
 * absence. Assumes item parameters on one scale with each other and one ability.
 */
export const awayPays: Indicator = {
  id: ID,
  family: 'behavior',
  name: NAME,
  source:
    'Number right on items interrupted by an absence against its posterior predictive ' +
    'distribution from the other items (Rubin 1984; Poisson-binomial by Lord & Wingersky 1984).',
  examine,
}
