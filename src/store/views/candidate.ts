import { adaptiveDelivery } from '../../domain/assembly/adaptive/adaptive-run.ts'
import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import { presentForm } from '../../domain/assembly/present-form.ts'
import type { PresentedForm } from '../../domain/assembly/presented-form.ts'
import { latestResponses, markedItems } from '../../domain/delivery/answers.ts'
import type { AttemptView, MyExam } from '../../domain/delivery/views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { type ReleaseResults, stateOfExam } from '../../domain/scheduling/exam.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { AttemptFrame, FrozenContent } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface MyExamColumns {
  readonly examId: string
  readonly blueprint: Blueprint
  readonly organizer: LocalizedText
  readonly opensAt: Date
  readonly closesAt: Date
  readonly publishedAt: Date
  readonly finalAt: Date | null
  readonly releaseResults: ReleaseResults
  readonly simulated: boolean
  readonly extraTimeShare: number
  readonly assistiveTechnology: boolean
  readonly attemptId: string | null
  readonly attemptState: string | null
}

/** The exams a person is assigned to, as their row-level scope shows them. */
async function myExamRows(sql: Sql, personId: string): Promise<MyExamColumns[]> {
  return read(
    sql,
    { person: personId, branches: [] },
    (tx) => tx<MyExamColumns[]>`
      select exam.id as "examId", exam.blueprint, unit.name as organizer,
        exam.opens_at as "opensAt", exam.closes_at as "closesAt",
        exam.published_at as "publishedAt", exam.final_at as "finalAt",
        exam.release_results as "releaseResults", exam.simulated,
        assignment.extra_time_share as "extraTimeShare",
        assignment.assistive_technology as "assistiveTechnology",
        attempt.id as "attemptId", attempt.state as "attemptState"
      from assignment join exam on exam.id = assignment.exam_id
      join unit on unit.id = exam.unit_id
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
  return state === 'open' ? 'open' : 'missed'
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
    window: { opensAt: row.opensAt.toISOString(), closesAt: row.closesAt.toISOString() },
    stage: stageOf(row, now),
    timeLimitSeconds: Math.round(row.blueprint.timeLimitSeconds * (1 + row.extraTimeShare)),
    itemCount: itemCountOf(row.blueprint),
    adaptive: adaptiveDelivery(row.blueprint) !== null,
    attemptId: row.attemptId,
    simulated: row.simulated,
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
    window: { opensAt: row.opensAt.toISOString(), closesAt: row.closesAt.toISOString() },
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
  readonly commitment: string
  readonly cells: Blueprint['cells']
}

/** An attempt as its candidate's browser needs it. @throws Refusal 'not-found' */
export async function getAttempt(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent },
  personId: string,
  asked: { readonly attemptId: string; readonly now: Date },
): Promise<AttemptView> {
  const { attemptId, now } = asked
  const found = await read(stores.sql, { person: personId, branches: [] }, async (tx) => {
    const [row] = await tx<AttemptColumns[]>`
      select exam.blueprint -> 'title' as title, attempt.state,
        attempt.started_at as "startedAt", attempt.deadline_at as "deadlineAt", exam.commitment,
        exam.blueprint -> 'cells' as cells
      from attempt join exam on exam.id = attempt.exam_id
      where attempt.id = ${attemptId} and attempt.candidate_id = ${personId}`
    const journals = row ? await readJournals(tx, [attemptId]) : null
    return row && { row, entries: journals?.get(attemptId) ?? [] }
  })
  const frame = found && (await stores.frozen.frame(attemptId))
  if (!found || !frame) throw new Refusal('not-found', 'no such attempt')
  const { row, entries } = found
  const shown = inHand(frame)
  const isShown = (itemId: string) => shown.items.some((item) => item.itemId === itemId)
  const responses = [...latestResponses(entries)]
  return {
    attemptId,
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
  }
}
