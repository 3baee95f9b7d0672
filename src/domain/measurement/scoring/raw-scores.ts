import type { LocalizedText } from '../../text.ts'
import { type Latent, normalQuadrature } from '../calibration/expectation.ts'
import { expectedScore } from './form-information.ts'
import { numberCorrectDistribution } from './number-correct.ts'
import { rootBetween } from './root-between.ts'
import { STANDARD_LATENT } from './score-cohort.ts'
import { categoryCountOf, categoryProbabilities, type ScoringItem } from './scoring-item.ts'

/** What a raw score means on a form. */
export interface RawScoreRow {
  readonly raw: number
  /** Ability at which this is the expected score; null where no ability within bounds has it. */
  readonly thetaAtScore: number | null
  /** Expected ability of candidates with this score, and its SD; null where nobody gets it. */
  readonly theta: number | null
  readonly standardError: number | null
  /** Share of candidates expected to get it. */
  readonly share: number
}

/** A raw score with its equivalent on another form. */
export interface EquatedScore {
  readonly raw: number
  readonly equivalent: number
}

/** Where abilities at scores are looked for. */
const BOUND = 10

/** What whoever insists on raw scores must be told with them. */
export const RAW_SCORE_WARNING: LocalizedText = {
  'zh-CN':
    '原始分不区分答对的是哪些题，误差大于能力估计；换算只对作答了整份试卷、题目参数估计可靠的考生成立。请以能力分及其误差作为决定的依据。',
  en: 'A raw score ignores which items were right and is less precise than the ability. Equivalents hold only for candidates who took the whole form and where the item parameters are well estimated. Decide by the ability with its error.',
}

/**
 * Table of a form's raw scores: inverse of the test characteristic curve, and EAP given the sum
 * score (Thissen, Pommerich, Billeaud & Williams 1995), over candidates N(0, 1) unless told.
 */
export function rawScoreTable(
  items: readonly ScoringItem[],
  candidates: Latent = STANDARD_LATENT,
): RawScoreRow[] {
  const { nodes, weights } = normalQuadrature(121, candidates)
  const most = highestScore(items)
  const sums = Array.from({ length: most + 1 }, () => ({ mass: 0, first: 0, second: 0 }))
  nodes.forEach((theta, node) => {
    const scores = numberCorrectDistribution(categoryProbabilities(items, theta))
    scores.forEach((chance, raw) => {
      const sum = sums[raw]
      if (!sum) return
      const mass = (weights[node] as number) * chance
      sum.mass += mass
      sum.first += mass * theta
      sum.second += mass * theta * theta
    })
  })
  return sums.map(({ mass, first, second }, raw) => {
    const thetaAtScore = abilityAtScore(items, raw)
    if (mass === 0) return { raw, thetaAtScore, theta: null, standardError: null, share: 0 }
    const theta = first / mass
    const standardError = Math.sqrt(Math.max(0, second / mass - theta * theta))
    return { raw, thetaAtScore, theta, standardError, share: mass }
  })
}

function highestScore(items: readonly ScoringItem[]): number {
  return items.reduce((sum, item) => sum + categoryCountOf(item) - 1, 0)
}

/** Ability at which the expected score is this; null where there is none within bounds. */
export function abilityAtScore(items: readonly ScoringItem[], score: number): number | null {
  const off = (theta: number) => expectedScore(items, theta) - score
  const [low, high] = [off(-BOUND), off(BOUND)]
  if (low > 0 || high < 0) return null
  return rootBetween(off, { at: -BOUND, value: low }, { at: BOUND, value: high })
}

/**
 * IRT true-score equating (Kolen & Brennan 2014, ch. 6): the score expected on the other form
 * from the ability at which this one is expected. Scores that guessing alone exceeds are
 * interpolated between 0 and the scores at the lowest ability (Kolen 1981); those above what the
 * highest ability expects lie between there and the highest scores.
 */
export function equateRawScores(
  from: readonly ScoringItem[],
  to: readonly ScoringItem[],
): EquatedScore[] {
  const [lowest, lowestThere] = [expectedScore(from, -BOUND), expectedScore(to, -BOUND)]
  const [highest, highestThere] = [expectedScore(from, BOUND), expectedScore(to, BOUND)]
  const [most, mostThere] = [highestScore(from), highestScore(to)]
  return Array.from({ length: most + 1 }, (_, raw) => {
    const theta = abilityAtScore(from, raw)
    if (theta !== null) return { raw, equivalent: expectedScore(to, theta) }
    if (raw < lowest) return { raw, equivalent: (raw / lowest) * lowestThere }
    const beyond = (raw - highest) / (most - highest)
    return { raw, equivalent: highestThere + beyond * (mostThere - highestThere) }
  })
}
