import { setImmediate as giveWay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { canonicalJson, digestOf } from '../domain/digest.ts'
import type { ScreenedAttempt } from '../domain/settlement/cohort-of-attempts.ts'
import { compareSittings } from '../domain/settlement/retest/compare-sittings.ts'
import { retestScores } from '../domain/settlement/retest/retest-scores.ts'
import { ExamEntity, type ExamRecord } from '../store/entities/exam.ts'
import { type RetestContent, RetestEntity } from '../store/entities/retest.ts'
import { appendLogs } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { lockClosable } from '../store/settling/lock-closable.ts'
import type { Deps } from './deps.ts'
import { holdKeys } from './exam-keys.ts'
import { followRetests } from './follow-retests.ts'
import { loadAmendments } from './load-amendments.ts'
import { loadCohort } from './load-cohort.ts'
import { readCalibration } from './read-calibration.ts'

interface Called {
  readonly personId: string
  readonly verifiedAttemptId: string
  readonly attemptId: string | null
}

/** One person's attempt beside the re-test. */
export interface LaidRetest extends Called {
  readonly content: RetestContent
}

/** Every re-test of an exam as it was compared, and by how many amended keys of each exam. */
export interface ComparedRetests {
  readonly laid: readonly LaidRetest[]
  readonly amended: ReadonlyMap<string, number>
}

/**
 * Lays the re-test of everybody who was called beside the attempt it verifies, by the keys as they
 * are now; none where the exam is no re-test. Reads only: all attempts must be closed.
 */
export async function compareRetests(deps: Deps, exam: ExamRecord): Promise<ComparedRetests> {
  const { verifiesExamId } = exam
  if (!verifiesExamId) return { laid: [], amended: new Map() }
  const [verified, called, calibration] = await write(deps.orm, async (em) => [
    await em.findOneOrFail(ExamEntity, { id: verifiesExamId }),
    await readCalled(em, { examId: exam.id, verifiesExamId }),
    await readCalibration(em, verifiesExamId),
  ])
  const ids = called.map(({ verifiedAttemptId }) => verifiedAttemptId)
  const [first, second] = [
    await answersIn(deps, verified, ids),
    await answersIn(
      deps,
      exam,
      called.flatMap(({ attemptId }) => attemptId ?? []),
    ),
  ]
  const amended = new Map([
    [verified.id, first.amendments],
    [exam.id, second.amendments],
  ])
  const persons = called.map(({ personId, verifiedAttemptId, attemptId, seen }) => ({
    person: personId,
    first: answersOf(first.attempts, verifiedAttemptId),
    seen,
    second: attemptId === null ? null : answersOf(second.attempts, attemptId),
  }))
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const compared = await givingWay(compareSittings({ bank, calibration, persons }))
  const laid = called.map(({ seen: _, ...one }, at) => {
    const found = compared[at]
    if (found?.person !== one.personId) throw new Error(`${one.personId} was not compared`)
    const { gap, items, leftOut, judged } = found
    return { ...one, content: { gap, items, leftOut, comparison: retestScores(judged) } }
  })
  return { laid, amended }
}

/** Takes the steps of a long calculation; after each of them requests have their turn. */
async function givingWay<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await giveWay()
  }
}

/** Holds the keys of all exams that re-tests were compared by; in one order, before other locks. */
export async function holdKeysOfRetests(
  em: EntityManager,
  { id, verifiesExamId }: Pick<ExamRecord, 'id' | 'verifiesExamId'>,
): Promise<void> {
  for (const examId of [id, ...(verifiesExamId ? [verifiesExamId] : [])].sort()) {
    await holdKeys(em, examId)
  }
}

/** Whether no key was amended since re-tests were compared; the caller holds the keys. */
export async function areKeysAsCompared(
  em: EntityManager,
  { amended }: ComparedRetests,
): Promise<boolean> {
  for (const [examId, count] of amended) {
    if ((await loadAmendments(em, examId)).length !== count) return false
  }
  return true
}

/**
 * Keeps what is new of re-tests, logs it with the attempts they verify, and opens the cases that
 * follow; within the transaction of a caller who holds the keys.
 */
