import type { EntityManager } from '@mikro-orm/postgresql'
import type { Flag } from '../domain/forensics/flag.ts'
import { weightOfEvidence } from '../domain/forensics/weigh.ts'
import type { AppealState } from '../domain/review/appeal.ts'
import type { Finding } from '../domain/review/decision.ts'
import { followsRetest } from '../domain/review/follows-retest.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { CaseEntity } from '../store/entities/review.ts'
import { appendLogs } from '../store/journal/append-log.ts'
import { announce } from '../store/outbox/announce.ts'
import { currentCase } from '../store/review/current-case.ts'
import { lockClosable } from '../store/settling/lock-closable.ts'
import { uuidArray } from '../store/uuid-array.ts'
import type { Deps } from './deps.ts'
import { newsOfCase, openingOf } from './open-case.ts'
import { settleAll } from './settle.ts'

interface Row {
  readonly attemptId: string
  readonly examId: string
  readonly candidateId: string
  readonly unitPath: string
  readonly flags: Flag[]
  /** By re-test, as it was compared each time, oldest first. */
  readonly retests: readonly (readonly { differs: boolean; comparedMs: number }[])[]
  /** 0 where there is no case. */
  readonly round: number
  readonly finding: Finding | null
  readonly firstDecidedMs: number | null
  readonly heardMs: number | null
  readonly appeal: AppealState
}

/**
 * Opens the cases that follow from the re-tests of attempts (`followsRetest`) and settles those
 * attempts again, as awards wait for an open case. Within the caller's transaction.
 */
export async function followRetests(
  deps: Deps,
  em: EntityManager,
  attemptIds: readonly string[],
): Promise<void> {
  if (attemptIds.length === 0) return
  // Nobody decides, appeals or settles meanwhile.
  await lockClosable(em, attemptIds)
  const due = (await readRetested(em, attemptIds)).filter(isDue)
  const at = deps.now()
  const exams = await em.find(ExamEntity, { id: [...new Set(due.map(({ examId }) => examId))] })
  const examOf = new Map(exams.map((exam) => [exam.id, exam]))
  const cases = due.map(({ attemptId, examId, candidateId, unitPath, flags, round }) => {
    const exam = examOf.get(examId)
    if (!exam) throw new Error(`there is no exam ${examId}`)
    const weight = weightOfEvidence(flags)
    const about = { attemptId, candidateId, unitPath, weight, round: round + 1 }
    return { ...openingOf(deps, exam, at), ...about, origin: 're-test' as const }
  })
  for (const one of cases) em.create(CaseEntity, { ...one, decidedAt: null, finding: null })
  await em.flush()
  await announce(em, cases.map(newsOfCase))
  await appendLogs(
    em,
    cases.map(({ id, attemptId, weight, round }) => ({
      ...{ chain: `attempt:${attemptId}`, actor: null, act: 'case-opened', subject: id },
      ...{ detail: { weight, round }, at },
    })),
  )
  const settled = cases.map(({ attemptId }) => attemptId)
  await settleAll(deps, em, { attemptIds: settled, cause: 're-test' })
}

function isDue({ retests, round, finding, firstDecidedMs, heardMs, appeal }: Row): boolean {
  const timeOf = (ms: number | null) => (ms === null ? null : new Date(ms))
  const times = { firstDecidedAt: timeOf(firstDecidedMs), heardAt: timeOf(heardMs) }
  const standing = round === 0 ? null : { finding, ...times, appeal }
  return retests.some((retest) =>
    followsRetest(
      standing,
      retest.map(({ differs, comparedMs }) => ({ differs, comparedAt: new Date(comparedMs) })),
    ),
  )
}

/** Attempts that were verified, with every re-test of them, and their case as it stands. */
async function readRetested(em: EntityManager, attemptIds: readonly string[]): Promise<Row[]> {
  return em.execute<Row[]>(
    `select attempt.id as "attemptId", attempt.exam_id as "examId",
       attempt.candidate_id as "candidateId", attempt.unit_path as "unitPath", settled.flags,
       told.retests, coalesce(found.round, 0) as round,
       coalesce(heard.finding, found.finding) as finding, (
         select (extract(epoch from min(decided_at)) * 1000)::float8 from decision
         where case_id = found.id) as "firstDecidedMs",
       (extract(epoch from heard.decided_at) * 1000)::float8 as "heardMs",
       case when appeal.id is null then 'none' when heard.finding is null then 'open'
         else 'decided' end as appeal
     from attempt
     join lateral (select jsonb_agg(compared) as retests from (
       select jsonb_agg(jsonb_build_object(
           'differs', coalesce((content #>> '{comparison,differs}')::boolean, false),
           'comparedMs', extract(epoch from compared_at) * 1000) order by number) as compared
       from retest where verified_attempt_id = attempt.id group by exam_id
     ) as by_exam) as told on told.retests is not null
     join lateral (select flags from settlement where attempt_id = attempt.id
       order by number desc limit 1) as settled on true
     left join review_case as found on found.attempt_id = attempt.id and ${currentCase('found')}
     left join appeal on appeal.case_id = found.id
     left join appeal_decision as heard on heard.appeal_id = appeal.id
     where attempt.id = any(?::uuid[]) order by attempt.id`,
    [uuidArray(attemptIds)],
  )
}
