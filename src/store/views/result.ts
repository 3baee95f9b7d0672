import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { Form } from '../../domain/assembly/form.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import { toBankEntries } from '../../domain/delivery/answers.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import { practiceFor } from '../../domain/delivery/practice-for.ts'
import type { Corrections, Receipt, ResultView } from '../../domain/delivery/views.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import { timelineOf } from '../../domain/forensics/timeline.ts'
import type { PointEstimate } from '../../domain/measurement/point-estimates.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import { COMMON_SCALE, scaleScore } from '../../domain/measurement/scoring/scale-score.ts'
import { nameOfAward } from '../../domain/policy/award-names.ts'
import { titleOfRule } from '../../domain/policy/built-in-rules.ts'
import type { PolicyDocument, PolicyOutcome } from '../../domain/policy/policy.ts'
import { Refusal } from '../../domain/refusal.ts'
import {
  FINDING_NAMES,
  type Finding,
  REASON_NAMES,
  type ReasonCode,
} from '../../domain/review/decision.ts'
import type { ReleaseResults } from '../../domain/scheduling/exam.ts'
import { analyzedItems } from '../../domain/settlement/analyzed-attempt.ts'
import { augmentCompetencies } from '../../domain/settlement/augment-competencies.ts'
import { moderateEffort } from '../../domain/settlement/moderate-effort.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'
import { type FinalFigures, finalFigures } from './final-figures.ts'

interface ResultColumns {
  readonly examId: string
  readonly form: Form
  readonly blueprint: Blueprint
  readonly bankVersionId: string
  readonly policyVersionId: string
  readonly simulated: boolean
  readonly finalAt: Date | null
  readonly releaseResults: ReleaseResults
  readonly receipt: Receipt | null
  readonly startedAt: Date
  readonly closedAt: Date
  readonly scores: Scores
  readonly flags: Flag[]
  readonly outcome: PolicyOutcome
  readonly caseId: string | null
  readonly finding: Finding | null
  readonly decidedAt: Date | null
}
interface ResultRows {
  readonly row: ResultColumns
  readonly entries: readonly KeptEntry[]
  readonly statements: readonly { readonly at: Date; readonly text: string }[]
  readonly reasonCode: ReasonCode | null
}

/**
 * Everything the candidate may know about a closed attempt. Whether a competency is worth showing
 * on its own, and which answers were too fast to have been read, is known once the exam is final;
 * a result shown before, from the submission on, keeps to the evidence of each estimate until
 * then. The estimates themselves never change by it.
 * @throws Refusal 'not-found'
 */
export async function getResult(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent },
  personId: string,
  attemptId: string,
): Promise<ResultView> {
  const found = await findResult(stores.sql, personId, attemptId)
  if (!found) throw new Refusal('not-found', 'no such attempt')
  const { row, entries } = found
  if (!row.receipt) throw new Refusal('attempt-not-closed', 'the attempt is still running')
  const bank = await stores.frozen.bank(row.bankVersionId)
  const isReleased = row.finalAt !== null || row.releaseResults === 'at-submission'
  const away = timelineOf(entries, row.startedAt, row.closedAt).away.filter(
    ({ kind }) => kind === 'hidden',
  )
  return {
    attemptId,
    examTitle: row.blueprint.title,
    simulated: row.simulated,
    receipt: row.receipt,
    result: isReleased ? await resultOf(stores.sql, found, bank) : null,
    outcome: isReleased ? await outcomeOf(stores.sql, row) : null,
    corrections: isReleased ? await correctionsOf(stores.sql, attemptId, row) : null,
    recorded: {
      entries: entries.length,
      timesAway: away.length,
      secondsAway: away.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 1000, 0),
    },
    review: isReleased ? reviewOf(found) : null,
  }
}

