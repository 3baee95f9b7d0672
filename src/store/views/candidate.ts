import { adaptiveDelivery } from '../../domain/assembly/adaptive/adaptive-run.ts'
import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import { presentForm } from '../../domain/assembly/present-form.ts'
import type { PresentedForm } from '../../domain/assembly/presented-form.ts'
import { latestResponses, markedItems, setAsideItems } from '../../domain/delivery/answers.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { AttemptView, MyExam } from '../../domain/delivery/views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { type ReleaseResults, stateOfExam, windowEndOf } from '../../domain/scheduling/exam.ts'
import type { ExamRequirements } from '../../domain/scheduling/requirements.ts'
import type { ReviewRules } from '../../domain/scheduling/review-rules.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { exemptAsItEnds } from '../exempt-as-it-ends.ts'
import type { AttemptFrame, FrozenContent, FrozenExam } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { readNotices } from './notices.ts'

interface MyExamColumns {
  readonly examId: string
  readonly blueprint: Blueprint
  readonly organizer: LocalizedText
  readonly opensAt: Date
  readonly closesAt: Date
  readonly extendedSeconds: number
  readonly publishedAt: Date
  readonly finalAt: Date | null
  readonly releaseResults: ReleaseResults
  readonly simulated: boolean
  readonly requirements: ExamRequirements | null
  readonly reviewRules: ReviewRules
  readonly extraTimeShare: number
  readonly assistiveTechnology: boolean
  readonly attemptId: string | null
  readonly attemptState: string | null
  /** Whether they were exempted as the window ended. */
  readonly isExempt: boolean
  /** Title of the exam that it re-tests. */
  readonly verifies: LocalizedText | null
}

/** The exams a person is assigned to, as their row-level scope shows them. */
async function myExamRows(sql: Sql, personId: string): Promise<MyExamColumns[]> {
  return read(
    sql,
    { person: personId, branches: [] },
    (tx) => tx<MyExamColumns[]>`
      select exam.id as "examId", exam.blueprint, unit.name as organizer,
        exam.opens_at as "opensAt", exam.closes_at as "closesAt",
        exam.extended_seconds as "extendedSeconds",
        exam.published_at as "publishedAt", exam.final_at as "finalAt",
        exam.release_results as "releaseResults", exam.simulated,
        exam.requirements, exam.review_rules as "reviewRules",
        assignment.extra_time_share as "extraTimeShare",
        assignment.assistive_technology as "assistiveTechnology",
        attempt.id as "attemptId", attempt.state as "attemptState",
        ${exemptAsItEnds(tx, tx`exam.id`, personId)} as "isExempt",
        -- Who is called to a re-test sat the exam that it verifies.
        verified.blueprint -> 'title' as verifies
      from assignment join exam on exam.id = assignment.exam_id
      join unit on unit.id = exam.unit_id
      left join exam as verified on verified.id = exam.verifies_exam_id
      left join attempt on attempt.exam_id = exam.id and attempt.candidate_id = ${personId}
      where assignment.person_id = ${personId}
      order by exam.opens_at desc, exam.id`,
  )
}

function stageOf(row: MyExamColumns, now: Date): MyExam['stage'] {
  const state = stateOfExam(row, now)
  if (row.attemptState === 'running') return 'running'
  if (row.attemptState !== null) {
    return row.finalAt || row.releaseResults === 'at-submission' ? 'result' : 'being-checked'
  }
  if (state === 'published') return 'coming'
  if (state === 'open') return 'open'
  return row.isExempt ? 'exempted' : 'missed'
}

/** The window as it is now, with what was added to it. */
function windowOf(row: MyExamColumns) {
  return { opensAt: row.opensAt.toISOString(), closesAt: windowEndOf(row).toISOString() }
}

function itemCountOf({ cells }: Pick<Blueprint, 'cells'>): number {
  return cells.reduce((sum, { itemCount }) => sum + itemCount, 0)
}

/** The candidate's exams, each with what can be done now. */
export async function listMyExams(sql: Sql, personId: string, now: Date): Promise<MyExam[]> {
  const rows = await myExamRows(sql, personId)
  return rows.map((row) => ({
    examId: row.examId,
    title: row.blueprint.title,
    organizer: row.organizer,
    window: windowOf(row),
    stage: stageOf(row, now),
    timeLimitSeconds: Math.round(row.blueprint.timeLimitSeconds * (1 + row.extraTimeShare)),
    itemCount: itemCountOf(row.blueprint),
    adaptive: adaptiveDelivery(row.blueprint) !== null,
    attemptId: row.attemptId,
    simulated: row.simulated,
    verifies: row.verifies,
  }))
}

/** What a candidate reads before starting. @throws Refusal 'not-assigned' */
export async function getMyExam(
  sql: Sql,
  personId: string,
  asked: { readonly examId: string; readonly now: Date },
) {
  const rows = await myExamRows(sql, personId)
  const row = rows.find(({ examId }) => examId === asked.examId)
  if (!row) throw new Refusal('not-assigned', 'you are not assigned to this exam')
  const { extraTimeShare, assistiveTechnology } = row
  return {
    examTitle: row.blueprint.title,
    timeLimitSeconds: Math.round(row.blueprint.timeLimitSeconds * (1 + extraTimeShare)),
    itemCount: itemCountOf(row.blueprint),
    adaptive: adaptiveDelivery(row.blueprint) !== null,
    window: windowOf(row),
    needsConsent: row.requirements?.consent ?? false,
    reviewRules: row.reviewRules,
    verifies: row.verifies,
    accommodations:
      extraTimeShare > 0 || assistiveTechnology ? { extraTimeShare, assistiveTechnology } : null,
  }
}

