import { say } from '../../bank/finding.ts'
import type { ItemParameters } from '../../bank/item.ts'
import type { LocalizedText } from '../../text.ts'
import type { Audit, LeftOut, Measured } from './audit.ts'
import { EARLIER_UNKNOWN } from './audit-messages.ts'
import {
  REPAIR_OVERLAP,
  REPAIR_RELEVANCE,
  repairCoverage,
  repairRepeated,
} from './audit-repairs.ts'
import { expectedFigures } from './expected-figures.ts'
import { reachVerdict } from './reach-verdict.ts'

/** An exam nobody has sat yet. */
export interface AuditedPlan {
  /** Of the items of a form that stands for all. */
  readonly parameters: readonly ItemParameters[]
  /** On the scale of the parameters. */
  readonly cuts: readonly number[]
  readonly cells: readonly {
    readonly name: LocalizedText
    readonly needed: number
    readonly usable: number
  }[]
  /** Expected share of items that two candidates have in common. */
  readonly overlap: number | null
  /** Share of items the post needs; null without a post. */
  readonly jobRelevance: number | null
  /** Items of a form that earlier exams used, as expected; left out where they are not known. */
  readonly repeated?: { readonly share: number; readonly count: number }
}

/**
 * Whether an exam will mean something, before anyone sits it: what its item parameters promise
 * about a cohort N(0, 1). What only shows in answers and times is left out and named.
 */
export function auditPlan(plan: AuditedPlan): Audit {
  const { parameters, cuts } = plan
  const measured = [
    ...(parameters.length === 0 ? [] : expectedFigures(parameters, cuts)),
    ...planFigures(plan),
  ]
  return reachVerdict({ measured, leftOut: leftOutBefore(plan) }, null)
}

function planFigures({ cells, overlap, jobRelevance, repeated }: AuditedPlan): Measured[] {
  const figures: Measured[] = []
  if (repeated) {
    const repair = repairRepeated(repeated.count)
    figures.push({ code: 'repeated-items', values: [repeated.share], repair })
  }
  if (overlap !== null) figures.push({ code: 'overlap', values: [overlap], repair: REPAIR_OVERLAP })
  const needed = cells.reduce((sum, cell) => sum + cell.needed, 0)
  if (needed > 0) {
    const [shortest] = [...cells].sort(
      (left, right) => left.usable - left.needed - (right.usable - right.needed),
    )
    const found = cells.reduce((sum, cell) => sum + Math.min(cell.needed, cell.usable), 0)
    const missing = Math.max(0, (shortest?.needed ?? 0) - (shortest?.usable ?? 0))
    const name = shortest?.name ?? say('题库', 'the bank')
    const repair = repairCoverage(name, missing)
    figures.push({ code: 'coverage', values: [found / needed], repair })
  }
  if (jobRelevance !== null) {
    figures.push({ code: 'job-relevance', values: [jobRelevance], repair: REPAIR_RELEVANCE })
  }
  return figures
}

function leftOutBefore({ parameters, overlap, jobRelevance, repeated }: AuditedPlan): LeftOut[] {
  const later = say('考试之后才看得出来。', 'Only shows once the exam was sat.')
  const codes = ['reading-time', 'finished-early', 'look-up', 'times-unrelated'] as const
  const leftOut: LeftOut[] = codes.map((code) => ({ code, message: later }))
  const none = say('蓝图没有可用的题目。', 'The blueprint has no items to go by.')
  if (parameters.length === 0) leftOut.push({ code: 'standard-error-at-cut', message: none })
  if (overlap === null) {
    leftOut.push({
      code: 'overlap',
      message: say('没有试卷信息。', 'Nothing is known of the forms.'),
    })
  }
  if (!repeated) leftOut.push({ code: 'repeated-items', message: EARLIER_UNKNOWN })
  if (jobRelevance === null) {
    const message = say('蓝图没有指定岗位。', 'The blueprint names no post.')
    leftOut.push({ code: 'job-relevance', message })
  }
  return leftOut
}