export async function keepRetests(
  deps: Deps,
  em: EntityManager,
  { exam, laid }: { readonly exam: ExamRecord; readonly laid: readonly LaidRetest[] },
): Promise<void> {
  // As everybody who settles: attempts before all else, also before their chains of the log.
  await lockClosable(
    em,
    laid.map(({ verifiedAttemptId }) => verifiedAttemptId),
  )
  const comparedAt = deps.now()
  const last = await lastKept(em, exam.id)
  const fresh = laid.flatMap((one) => {
    const before = last.get(one.personId)
    const isSame = before && canonicalJson(before.content) === canonicalJson(one.content)
    return isSame ? [] : [{ ...one, number: (before?.number ?? 0) + 1 }]
  })
  if (fresh.length === 0) return
  for (const one of fresh) em.create(RetestEntity, { examId: exam.id, ...one, comparedAt })
  await em.flush()
  const acts = fresh.map(({ personId, verifiedAttemptId, attemptId, number, content }) => ({
    ...{ chain: `attempt:${verifiedAttemptId}`, actor: null, act: 're-test-compared' },
    subject: verifiedAttemptId,
    detail: { examId: exam.id, personId, attemptId, number, contentDigest: digestOf(content) },
    at: comparedAt,
  }))
  await appendLogs(em, acts)
  await followRetests(
    deps,
    em,
    fresh.map(({ verifiedAttemptId }) => verifiedAttemptId),
  )
}

/**
 * The same again for an exam whose keys were amended, or that of the exam it verifies.
 * @returns false where keys were amended once more meanwhile: to be asked for again
 */
export async function compareRetestsAgain(deps: Deps, examId: string): Promise<boolean> {
  const exams = await write(deps.orm, (em) =>
    em.find(
      ExamEntity,
      { $or: [{ id: examId }, { verifiesExamId: examId }], finalAt: { $ne: null } },
      { orderBy: { id: 'asc' } },
    ),
  )
  let isDone = true
  for (const exam of exams) {
    const compared = await compareRetests(deps, exam)
    if (compared.laid.length === 0) continue
    isDone &&= await write(deps.orm, async (em) => {
      await holdKeysOfRetests(em, exam)
      if (!(await areKeysAsCompared(em, compared))) return false
      await keepRetests(deps, em, { exam, laid: compared.laid })
      return true
    })
  }
  return isDone
}

/** Who was called, with the attempt at the earlier exam and, where it was sat, the re-test. */
async function readCalled(
  em: EntityManager,
  asked: { readonly examId: string; readonly verifiesExamId: string },
): Promise<(Called & { readonly seen: string[] })[]> {
  return em.execute(
    `select assignment.person_id as "personId", verified.id as "verifiedAttemptId",
       own.id as "attemptId", (
         select jsonb_agg(placed ->> 'item') from jsonb_array_elements(verified.form -> 'items')
           as placed) as seen
     from assignment
     join lateral (select id, form from attempt where exam_id = ? and state <> 'running'
       and candidate_id = assignment.person_id order by ordinal desc limit 1) as verified on true
     left join lateral (select id from attempt where exam_id = assignment.exam_id
       and state <> 'running' and candidate_id = assignment.person_id
       order by ordinal desc limit 1) as own on true
     where assignment.exam_id = ? order by verified.id`,
    [asked.verifiesExamId, asked.examId],
  )
}

async function answersIn(
  deps: Deps,
  exam: ExamRecord,
  attemptIds: readonly string[],
): Promise<{
  readonly attempts: ReadonlyMap<string, ScreenedAttempt>
  readonly amendments: number
}> {
  const amendments = await write(deps.orm, (em) => loadAmendments(em, exam.id))
  const attempts = await loadCohort(deps, exam, { attemptIds, amendments })
  return {
    attempts: new Map(attempts.map((attempt) => [attempt.attemptId, attempt])),
    amendments: amendments.length,
  }
}

function answersOf(attempts: ReadonlyMap<string, ScreenedAttempt>, id: string): ScreenedAttempt {
  const found = attempts.get(id)
  if (!found) throw new Error(`attempt ${id} was not read`)
  return found
}

async function lastKept(em: EntityManager, examId: string) {
  const rows = await em.find(RetestEntity, { examId }, { orderBy: { number: 'asc' } })
  return new Map(rows.map((row) => [row.personId, row]))
}
