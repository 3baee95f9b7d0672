import type { Finding } from '../../bank/finding.ts'
import type { ItemParameters } from '../../bank/item.ts'
import { slopeAt, thetaOfScore } from './characteristic-curve.ts'
import { findingsOfAgreement, findingsOfSize, panelFinding } from './panel-findings.ts'
import { mean, standardDeviation } from './spread.ts'
import { twoWayComponents } from './two-way-components.ts'

/** An item judges rate; `observed` is the share of right answers, where it is known. */
export interface RatedItem {
  readonly item: string
  readonly parameters: Readonly<ItemParameters>
  readonly observed: number | null
}

/** How probable a judge holds a right answer of somebody who only just reaches the level. */
export interface AngoffRating {
  readonly judge: string
  readonly item: string
  readonly probability: number
}

/** A cut on both scales. Thetas are null where the curve can't be inverted, errors for one judge. */
export interface PanelCut {
  readonly raw: number
  readonly theta: number | null
  /** SD over judges / sqrt(judges): another panel, the same items. */
  readonly rawStandardError: number | null
  /** The same and other items: sqrt((MS items + MS judges - MS residual) / (n k)), in items. */
  readonly rawStandardErrorOverItems: number | null
  /** The first of these by the slope of the curve at the cut (delta method). */
  readonly thetaStandardError: number | null
}

export interface JudgeCut {
  readonly judge: string
  readonly raw: number
  readonly theta: number | null
  /** Own raw cut minus the panel's. */
  readonly distance: number
}

export interface ItemJudgement {
  readonly item: string
  readonly mean: number
  readonly standardDeviation: number | null
  readonly observed: number | null
}

export interface AngoffSummary {
  readonly itemCount: number
  readonly cut: PanelCut | null
  readonly judges: readonly JudgeCut[]
  /** Judges who have not rated every item; their ratings count nowhere. */
  readonly incomplete: readonly string[]
  readonly items: readonly ItemJudgement[]
  readonly agreement: {
    /** SD of the judges' raw cuts, in items. */
    readonly standardDeviation: number | null
    readonly singleJudge: number | null
    readonly panelMean: number | null
  }
  readonly findings: readonly Finding[]
}

/**
 * One round of an Angoff panel (Angoff 1971): a judge's cut is the sum of the judge's
 * probabilities, the panel's the mean over judges. Errors: judges random, items fixed
 * SD / sqrt(J); both random by generalizability theory (Brennan 2001). The last rating of an item
 * counts. @throws Error for a rating outside 0 to 1 or of an item that is not rated
 */
export function summarizeAngoff(
  items: readonly RatedItem[],
  ratings: readonly AngoffRating[],
): AngoffSummary {
  const { complete, incomplete } = byJudge(items, ratings)
  const parameters = items.map((item) => item.parameters)
  const raws = complete.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
  const raw = raws.length === 0 ? null : mean(raws)
  const table = items.map((_, index) => complete.map(({ values }) => values[index] ?? 0))
  const components = twoWayComponents(table)
  const cut = raw === null ? null : cutAt(raw, { raws, parameters, components })
  const judges = complete.map(({ judge }, index) => {
    const own = raws[index] ?? 0
    const theta = thetaOfScore(own, parameters)
    return { judge, raw: own, theta, distance: own - (raw ?? own) }
  })
  const { singleJudge = null, panelMean = null } = components ?? {}
  const spread = standardDeviation(raws)
  return {
    itemCount: items.length,
    cut,
    judges,
    incomplete,
    items:
      complete.length === 0 ? [] : items.map((item, index) => judged(item, table[index] ?? [])),
    agreement: { standardDeviation: spread, singleJudge, panelMean },
    findings: [
      ...findingsOfSize(complete.length),
      ...findingsOfCut(cut, incomplete.length),
      ...findingsOfAgreement(judges.length, spread, items.length),
    ],
  }
}

function byJudge(items: readonly RatedItem[], ratings: readonly AngoffRating[]) {
  const places = new Map(items.map(({ item }, index) => [item, index]))
  const rows = new Map<string, (number | undefined)[]>()
  for (const { judge, item, probability } of ratings) {
    const place = places.get(item)
    if (place === undefined) throw new Error(`nobody was asked to rate ${item}`)
    if (!(probability >= 0 && probability <= 1)) throw new Error(`no probability: ${probability}`)
    const row = rows.get(judge) ?? Array.from<undefined>({ length: items.length })
    row[place] = probability
    rows.set(judge, row)
  }
  const complete: { judge: string; values: number[] }[] = []
  const incomplete: string[] = []
  for (const [judge, row] of rows) {
    const values = row.filter((value) => value !== undefined)
    if (values.length === items.length) complete.push({ judge, values })
    else incomplete.push(judge)
  }
  return { complete, incomplete }
}

function cutAt(
  raw: number,
  of: {
    readonly raws: readonly number[]
    readonly parameters: readonly Readonly<ItemParameters>[]
    readonly components: ReturnType<typeof twoWayComponents>
  },
): PanelCut {
  const { raws, parameters, components } = of
  const spread = standardDeviation(raws)
  const rawStandardError = spread === null ? null : spread / Math.sqrt(raws.length)
  const theta = thetaOfScore(raw, parameters)
  return {
    raw,
    theta,
    rawStandardError,
    rawStandardErrorOverItems: components === null ? null : errorOverItems(components),
    thetaStandardError:
      theta === null || rawStandardError === null
        ? null
        : rawStandardError / slopeAt(theta, parameters),
  }
}

/** Of the sum over items: n times the error of the mean over items and judges. */
function errorOverItems({
  itemCount,
  judgeCount,
  meanSquares,
}: NonNullable<ReturnType<typeof twoWayComponents>>): number {
  const { items, judges, residual } = meanSquares
  const variance = Math.max(0, items + judges - residual) / (itemCount * judgeCount)
  return itemCount * Math.sqrt(variance)
}

function judged({ item, observed }: RatedItem, values: readonly number[]): ItemJudgement {
  return { item, mean: mean(values), standardDeviation: standardDeviation(values), observed }
}

function findingsOfCut(cut: PanelCut | null, incomplete: number): Finding[] {
  const findings: Finding[] = []
  if (incomplete > 0) {
    const message = {
      'zh-CN': `${incomplete} 位评委没有评完全部题目，其评分不计入`,
      en: `${incomplete} judges have not rated every item; their ratings do not count`,
    }
    findings.push(panelFinding('incomplete-judges', message))
  }
  if (cut !== null && cut.theta === null) {
    const message = {
      'zh-CN': '评委给出的分数太低（猜也能得到）或接近满分，换算不成能力值',
      en: 'The judges’ score is so low that guessing reaches it, or near full marks: no ability expects it',
    }
    findings.push(panelFinding('cut-off-scale', message, { severity: 'error' }))
  }
  return findings
}