async function findResult(
  sql: Sql,
  personId: string,
  attemptId: string,
): Promise<ResultRows | null> {
  return read(sql, { person: personId, branches: [] }, async (tx) => {
    const [row] = await tx<ResultColumns[]>`
      select exam.id as "examId", attempt.form, exam.blueprint, exam.bank_version_id as "bankVersionId",
        exam.policy_version_id as "policyVersionId", exam.simulated,
        exam.final_at as "finalAt", exam.release_results as "releaseResults",
        attempt.receipt, attempt.started_at as "startedAt", attempt.closed_at as "closedAt",
        settled.scores, settled.flags, settled.outcome, review_case.id as "caseId",
        review_case.finding, review_case.decided_at as "decidedAt"
      from attempt join exam on exam.id = attempt.exam_id
      left join lateral (select * from settlement where attempt_id = attempt.id
        order by number desc limit 1) as settled on true
      left join review_case on review_case.attempt_id = attempt.id
      where attempt.id = ${attemptId} and attempt.candidate_id = ${personId}`
    if (!row) return null
    const statements = await tx<{ at: Date; text: string }[]>`
      select stated_at as at, text from statement
      where attempt_id = ${attemptId} order by stated_at`
    const [decision] = await tx<{ reasonCode: ReasonCode }[]>`
      select reason_code as "reasonCode" from decision
      where case_id = ${row.caseId} and finding = ${row.finding} order by decided_at limit 1`
    const journals = await readJournals(tx, [attemptId])
    return {
      row,
      entries: journals.get(attemptId) ?? [],
      statements,
      reasonCode: decision?.reasonCode ?? null,
    }
  })
}

const Z = 1.959964

function onCommonScale({ theta, standardError }: PointEstimate) {
  const scoreAt = (value: number) => scaleScore({ theta: value, standardError }).score
  return {
    score: scoreAt(theta),
    low: scoreAt(theta - Z * standardError),
    high: scoreAt(theta + Z * standardError),
  }
}

async function resultOf(sql: Sql, found: ResultRows, bank: Bank): Promise<ResultView['result']> {
  const { scores, blueprint, examId } = found.row
  const figures = await finalFigures(sql, SYSTEM, examId)
  const worth = new Map(figures.subscores?.map(({ competency, reason }) => [competency, reason]))
  const augmented = augmentedIn(scores, figures)
  const names = new Map(bank.competencies.map(({ id, name }) => [id, name]))
  return {
    overall: scores.overall,
    scale: {
      ...onCommonScale(scores.overall),
      mean: COMMON_SCALE.mean,
      deviation: COMMON_SCALE.deviation,
    },
    passProbability: scores.passProbability,
    passed: scores.passed,
    provisional: scores.parameters !== 'calibrated',
    competencies: scores.competencies.map(({ competency, estimate }) => ({
      id: competency,
      name: names.get(competency) ?? { 'zh-CN': competency, en: competency },
      estimate,
      practice: practiceFor(bank, competency),
      worth: worth.get(competency) ?? null,
      augmented: augmented.get(competency) ?? null,
    })),
    effort: await effortOf(sql, found, { bank, figures }),
    levels: blueprint.levels,
    passingLevel: blueprint.passingLevel,
  }
}

/** Gain in the share of variance told below which a second figure would only confuse. */
const NOTABLE_GAIN = 0.05

/** Competencies that others help to tell, by as much as is worth a second figure. */
function augmentedIn(
  { competencies }: Scores,
  { subscores, traits }: FinalFigures,
): ReadonlyMap<string, PointEstimate> {
  if (!subscores || !traits) return new Map()
  const helped = new Set(
    subscores.flatMap(({ competency, prmseAugmented, prmseSubscore, prmseTotal, adds }) =>
      adds && prmseAugmented - Math.max(prmseSubscore, prmseTotal) >= NOTABLE_GAIN
        ? [competency]
        : [],
    ),
  )
  const found = augmentCompetencies(competencies, traits)
  return new Map([...found].filter(([competency]) => helped.has(competency)))
}

