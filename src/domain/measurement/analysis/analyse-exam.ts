import { type Finding, say } from '../../bank/finding.ts'
import type { FitProgress } from '../calibration/fit.ts'
import type { CalibratedModel } from '../calibration/item-models.ts'
import { analyseDif, type GroupComparison, type Grouping, smallGroups } from './dif.ts'
import { analyseDistractors, type DistractorAnalysis } from './distractors.ts'
import { analyseIrt, type IrtAnalysis, type ItemCurve } from './irt-analysis.ts'
import { itemFindings } from './item-findings.ts'
import { type ItemStatistics, itemStatistics } from './item-statistics.ts'
import { type ItemTimes, itemTimes } from './item-times.ts'
import type { ScoreTable } from './score-table.ts'
import { testFindings } from './test-findings.ts'
import { type TestStatistics, testStatistics } from './test-statistics.ts'

export interface ExamOrder {
  readonly table: ScoreTable
  /** Options chosen, with the key; null where they are not known. */
  readonly options?: {
    readonly chosen: readonly (readonly (string | null)[])[]
    readonly keys: readonly (string | null)[]
  }
  /** Seconds in the shape of the table. */
  readonly times?: readonly Float64Array[]
  readonly groupings?: readonly Grouping[]
  /** Abilities at which persons are told apart. */
  readonly cuts?: readonly number[]
  readonly model?: CalibratedModel
  readonly onProgress?: (progress: FitProgress) => void
}

/** All that is known of one item. */
export interface ItemReport {
  readonly statistics: ItemStatistics
  /** Null where the item was not calibrated. */
  readonly curve: ItemCurve | null
  readonly distractors: DistractorAnalysis | null
  readonly times: ItemTimes | null
  readonly findings: readonly Finding[]
}

export interface ExamAnalysis {
  readonly test: TestStatistics
  readonly items: readonly ItemReport[]
  readonly irt: IrtAnalysis | null
  readonly comparisons: readonly GroupComparison[]
  /** Of the exam as a whole; those of single items are with the items. */
  readonly findings: readonly Finding[]
}

/** Item and exam analysis: classical, by item response theory, of options, times and groups. */
export function analyseExam(order: ExamOrder): ExamAnalysis {
  const { table, options, times, groupings = [] } = order
  const test = testStatistics(table)
  const { irt, findings } = analyseIrt({
    table,
    cuts: order.cuts ?? [],
    ...(order.model ? { model: order.model } : {}),
    ...(order.onProgress ? { onProgress: order.onProgress } : {}),
  })
  const curves = new Map(irt?.items.map((curve) => [curve.item, curve]))
  const distractors = options
    ? analyseDistractors({ table, options: options.chosen, keys: options.keys })
    : null
  const seconds = times ? itemTimes(table, times) : null
  const matched = matchedBy(table, irt)
  const comparisons = groupings.flatMap((grouping) => analyseDif(matched, grouping))
  const items = itemStatistics(table).map((statistics, at): ItemReport => {
    const { item } = statistics
    const own = distractors?.[at] ?? null
    const all = [
      ...itemFindings(statistics),
      ...(own?.findings ?? []),
      ...findings.filter((finding) => finding.item === item && !isSaidAlready(finding)),
      ...comparisons.flatMap((comparison) => difFindings(comparison, at)),
    ]
    return {
      statistics,
      curve: curves.get(item) ?? null,
      distractors: own,
      times: seconds?.[at] ?? null,
      findings: bySeverity(all),
    }
  })
  const whole = [
    ...testFindings(test),
    ...findings.filter(({ item }) => item === null),
    ...groupings.flatMap(smallGroupFindings),
  ]
  return { test, items, irt, comparisons, findings: bySeverity(whole) }
}

/** Share of answers beyond which persons had much the same items, and points compare. */
const NEARLY_COMPLETE = 0.9

/**
 * Persons who answered different items are matched on their ability, where it could be estimated:
 * points on different items do not compare.
 */
function matchedBy(table: ScoreTable, irt: IrtAnalysis | null): ScoreTable {
  const cells = table.rows.length * table.items.length
  const answered = table.rows.reduce(
    (sum, row) => sum + row.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0),
    0,
  )
  if (!irt || answered >= NEARLY_COMPLETE * cells) return table
  const abilities = Float64Array.from(irt.abilities, (one) => one?.theta ?? Number.NaN)
  return { ...table, abilities }
}

/** The calibration leaves out what classical statistics speak of in their own words. */
const SAID_ALREADY = ['constant-item', 'nobody-answered', 'negative-slope', 'flat-item']
const isSaidAlready = ({ code }: Finding) => SAID_ALREADY.includes(code)

function difFindings({ items }: GroupComparison, at: number): Finding[] {
  const own = items[at]
  if (!own || own.verdict === 'none' || own.verdict === 'no-verdict') return []
  const severity = ({ large: 'error', moderate: 'warning', negligible: 'note' } as const)[
    own.verdict
  ]
  return [
    { pointer: '', item: own.item, severity, code: `dif-${own.verdict}`, message: own.message },
  ]
}

function smallGroupFindings(grouping: Grouping): Finding[] {
  const small = smallGroups(grouping)
  if (small.length === 0) return []
  const named = small.slice(0, 5).join('、')
  const message = say(
    `“${grouping.name}”中有 ${small.length} 组不足 30 人，未作比较（${named}${small.length > 5 ? ' 等' : ''}）。`,
    `${small.length} groups of “${grouping.name}” have fewer than 30 persons and were not compared (${small.slice(0, 5).join(', ')}${small.length > 5 ? ', ...' : ''}).`,
  )
  return [{ pointer: '', item: null, severity: 'note', code: 'small-groups', message }]
}

const ORDER = ['error', 'warning', 'note'] as const

function bySeverity(findings: readonly Finding[]): Finding[] {
  return ORDER.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
}

/** An error or warning; a note alone is no reason to look at an item. */
export function needsAttention({ findings }: ItemReport): boolean {
  return findings.some(({ severity }) => severity !== 'note')
}
