import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { Form } from '../../domain/assembly/form.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import { toBankEntries } from '../../domain/delivery/answers.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { KeptPause } from '../../domain/delivery/pauses-after.ts'
import { practiceFor } from '../../domain/delivery/practice-for.ts'
import type { Receipt } from '../../domain/delivery/views.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import { timelineOf } from '../../domain/forensics/timeline.ts'
import type { PointEstimate } from '../../domain/measurement/point-estimates.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import { onCommonScale } from '../../domain/measurement/scoring/on-common-scale.ts'
import { COMMON_SCALE } from '../../domain/measurement/scoring/scale-score.ts'
import { nameOfAward } from '../../domain/policy/award-names.ts'
import { titleOfRule } from '../../domain/policy/built-in-rules.ts'
import type { PolicyDocument, PolicyOutcome } from '../../domain/policy/policy.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { ReleaseResults } from '../../domain/scheduling/exam.ts'
import { analyzedItems } from '../../domain/settlement/analyzed-attempt.ts'
import { augmentCompetencies } from '../../domain/settlement/augment-competencies.ts'
import { moderateEffort } from '../../domain/settlement/moderate-effort.ts'
import type { Corrections, ResultView } from '../../domain/settlement/result-views.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'
import { evidenceViews } from './evidence-looks.ts'
import { type FinalFigures, finalFigures } from './final-figures.ts'
import { myReviewOf, type ReviewRows, readReview } from './my-review.ts'
import { findRetests } from './retests.ts'

interface ResultColumns {
  readonly examId: string
  readonly form: Form
  readonly blueprint: Blueprint
  readonly bankVersionId: string
  readonly policyVersionId: string
  readonly simulated: boolean
  readonly finalAt: Date | null
  readonly releaseResults: ReleaseResults
  readonly needsConsent: boolean
  readonly receipt: Receipt | null
  readonly startedAt: Date
  readonly closedAt: Date
  readonly pauses: readonly KeptPause[]
  readonly scores: Scores
  readonly flags: Flag[]
  readonly outcome: PolicyOutcome
}
interface ResultRows {
  readonly row: ResultColumns
  readonly entries: readonly KeptEntry[]
  readonly review: ReviewRows
}

/**
 * Everything the candidate may know about a closed attempt. Whether a competency is worth showing
 * on its own, and which answers were too fast to have been read, is known once the exam is final;
 * a result shown before, from the submission on, keeps to the evidence of each estimate until
 * then. The estimates themselves never change by it.
 * @throws Refusal 'not-found'
 */
export async function getResult(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent; readonly now: () => Date },
  personId: string,
  attemptId: string,
): Promise<ResultView> {
  const found = await findResult(stores.sql, personId, attemptId)
  if (!found) throw new Refusal('not-found', 'no such attempt')
  const { row, entries } = found
  if (!row.receipt) throw new Refusal('attempt-not-closed', 'the attempt is still running')
  const bank = await stores.frozen.bank(row.bankVersionId)
  const isReleased = row.finalAt !== null || row.releaseResults === 'at-submission'
  // Who was away during a pause was not away from the exam.
  const away = timelineOf(entries, row).away.filter(
    ({ kind, shape }) => kind === 'hidden' && shape !== 'pause',
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
      // Nobody starts an exam that asks for consent without giving it.
      consentedAt: row.needsConsent ? row.startedAt.toISOString() : null,
    },
    retests: await read(stores.sql, SYSTEM, (tx) => findRetests(tx, { own: attemptId })),
    review: isReleased ? myReviewOf(found.review, row.flags, stores.now()) : null,
    looks: (await evidenceViews(stores.sql, attemptId)).reverse(),
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
        coalesce((exam.requirements ->> 'consent')::boolean, false) as "needsConsent",
        attempt.receipt, attempt.started_at as "startedAt", attempt.closed_at as "closedAt",
        attempt.pauses, settled.scores, settled.flags, settled.outcome
      from attempt join exam on exam.id = attempt.exam_id
      left join lateral (select * from settlement where attempt_id = attempt.id
        order by number desc limit 1) as settled on true
      where attempt.id = ${attemptId} and attempt.candidate_id = ${personId}`
    if (!row) return null
    const review = await readReview(tx, { personId, attemptId })
    const journals = await readJournals(tx, [attemptId])
    return { row, review, entries: journals.get(attemptId) ?? [] }
  })
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
  const { form, startedAt, closedAt, pauses } = row
  const items = analyzedItems({
    ...{ bank, form, startedAt, closedAt, pauses, calibration: figures.times },
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
