import type { Finding } from '../../bank/finding.ts'
import {
  ENOUGH_FOR_SLOPES,
  ENOUGH_WITHOUT_PRIORS,
  FEWEST_PERSONS,
  resultFindings,
  sampleFindings,
  tooFew,
} from './calibration-findings.ts'
import type { Latent } from './expectation.ts'
import type { FitProgress } from './fit.ts'
import { type FittedModel, runFit } from './fit-model.ts'
import { type Anchor, type CalibratedItem, interceptsOf, irtOf } from './irt-parameters.ts'
import type { FitQuestion } from './item-fit.ts'
import type { CalibratedModel } from './item-models.ts'
import { type ItemPriors, NO_PRIORS, type NormalPrior } from './maximize-item.ts'
import { type PreparedResponses, prepareResponses } from './prepare-responses.ts'
import { collapsePatterns } from './response-matrix.ts'
import { covarianceAt, type InformationMethod } from './standard-errors.ts'

export interface CalibrationOrder {
  /** Names of the items, by column. */
  readonly items: readonly string[]
  /** Scored responses by person; `null` is missing. */
  readonly rows: readonly (readonly (number | null)[])[]
  /** Chosen by the number of persons where it is left out. */
  readonly model?: CalibratedModel
  /** Items whose parameters on the bank's scale are known and stay as they are. */
  readonly anchors?: ReadonlyMap<string, Anchor>
  /**
   * By column, the chance to hit the key blindly, where the format tells it. The model is then
   * 3PL with guessing held near that, which a cohort of hundreds could not tell by itself.
   */
  readonly guessing?: readonly number[]
  /** Standard errors take longer than all the rest; false where nobody looks at them. */
  readonly withErrors?: boolean
  readonly onProgress?: (progress: FitProgress) => void
}

export interface Calibration {
  readonly model: CalibratedModel
  /** Persons with at least one response to an item that was kept. */
  readonly n: number
  readonly items: readonly CalibratedItem[]
  readonly latent: Latent
  readonly logLikelihood: number
  readonly parameterCount: number
  readonly aic: number
  readonly bic: number
  readonly iterations: number
  readonly converged: boolean
  /** True where priors took part, so that small samples stay sane. */
  readonly hasPriors: boolean
  /** Null where errors could not be told, or were not asked for. */
  readonly errors: InformationMethod | null
  readonly findings: readonly Finding[]
  /** What the fit of the model can be assessed from. */
  readonly basis: Pick<FitQuestion, 'matrix' | 'fitted' | 'items'>
}

/** What was found instead of a calibration, where there are no grounds for one. */
export interface CalibrationRefused {
  readonly refused: true
  readonly findings: readonly Finding[]
}

/**
 * Weak priors for small samples: slopes around 1 (log-normal), locations within a few units.
 * Guessing always has one: where few weak candidates are, nothing else tells it.
 */
const SMALL_SAMPLE_PRIORS: ItemPriors = {
  logSlope: { mean: 0, deviation: 0.5 },
  intercept: { mean: 0, deviation: 3 },
  logitGuessing: { mean: -1.4, deviation: 0.5 },
}

/**
 * Priors of the three-parameter model: c around .2, and a log-normal(0.2, 0.5), whose density is
 * highest where log a = 0.2 - 0.5^2 (mode of the density of a, as in mirt's `lnorm`).
 */
const GUESSING_PRIORS: ItemPriors = {
  logSlope: { mean: 0.2 - 0.5 ** 2, deviation: 0.5 },
  intercept: null,
  logitGuessing: { mean: -1.4, deviation: 0.5 },
}

/** With guessing known from the format, weak priors on the rest at any size. */
const KNOWN_GUESSING_PRIORS: ItemPriors = {
  ...SMALL_SAMPLE_PRIORS,
  logSlope: { mean: 0.2 - 0.5 ** 2, deviation: 0.5 },
}

/** A quarter of a logit: .25 stays within .17 and .35. Where nothing can be guessed, nearly 0. */
const GUESSING_DEVIATION = 0.25
const LEAST_GUESSING = 0.002

function nearChance(chance: number): NormalPrior {
  const kept = Math.max(LEAST_GUESSING, Math.min(0.9, chance))
  return { mean: Math.log(kept / (1 - kept)), deviation: GUESSING_DEVIATION }
}