/** What the candidate has in hand: of an adaptive form the item not yet left, if there is one. */
function inHand({ form, bank, itemsLeft }: AttemptFrame): PresentedForm {
  const whole = presentForm(form, bank)
  if (itemsLeft === null) return whole
  const items = whole.items.slice(itemsLeft)
  const stimuli = whole.stimuli.filter(({ id }) => items.some((item) => item.stimulusId === id))
  return { items, stimuli }
}

function courseOf(
  { form, itemsLeft }: AttemptFrame,
  cells: Blueprint['cells'],
): AttemptView['adaptive'] {
  if (itemsLeft === null) return null
  const ended = itemsLeft === form.items.length
  const position = ended ? itemsLeft : itemsLeft + 1
  return { position, mostItems: itemCountOf({ cells }), ended }
}

interface AttemptColumns {
  readonly title: LocalizedText
  readonly state: AttemptView['state']
  readonly startedAt: Date
  readonly deadlineAt: Date
  readonly pausedUntil: Date | null
  readonly claim: number
  readonly commitment: string
  readonly cells: Blueprint['cells']
  readonly assistiveTechnology: boolean
}

/** An attempt that has just begun, with all that its view is made of. */
export interface FreshAttempt {
  readonly frame: AttemptFrame
  readonly exam: FrozenExam
  readonly startedAt: Date
  readonly deadlineAt: Date
  readonly assistiveTechnology: boolean
  /** Where there is something to tell, it is to be read. */
  readonly noticeCount: number
}

/** What an attempt's view is made of beside its form. */
interface AttemptParts {
  readonly row: AttemptColumns
  readonly notices: AttemptView['notices']
  readonly entries: readonly KeptEntry[]
}

/**
 * An attempt as its candidate's browser needs it; one that has just begun without reading it again.
 * @throws Refusal 'not-found'
 */
export async function getAttempt(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent },
  personId: string,
  asked: {
    readonly attemptId: string
    readonly now: Date
    readonly fresh?: FreshAttempt | null
  },
): Promise<AttemptView> {
  const { attemptId, now, fresh } = asked
  if (fresh && fresh.noticeCount === 0) return viewOf(fresh.frame, partsOf(fresh), now)
  const parts = await readParts(stores.sql, personId, attemptId)
  const frame = parts && (await stores.frozen.frame(attemptId))
  if (!parts || !frame) throw new Refusal('not-found', 'no such attempt')
  return viewOf(frame, parts, now)
}

function partsOf({ exam, ...fresh }: FreshAttempt): AttemptParts {
  const { title, cells } = exam.blueprint
  const { commitment } = exam
  const calm = { state: 'running', pausedUntil: null, claim: 1 } as const
  return { row: { ...fresh, ...calm, title, cells, commitment }, notices: [], entries: [] }
}

/** In one round trip within the transaction: none waits for the answer to the one before. */
async function readParts(
  sql: Sql,
  personId: string,
  attemptId: string,
): Promise<AttemptParts | null> {
  return read(sql, { person: personId, branches: [] }, async (tx) => {
    const [[row], journals, notices] = await Promise.all([
      tx<AttemptColumns[]>`
        select exam.blueprint -> 'title' as title, attempt.state,
          attempt.started_at as "startedAt", attempt.deadline_at as "deadlineAt", exam.commitment,
          attempt.paused_until as "pausedUntil", attempt.claim,
          exam.blueprint -> 'cells' as cells,
          coalesce(assignment.assistive_technology, false) as "assistiveTechnology"
        from attempt join exam on exam.id = attempt.exam_id
        left join assignment on assignment.exam_id = exam.id
          and assignment.person_id = attempt.candidate_id
        where attempt.id = ${attemptId} and attempt.candidate_id = ${personId}`,
      readJournals(tx, [attemptId]),
      readNotices(tx, attemptId),
    ])
    return row ? { row, notices, entries: journals.get(attemptId) ?? [] } : null
  })
}

function viewOf(frame: AttemptFrame, { row, notices, entries }: AttemptParts, now: Date) {
  const shown = inHand(frame)
  const isShown = (itemId: string) => shown.items.some((item) => item.itemId === itemId)
  const responses = [...latestResponses(entries)]
  const view: AttemptView = {
    attemptId: frame.attemptId,
    examTitle: row.title,
    state: row.state,
    startedAt: row.startedAt.toISOString(),
    deadlineAt: row.deadlineAt.toISOString(),
    serverNow: now.toISOString(),
    form: shown,
    adaptive: courseOf(frame, row.cells),
    responses: Object.fromEntries(responses.filter(([itemId]) => isShown(itemId))),
    marked: markedItems(entries).filter(isShown),
    nextSequence: (entries.at(-1)?.sequence ?? 0) + 1,
    commitment: row.commitment,
    claim: row.claim,
    pausedUntil: row.pausedUntil?.toISOString() ?? null,
    notices,
    setAside: setAsideItems(entries).filter(isShown),
    measuresRhythm: !row.assistiveTechnology,
  }
  return view
}
