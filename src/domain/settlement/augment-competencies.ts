import {
  augmentSubscores,
  likelihoodFrom,
  type TraitPrior,
} from '../measurement/scoring/competency-traits.ts'

/** How competencies go together among an exam's candidates; what is kept of `TraitPrior`. */
export interface ExamTraits {
  readonly competencies: readonly string[]
  readonly means: readonly number[]
  /** Row by row. */
  readonly covariance: readonly number[]
}

interface CompetencyEstimate {
  readonly competency: string
  readonly estimate: { readonly theta: number; readonly standardError: number }
}

/** Every plain estimate was made under the prior N(0, 1). */
const PLAIN_PRIOR = { mean: 0, deviation: 1 }

export function keptTraits(competencies: readonly string[], prior: TraitPrior): ExamTraits {
  return { competencies, means: [...prior.means], covariance: [...prior.covariance] }
}

/**
 * A candidate's competencies with what each tells about the others (Wainer et al. 2001): the plain
 * estimates, freed of their prior, under the one learned from the exam's candidates. The plain
 * estimate stays the result; this stands beside it.
 */
export function augmentCompetencies(
  estimates: readonly CompetencyEstimate[],
  traits: ExamTraits,
): ReadonlyMap<string, { readonly theta: number; readonly standardError: number }> {
  const found = traits.competencies.map((competency) =>
    estimates.find((one) => one.competency === competency),
  )
  const known = found.map((one) =>
    one
      ? likelihoodFrom(one.estimate, PLAIN_PRIOR)
      : { point: 0, variance: Number.POSITIVE_INFINITY },
  )
  const { theta, standardError } = augmentSubscores(
    {
      competencyCount: traits.competencies.length,
      points: Float64Array.from(known, ({ point }) => point),
      variances: Float64Array.from(known, ({ variance }) => variance),
    },
    { means: Float64Array.from(traits.means), covariance: Float64Array.from(traits.covariance) },
  )
  return new Map(
    traits.competencies.flatMap((competency, at) =>
      found[at]
        ? [[competency, { theta: theta[at] ?? 0, standardError: standardError[at] ?? 0 }] as const]
        : [],
    ),
  )
}
