import { normalQuadrature } from '../../domain/measurement/calibration/expectation.ts'
import { MISSING } from '../../domain/measurement/calibration/response-matrix.ts'
import { empiricalReliability } from '../../domain/measurement/reliability.ts'
import {
  type Classification,
  classifyByAbility,
  classifyByScore,
} from '../../domain/measurement/scoring/classification.ts'
import {
  expectedScore,
  formInformation,
  marginalReliabilityOf,
} from '../../domain/measurement/scoring/form-information.ts'
import { RAW_SCORE_WARNING } from '../../domain/measurement/scoring/raw-scores.ts'
import type { ScoringMethod } from '../../domain/measurement/scoring/score-cohort.ts'
import { FEWEST_FOR_CORRELATIONS } from '../../domain/measurement/scoring/score-competencies.ts'
import type { SubscoreValue } from '../../domain/measurement/scoring/subscore-value.ts'
import type { ScoredFiles, ScoreFiles } from './scored-files.ts'

export interface ScoreSummary {
  /** Persons with at least one response; the others get empty scores. */
  readonly n: number
  readonly persons: number
  readonly items: number
  readonly method: ScoringMethod
  /** Distribution of ability the scores are based on, for EAP and MAP. */
  readonly prior: { readonly mean: number; readonly deviation: number }
  readonly marginalReliability: number
  readonly empiricalReliability: number | null
  readonly information: readonly { readonly theta: number; readonly information: number }[]
  readonly competencies: readonly CompetencySummary[]
  readonly effort: EffortSummary | null
  readonly classification: ClassificationSummary | null
  /** What a reader must know about the data or these scores. */
  readonly notes: readonly string[]
  readonly out: string
}

interface CompetencySummary {
  readonly competency: string
  readonly items: number
  /** Null where the cohort is too small or there is only one competency. */
  readonly prmse: Pick<SubscoreValue, 'subscore' | 'total' | 'augmented'> | null
  readonly report: boolean | null
  readonly reason: SubscoreValue['reason'] | null
  /** Correlations with all competencies in this order, error taken out. */
  readonly correlations: readonly number[] | null
}

interface EffortSummary {
  /** Persons with a response-time effort below .90. */
  readonly unmotivated: number
  readonly rapid: number
  readonly notEnoughEvidence: number
}

interface ClassificationSummary {
  readonly cuts: readonly number[]
  /** Over these persons, from their estimates and errors (Rudner). */
  readonly byAbility: Classification | null
  /** Over the distribution of ability, by sum scores (Lee); null where forms differ. */
  readonly byScore: Classification | null
}

/** What `score` prints. */
export function summarizeScores(scored: ScoredFiles, given: ScoreFiles): ScoreSummary {
  const { overall, order, prior, matrix } = scored
  const estimates = estimatesOf(scored)
  const isShrunk = given.method === 'eap' || given.method === 'map'
  return {
    n: estimates.length,
    persons: matrix.persons.length,
    items: order.items.length,
    method: given.method,
    prior,
    marginalReliability: marginalReliabilityOf(order.items, prior),
    empiricalReliability: empiricalReliability(
      estimates.filter(({ standardError }) => Number.isFinite(standardError)),
      isShrunk,
    ),
    information: Array.from({ length: 17 }, (_, index) => {
      const theta = -4 + index / 2
      return { theta, information: formInformation(order.items, theta) }
    }),
    competencies: competencySummaries(scored),
    effort: effortSummary(scored),
    classification: given.cuts ? classificationOf(scored, given.cuts) : null,
    notes: notesOn(scored, given, overall.answered.filter((count) => count === 0).length),
    out: given.out,
  }
}

function estimatesOf({ overall }: ScoredFiles) {
  return Array.from(overall.theta, (theta, person) => ({
    theta,
    standardError: overall.standardError[person] ?? 0,
    answered: overall.answered[person] ?? 0,
  })).filter(({ answered }) => answered > 0)
}

function competencySummaries({ competencies, columns }: ScoredFiles): CompetencySummary[] {
  const plain = competencies?.plain ?? []
  return plain.map(({ competency }, at) => {
    const value = competencies?.value?.[at]
    const row = competencies?.correlations?.subarray(at * plain.length, (at + 1) * plain.length)
    return {
      competency,
      items: columns.filter((column) => column.competency === competency).length,
      prmse: value
        ? { subscore: value.subscore, total: value.total, augmented: value.augmented }
        : null,
      report: value?.isWorthReporting ?? null,
      reason: value?.reason ?? null,
      correlations: row ? [...row] : null,
    }
  })
}

function effortSummary({ effort, order }: ScoredFiles): EffortSummary | null {
  if (!effort) return null
  const answered = order.values.reduce((count, value) => count + (value === MISSING ? 0 : 1), 0)
  const kept = effort.scores.answered.reduce((sum, count) => sum + count, 0)
  return {
    unmotivated: effort.effort.filter((share) => share !== null && share < 0.9).length,
    rapid: answered - kept,
    notEnoughEvidence: effort.evidence.filter((one) => one === 'not-enough').length,
  }
}

function classificationOf(scored: ScoredFiles, given: readonly number[]): ClassificationSummary {
  const { order, prior } = scored
  const cuts = given.toSorted((left, right) => left - right)
  const known = estimatesOf(scored).filter(({ standardError }) => Number.isFinite(standardError))
  const thetas = Float64Array.from(known, ({ theta }) => theta)
  const errors = Float64Array.from(known, ({ standardError }) => standardError)
  const weights = new Float64Array(known.length).fill(1)
  const { nodes, weights: shares } = normalQuadrature(121, prior)
  const scores = cuts.map((cut) => expectedScore(order.items, cut))
  return {
    cuts,
    byAbility: known.length === 0 ? null : classifyByAbility({ thetas, weights }, errors, cuts),
    byScore: order.values.includes(MISSING)
      ? null
      : classifyByScore(order.items, { thetas: nodes, weights: shares }, scores),
  }
}

function notesOn(scored: ScoredFiles, given: ScoreFiles, silent: number): string[] {
  const { order, matrix, overall, competencies } = scored
  const notes: string[] = []
  if (silent > 0) notes.push(`persons without any response, who get no score: ${silent}`)
  const empty = matrix.items.filter((_, item) => isEmpty(order, item))
  const backwards = matrix.items.filter((_, at) => (order.items[at]?.discrimination ?? 0) < 0)
  if (backwards.length > 0) {
    const names = backwards.join(', ')
    notes.push(`abler candidates get it wrong more often (a below 0), check the key: ${names}`)
  }
  if (empty.length > 0) notes.push(`nobody answered ${empty.join(', ')}`)
  const flat = overall.theta.filter((theta) => Math.abs(theta) === 6).length
  if (given.method === 'mle' && flat > 0) {
    notes.push(
      `all or nothing right: ${flat}; maximum likelihood has no estimate there, a bound stands in`,
    )
  }
  if (competencies && !competencies.value) {
    notes.push(
      competencies.plain.length < 2
        ? 'one competency alone: nothing to compare it with'
        : `fewer than ${FEWEST_FOR_CORRELATIONS} persons: whether competencies add value is unknown`,
    )
  }
  if (given.rawTable !== undefined) notes.push(RAW_SCORE_WARNING.en)
  return notes
}

function isEmpty({ values, items }: ScoredFiles['order'], item: number): boolean {
  for (let at = item; at < values.length; at += items.length) {
    if (values[at] !== MISSING) return false
  }
  return true
}
