import type { Finding } from '../../bank/finding.ts'
import { type Calibration, calibrate } from '../calibration/calibrate.ts'
import type { Latent } from '../calibration/expectation.ts'
import type { FitProgress } from '../calibration/fit.ts'
import { type CalibratedItem, interceptsOf, scoringItemOf } from '../calibration/irt-parameters.ts'
import { assessFit, type ItemFit, type ModelFit } from '../calibration/item-fit.ts'
import type { CalibratedModel } from '../calibration/item-models.ts'
import { type PreparedResponses, prepareResponses } from '../calibration/prepare-responses.ts'
import { empiricalReliability } from '../reliability.ts'
import {
  expectedScore,
  formInformation,
  marginalReliabilityOf,
} from '../scoring/form-information.ts'
import { scoreCohort } from '../scoring/score-cohort.ts'
import type { ScoringItem } from '../scoring/scoring-item.ts'
import type { ScoreTable } from './score-table.ts'

/** An item's curves at the points of a grid. */
export interface ItemCurve {
  readonly item: string
  readonly parameters: CalibratedItem
  /** Expected share of its points: the probability of a right response. */
  readonly shares: readonly number[]
  readonly information: readonly number[]
  readonly fit: ItemFit | null
}

export interface PersonAbility {
  readonly theta: number
  readonly error: number
}

/** What item response theory says of an exam. */
export interface IrtAnalysis {
  readonly calibration: Calibration
  /** Abilities the curves are told at. */
  readonly thetas: readonly number[]
  readonly items: readonly ItemCurve[]
  /** Of the whole form, or with forms of their own of one of mean length. */
  readonly information: readonly number[]
  /** Expected a posteriori, per person of the table; null without responses. */
  readonly abilities: readonly (PersonAbility | null)[]
  readonly empiricalReliability: number | null
  /** Of a form of the mean length, among candidates as the calibration found them. */
  readonly marginalReliability: number
  readonly cuts: readonly CutPrecision[]
  /** Left out where the form is too long to judge pairs of items in reasonable time. */
  readonly fit: ModelFit | null
}

/** How well a cut can be told. */
export interface CutPrecision {
  readonly theta: number
  readonly information: number
  /** 1 / sqrt(information). */
  readonly standardError: number
  /** Persons whose 95 % interval holds the cut. */
  readonly undecided: number
}

export interface IrtOrder {
  readonly table: ScoreTable
  readonly model?: CalibratedModel
  readonly cuts: readonly number[]
  readonly onProgress?: (progress: FitProgress) => void
}

const GRID = Array.from({ length: 81 }, (_, at) => -4 + at / 10)

/** Calibrates, scores and judges fit; or says in findings why not. */
export function analyseIrt(order: IrtOrder): {
  readonly irt: IrtAnalysis | null
  readonly findings: readonly Finding[]
} {
  const { table, model, onProgress } = order
  const rows = table.rows.map((row) =>
    Array.from(row, (value) => (Number.isNaN(value) ? null : value)),
  )
  const calibration = calibrate({
    items: table.items,
    rows,
    ...(model ? { model } : {}),
    ...(onProgress ? { onProgress } : {}),
  })
  if ('refused' in calibration) return { irt: null, findings: calibration.findings }
  const prepared = prepareResponses(table.items, rows, calibration.model)
  const fit = fitOf(calibration, prepared)
  const scoring = calibration.items.map((item) => scoringItemOf(item, calibration.model))
  // Of the Rasch model the spread of ability is estimated, and is not 1.
  const { latent } = calibration
  const estimates = scorePrepared(scoring, prepared, latent)
  const share = lengthShare(prepared)
  const information = GRID.map((theta) => share * formInformation(scoring, theta))
  const irt: IrtAnalysis = {
    calibration,
    thetas: GRID,
    items: curvesOf(calibration, scoring, fit),
    information,
    abilities: spread(rows, prepared, estimates),
    empiricalReliability: empiricalReliability(
      estimates.map(({ theta, error }) => ({ theta, standardError: error })),
      true,
    ),
    marginalReliability: marginalReliabilityOf(scoring, latent, share),
    cuts: order.cuts.map((theta) =>
      cutOf(theta, share * formInformation(scoring, theta), estimates),
    ),
    fit,
  }
  return { irt, findings: [...calibration.findings, ...(fit?.findings ?? [])] }
}

function fitOf(calibration: Calibration, { matrix }: PreparedResponses): ModelFit | null {
  if (!matrix) return null
  const { model, items, latent } = calibration
  return assessFit({
    matrix,
    fitted: { model, latent, parameters: items.map((item) => interceptsOf(item, model)) },
    items: items.map(({ item }) => item),
  })
}

function curvesOf(
  { items }: Calibration,
  scoring: readonly ScoringItem[],
  fit: ModelFit | null,
): ItemCurve[] {
  return items.map((parameters, at) => {
    const own = scoring.slice(at, at + 1)
    const most = own[0]?.locations.length ?? 1
    return {
      item: parameters.item,
      parameters,
      shares: GRID.map((theta) => expectedScore(own, theta) / most),
      information: GRID.map((theta) => formInformation(own, theta)),
      fit: fit?.items.find(({ item }) => item === parameters.item) ?? null,
    }
  })
}

function scorePrepared(
  items: readonly ScoringItem[],
  { matrix }: PreparedResponses,
  prior: Latent,
): PersonAbility[] {
  if (!matrix) return []
  const { theta, standardError } = scoreCohort({
    ...{ items, values: matrix.values, prior },
    method: 'eap',
  })
  return Array.from(theta, (value, person) => ({
    theta: value,
    error: standardError[person] ?? 0,
  }))
}

/** Estimates of those who answered a kept item, back in the places of all persons. */
function spread(
  rows: readonly (readonly (number | null)[])[],
  { kept }: PreparedResponses,
  estimates: readonly PersonAbility[],
): (PersonAbility | null)[] {
  let next = 0
  return rows.map((row) => {
    if (!kept.some((column) => row[column] != null)) return null
    next += 1
    return estimates[next - 1] ?? null
  })
}

/** Share of the items that a person answered on average: 1 where nothing is missing. */
function lengthShare({ answered, kept, personCount }: PreparedResponses): number {
  const responses = answered.reduce((sum, count) => sum + count, 0)
  return responses / Math.max(1, personCount * kept.length)
}

function cutOf(
  theta: number,
  information: number,
  estimates: readonly PersonAbility[],
): CutPrecision {
  const open = estimates.filter((one) => Math.abs(one.theta - theta) < 1.96 * one.error)
  return {
    theta,
    information,
    standardError: 1 / Math.sqrt(Math.max(information, 1e-9)),
    undecided: open.length,
  }
}
