import { type Finding, say } from '../../bank/finding.ts'
import { benjaminiHochberg } from '../../benjamini-hochberg.ts'
import { normalQuadrature } from './expectation.ts'
import type { FittedModel } from './fit-model.ts'
import { itemModelOf, probabilitiesAt } from './item-models.ts'
import { type LimitedInformationFit, limitedInformationFit } from './limited-information-fit.ts'
import { type LocalDependence, localDependence } from './local-dependence.ts'
import { type MeanSquares, residualFit } from './residual-fit.ts'
import type { ResponseMatrix } from './response-matrix.ts'
import { type ScoreGroupFit, scoreGroupFit } from './score-group-fit.ts'

export interface FitQuestion {
  readonly matrix: ResponseMatrix
  readonly fitted: Pick<FittedModel, 'model' | 'parameters' | 'latent'>
  /** Names of the items, by column. */
  readonly items: readonly string[]
  /** Columns whose parameters were known, not estimated. */
  readonly fixed?: ReadonlySet<number>
}

export interface ItemFit extends MeanSquares {
  readonly item: string
  readonly scoreGroups: ScoreGroupFit
  /** Benjamini-Hochberg q over items; null where S-X2 could not be made. */
  readonly q: number | null
}

export interface ModelFit {
  readonly items: readonly ItemFit[]
  readonly overall: LimitedInformationFit
  readonly dependence: LocalDependence
  readonly findings: readonly Finding[]
}

const FALSE_DISCOVERIES = 0.05
/** Misfit per degree of freedom that matters; beneath it large samples flag trifles. */
const NOTABLE_RMSEA = 0.05
/** Noise beyond which responses weaken rather than help (Wright & Linacre 1994). */
const NOISY_MEAN_SQUARE = 1.5
const SIGNIFICANT_Z = 1.96
/** Overall misfit that matters (Maydeu-Olivares & Joe 2014: close to .05, adequate to .089). */
const NOTABLE_OVERALL_RMSEA = 0.089
const NODE_COUNT = 61

/**
 * How well a fitted model describes the responses: S-X2, infit and outfit of every item, M2 of
 * the whole, Q3 of pairs, with findings in words. What the data do not allow (forms of one's own,
 * too few items) comes with its reason instead of a number. Persons without any response must
 * have been left out.
 */
export function assessFit({ matrix, fitted, items, fixed = new Set() }: FitQuestion): ModelFit {
  const { model, parameters, latent } = fitted
  const quadrature = normalQuadrature(NODE_COUNT, latent)
  const { nodes } = quadrature
  const probabilities = parameters.map((own, item) =>
    probabilitiesAt(itemModelOf(model), own, {
      nodes,
      categoryCount: matrix.categoryCounts[item] ?? 2,
    }),
  )
  const estimated = parameters.map((own, item) => {
    if (fixed.has(item)) return 0
    // A slope shared by all items is hardly any item's own.
    return model === 'rasch' || model === '1pl' ? own.length - 1 : own.length
  })
  const groups = scoreGroupFit(matrix, probabilities, { quadrature, estimated })
  const { items: squares, residuals } = residualFit(matrix, parameters, { model, quadrature })
  const qs = benjaminiHochberg(groups.map((fit) => (fit.statistic === null ? null : fit.p)))
  const fits = groups.flatMap((scoreGroups, item): ItemFit[] => {
    const own = squares[item]
    return own ? [{ item: items[item] ?? '', ...own, scoreGroups, q: qs[item] ?? null }] : []
  })
  const overall = limitedInformationFit(matrix, {
    ...{ model, parameters, latent, quadrature, fixed },
    categoryCounts: matrix.categoryCounts,
  })
  const dependence = localDependence(matrix, residuals)
  const findings = [
    ...fits.flatMap(itemFindings),
    ...overallFindings(overall),
    ...dependence.flagged.map((pair) => dependenceFinding(pair.items, pair.q3, items)),
  ]
  return { items: fits, overall, dependence, findings }
}

function itemFindings({ item, scoreGroups, q, ...squares }: ItemFit): Finding[] {
  const findings: Finding[] = []
  if (scoreGroups.statistic !== null && q !== null && q < FALSE_DISCOVERIES) {
    const severity = scoreGroups.rmsea > NOTABLE_RMSEA ? 'warning' : 'note'
    const told = `S-X² ${scoreGroups.statistic.toFixed(1)}, df ${scoreGroups.degrees}`
    findings.push({
      ...{ pointer: '', item, severity, code: 'item-misfit' },
      message: say(
        `${item} 的答对率随总分的变化与模型不符（${told}）`,
        `${item}: right answers do not grow with the score as the model says (${told})`,
      ),
    })
  }
  const { infit, infitZ, outfit, outfitZ } = squares
  const isNoisy = (square: number | null, z: number | null) =>
    (square ?? 1) > NOISY_MEAN_SQUARE && (z ?? 0) > SIGNIFICANT_Z
  if (isNoisy(infit, infitZ) || isNoisy(outfit, outfitZ)) {
    const told = `infit ${infit?.toFixed(2)}, outfit ${outfit?.toFixed(2)}`
    findings.push({
      ...{ pointer: '', item, severity: 'warning', code: 'item-noisy' },
      message: say(
        `${item} 的意外作答过多，可能存在猜测、歧义或答案错误（${told}）`,
        `${item} has too many surprising answers: guessing, ambiguity or a wrong key (${told})`,
      ),
    })
  }
  return findings
}

function overallFindings(overall: LimitedInformationFit): Finding[] {
  if (overall.statistic === null) {
    const { reason } = overall
    return [{ pointer: '', item: null, severity: 'note', code: 'fit-not-tested', message: reason }]
  }
  if (overall.p >= FALSE_DISCOVERIES || overall.rmsea <= NOTABLE_OVERALL_RMSEA) return []
  const told = overall.rmsea.toFixed(3)
  return [
    {
      ...{ pointer: '', item: null, severity: 'warning', code: 'model-misfit' },
      message: say(
        `整体上模型与作答不符（RMSEA ${told}）：题目可能测量了不止一种能力`,
        `the model as a whole does not fit (RMSEA ${told}): the items may measure several things`,
      ),
    },
  ]
}

function dependenceFinding(
  pair: readonly [number, number],
  q3: number,
  items: readonly string[],
): Finding {
  const [first, second] = [items[pair[0]] ?? '', items[pair[1]] ?? '']
  const told = `Q3 ${q3.toFixed(2)}`
  const message =
    q3 > 0
      ? say(
          `${first} 与 ${second} 除能力外还有共同因素，可能内容重复或相互提示（${told}）`,
          `${first} and ${second} share more than ability: they overlap or one hints at the other (${told})`,
        )
      : say(
          `${first} 与 ${second} 的作答此消彼长，可能测量不同能力（${told}）`,
          `${first} and ${second} work against each other: they may measure different things (${told})`,
        )
  return { pointer: '', item: first, severity: 'warning', code: 'local-dependence', message }
}