async function effortOf(
  sql: Sql,
  { row, entries }: ResultRows,
  { bank, figures }: { readonly bank: Bank; readonly figures: FinalFigures },
): Promise<NonNullable<ResultView['result']>['effort']> {
  if (!figures.isFinal) return null
  const { form, startedAt, closedAt } = row
  const items = analyzedItems({
    ...{ bank, form, startedAt, closedAt, calibration: figures.times },
    entries: toBankEntries(entries, form, bank),
    amendments: await approvedAmendments(sql, row.examId),
  })
  const found = moderateEffort(bank, items)
  if (found === null) return null
  const { rapid, answered, estimate } = found
  return { rapid, answered, scale: estimate && onCommonScale(estimate) }
}

const OUTCOME_STATES = { grant: 'granted', hold: 'held', withhold: 'withheld' } as const

async function outcomeOf(sql: Sql, row: ResultColumns): Promise<ResultView['outcome']> {
  const [policy] = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ document: PolicyDocument; version: number }[]>`
      select document, version from policy_version where id = ${row.policyVersionId}`,
  )
  if (!policy) throw new Error(`there is no policy version ${row.policyVersionId}`)
  return {
    state: OUTCOME_STATES[row.outcome.effect],
    awards: row.outcome.awards.map(nameOfAward),
    reasons: row.outcome.reasons,
    decidedBy: row.outcome.decidedBy.map((id) => ({
      id,
      title: titleOfRule(policy.document, id) ?? { 'zh-CN': id, en: id },
    })),
    policy: { title: policy.document.title, version: policy.version },
  }
}

/** Approved amendments of items on the form, and how the result stood before the first one. */
async function correctionsOf(
  sql: Sql,
  attemptId: string,
  { examId, form }: ResultColumns,
): Promise<ResultView['corrections']> {
  return read(sql, SYSTEM, async (tx) => {
    const amendments = await tx<
      { itemId: string; kind: CorrectionKind; reason: string; at: Date }[]
    >`
      select item_id as "itemId", change->>'kind' as kind, reason, decided_at as at
      from key_amendment join amendment_verdict on amendment_id = key_amendment.id
      where exam_id = ${examId} and approved order by amendment_verdict.number`
    const items = amendments.flatMap(({ itemId, at, ...amendment }) => {
      const place = form.items.findIndex(({ item }) => item === itemId)
      return place < 0 ? [] : [{ ...amendment, position: place + 1, at: at.toISOString() }]
    })
    if (items.length === 0) return { items, before: null }
    const [before] = await tx<{ scores: Scores }[]>`
      select scores from settlement where attempt_id = ${attemptId} and number < (
        select min(number) from settlement
        where attempt_id = ${attemptId} and cause = 'amendment')
      order by number desc limit 1`
    return {
      items,
      before: before ? { passed: before.scores.passed, level: before.scores.overall.level } : null,
    }
  })
}
type CorrectionKind = Corrections['items'][number]['kind']

function reviewOf(found: ResultRows): ResultView['review'] {
  const { row, statements, reasonCode } = found
  if (row.flags.length === 0 && row.caseId === null) return null
  return {
    caseId: row.caseId,
    state: row.caseId === null ? 'none' : row.finding === null ? 'open' : 'decided',
    flags: row.flags.map((flag) => ({
      name: flag.name,
      summary: flag.summary,
      evidence: flag.evidence.map(({ text }) => text),
      innocentExplanations: flag.innocentExplanations,
      falseFlagRate: flag.falseFlagRate,
    })),
    statements: statements.map(({ at, text }) => ({ at: at.toISOString(), text })),
    finding:
      row.finding && row.decidedAt && reasonCode
        ? {
            name: FINDING_NAMES[row.finding],
            reason: REASON_NAMES[reasonCode],
            decidedAt: row.decidedAt.toISOString(),
          }
        : null,
  }
}
