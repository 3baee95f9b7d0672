import normal from '@stdlib/stats-base-dists-normal'
import type { PolicyFacts } from '../../policy/facts.ts'

/** How surely an ability was measured: what another measurement may come to. */
export interface Measured {
  /** Probability of each level, from the lowest up; sums to 1. */
  readonly levels: readonly { readonly level: string; readonly probability: number }[]
}

/** Equally likely values a standard normal deviate stands for: midpoints of as many shares. */
export const DEVIATES: readonly number[] = Array.from({ length: 21 }, (_, index) =>
  normal.quantile((index + 0.5) / 21, 0, 1),
)

/**
 * The facts had the ability been measured by `deviate` standard errors off. Probabilities of levels
 * and of passing move with it on the normal scale, so that they are the same where nothing moves;
 * competencies stay as they are.
 */
export function measureAgain(
  facts: PolicyFacts,
  { levels }: Measured,
  deviate: number,
): PolicyFacts {
  if (deviate === 0) return facts
  const theta = facts.theta + deviate * facts.standardError
  const { level, levelProbability } = levelAgain(facts, levels, deviate)
  const passProbability = moved(facts.passProbability, deviate)
  // As scoring says it: enough answers, and more likely than not above the cut.
  const passed = facts.enoughEvidence && passProbability >= 0.5
  return { ...facts, theta, level, levelProbability, passed, passProbability }
}

/** A probability of being above a cut, when the estimate moves by so many standard errors. */
function moved(probability: number, deviate: number): number {
  if (probability <= 0 || probability >= 1) return probability
  return normal.cdf(normal.quantile(probability, 0, 1) + deviate, 0, 1)
}

function levelAgain(
  { level, levelProbability, enoughEvidence }: PolicyFacts,
  levels: Measured['levels'],
  deviate: number,
): Pick<PolicyFacts, 'level' | 'levelProbability'> {
  // Without enough answers no level is named, whatever the estimate.
  if (levels.length === 0 || !enoughEvidence) return { level, levelProbability }
  const atLeast = levels.map((_, index) =>
    index === 0 ? 1 : moved(sumOf(levels.slice(index)), deviate),
  )
  const shares = levels.map((one, index) => ({
    level: one.level,
    probability: (atLeast[index] ?? 0) - (atLeast[index + 1] ?? 0),
  }))
  const named = shares.find(({ probability }) => probability >= 0.5)
  return { level: named?.level ?? '', levelProbability: named?.probability ?? 0 }
}

function sumOf(levels: Measured['levels']): number {
  return Math.min(
    1,
    levels.reduce((sum, { probability }) => sum + probability, 0),
  )
}