/**
 * Calibrates items by marginal maximum likelihood, with what the sample bears: below 30 persons
 * nothing, below 100 one slope for all, below 250 priors on everything. Which model and priors
 * were used, and what was left out and why, is part of the answer.
 */
export function calibrate(order: CalibrationOrder): Calibration | CalibrationRefused {
  const prepared = prepareResponses(order.items, order.rows, order.model ?? null)
  if (!prepared.matrix) return { refused: true, findings: prepared.findings }
  const { matrix, kept, personCount } = prepared
  if (personCount < FEWEST_PERSONS) {
    return { refused: true, findings: [...prepared.findings, tooFew(personCount)] }
  }
  const isGraded = matrix.categoryCounts.some((count) => count > 2)
  const model = order.model ?? (order.guessing ? '3pl' : modelFor(personCount, isGraded))
  const priors = priorsFor(model, personCount)
  const fixed = anchorsOf(order, kept, model)
  const run = runFit({
    matrix: collapsePatterns(matrix),
    model,
    priors,
    ...(order.guessing ? { itemPriors: guessingPriors(order.guessing, kept) } : {}),
    ...(fixed.size > 0 ? { fixed } : {}),
    ...(order.onProgress ? { onProgress: order.onProgress } : {}),
  })
  const { fitted } = run
  const { items, method } = itemsOf(order, prepared, run)
  return {
    model,
    n: personCount,
    items,
    latent: fitted.latent,
    ...criteriaOf(fitted, personCount),
    iterations: fitted.iterations,
    converged: fitted.converged,
    hasPriors: priors !== NO_PRIORS || order.guessing !== undefined,
    errors: method,
    basis: { matrix: run.fit.order.matrix, fitted, items: items.map(({ item }) => item) },
    findings: [
      ...prepared.findings,
      ...sampleFindings(model, personCount, { isGraded, knowsGuessing: !!order.guessing }),
      ...resultFindings(items, fitted),
    ],
  }
}

/** The items with names, errors and numbers of answers. */
function itemsOf(
  order: CalibrationOrder,
  { kept, answered }: PreparedResponses,
  { fit, values, fitted }: ReturnType<typeof runFit>,
): { readonly items: CalibratedItem[]; readonly method: InformationMethod | null } {
  const covariance = order.withErrors === false ? null : covarianceAt(fit, values)
  const items = fitted.parameters.map((parameters, index) => {
    const start = fit.offsets[index] ?? 0
    const between = (one: number, other: number) =>
      covariance ? covariance.between(start + one, start + other) : 0
    const told = { parameters, model: fitted.model, between, isTold: covariance !== null }
    const name = order.items[kept[index] ?? 0] ?? ''
    return { item: name, ...irtOf(told), n: answered[index] ?? 0 }
  })
  return { items, method: covariance?.method ?? null }
}

function guessingPriors(guessing: readonly number[], kept: readonly number[]): ItemPriors[] {
  return kept.map((column) => ({
    ...KNOWN_GUESSING_PRIORS,
    logitGuessing: nearChance(guessing[column] ?? 0),
  }))
}

/** Parameters of the anchors among the kept columns, as the fit has them. */
function anchorsOf(
  { items, anchors }: CalibrationOrder,
  kept: readonly number[],
  model: CalibratedModel,
): Map<number, Float64Array> {
  return new Map(
    kept.flatMap((column, place) => {
      const anchor = anchors?.get(items[column] ?? '')
      return anchor ? [[place, interceptsOf(anchor, model)] as const] : []
    }),
  )
}

/** The model that so many persons bear. */
function modelFor(persons: number, isGraded: boolean): CalibratedModel {
  if (isGraded) return 'grm'
  return persons < ENOUGH_FOR_SLOPES ? 'rasch' : '2pl'
}

function priorsFor(model: CalibratedModel, persons: number): ItemPriors {
  if (persons < ENOUGH_WITHOUT_PRIORS) return SMALL_SAMPLE_PRIORS
  return model === '3pl' ? GUESSING_PRIORS : NO_PRIORS
}

function criteriaOf({ logLikelihood, parameterCount }: FittedModel, persons: number) {
  return {
    logLikelihood,
    parameterCount,
    aic: 2 * parameterCount - 2 * logLikelihood,
    bic: Math.log(persons) * parameterCount - 2 * logLikelihood,
  }
}
