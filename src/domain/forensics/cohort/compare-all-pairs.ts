import { type Finding, say } from '../../bank/finding.ts'
import { judgePairs } from '../fusion/judge-pairs.ts'
import type { PairPlan } from '../similarity/pair-plan.ts'
import type { PairScreening } from '../similarity/pair-screening.ts'
import { clusteredPersons } from '../similarity/similarity-clusters.ts'
import type { PreparedCohort } from './cohort-data.ts'
import { examinePairs, FEWEST_FOR_OPTIONS, type FoundPairs, planPairs } from './compare-pairs.ts'
import { clustersOf } from './describe-pairs.ts'

/** How all pairs are to be compared. */
export interface PairComparison {
  /** Share of false ones tolerated among flagged pairs. */
  readonly fdr: number
  /**
   * Screens all pairs of a plan, here (`screenAllPairs`) or in threads. In the second look
   * `excluded` holds the rows that the first one found together; null in the first.
   */
  readonly screen: (
    plan: PairPlan,
    excluded: readonly number[] | null,
  ) => PairScreening | Promise<PairScreening>
  /** Rows that a first look found together before; it is not taken again. */
  readonly excluded?: readonly number[]
}

export interface ComparedPairs {
  /** Null where there is no model of the answers. */
  readonly pairs: FoundPairs | null
  readonly findings: readonly Finding[]
}

/**
 * Compares all pairs of a cohort, twice where groups are found: persons who share answers bend the
 * nominal response model towards them, and honest persons who chose the same options then look
 * like them. So those found together are left out of what is usual, and all are compared again.
 */
export async function compareAllPairs(
  cohort: PreparedCohort,
  comparison: PairComparison,
): Promise<ComparedPairs> {
  const first = comparison.excluded ?? (await takeFirstLook(cohort, comparison))
  return 'findings' in first ? first : lookAgain(cohort, comparison, first)
}

/** Rows to leave out in a second look; what was found where none is needed. */
async function takeFirstLook(
  cohort: PreparedCohort,
  { fdr, screen }: PairComparison,
): Promise<ComparedPairs | readonly number[]> {
  const basis = planPairs(cohort)
  if (basis === null) return { pairs: null, findings: [NO_PAIR_MODEL] }
  const found = examinePairs(basis, await screen(basis.plan, null))
  if (basis.basis === 'scores') return found
  const judged = judgePairs(found.pairs.pairs, { ...found.pairs, fdr })
  const together = clusteredPersons(clustersOf(found.pairs, judged.pairs))
  if (together.size === 0) return found
  if (cohort.persons.length - together.size < FEWEST_FOR_OPTIONS) {
    return { pairs: found.pairs, findings: [...found.findings, tooFewLeft(together.size)] }
  }
  return [...together].sort((one, other) => one - other)
}

async function lookAgain(
  cohort: PreparedCohort,
  { screen }: PairComparison,
  excluded: readonly number[],
): Promise<ComparedPairs> {
  const basis = planPairs(cohort, new Set(excluded))
  if (basis === null) return { pairs: null, findings: [NO_PAIR_MODEL] }
  const found = examinePairs(basis, await screen(basis.plan, excluded))
  return { pairs: found.pairs, findings: [...found.findings, leftOut(excluded.length)] }
}

function leftOut(count: number): Finding {
  const message = say(
    `${count} 人的答案彼此雷同，估计“通常会怎样作答”时未计入这些人，再与所有人比较。`,
    `The answers of ${count} persons go together; they were left out of what answers are usual, and then compared with everybody again.`,
  )
  return { pointer: '', item: null, severity: 'note', code: 'similar-left-out', message }
}

function tooFewLeft(count: number): Finding {
  const message = say(
    `${count} 人的答案彼此雷同，其余人数不足以另行估计“通常会怎样作答”；与这些人答案相近者可能是独立作答的人。`,
    `The answers of ${count} persons go together, and too few are left to tell what answers are usual without them: who looks like them may have worked alone.`,
  )
  return { pointer: '', item: null, severity: 'warning', code: 'similar-too-many', message }
}

const NO_PAIR_MODEL: Finding = {
  pointer: '',
  item: null,
  severity: 'note',
  code: 'no-pair-model',
  message: say(
    '没有题目参数，无法知道两份作答有多少相同属于正常，故未比较各对考生。',
    'There are no item parameters, so nobody can say how alike two attempts should be; pairs were not compared.',
  ),
}
