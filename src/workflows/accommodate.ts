import type { EntityManager } from '@mikro-orm/postgresql'
import { attemptIdFor } from '../domain/delivery/attempt.ts'
import { MOST_SECONDS } from '../domain/delivery/conduct.ts'
import { actOn } from '../domain/delivery/conduct-act.ts'
import type { Principal } from '../domain/organization/access.ts'
import {
  type Accommodation,
  type AccommodationReach,
  type ApprovedAccommodation,
  areSameConditions,
  conditionsAfter,
  secondsMore,
} from '../domain/organization/accommodation.ts'
import { Refusal } from '../domain/refusal.ts'
import { holdAccommodations } from '../store/accommodations.ts'
import { AccommodationEntity } from '../store/entities/exam.ts'
import { PersonEntity } from '../store/entities/organization.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import {
  type ConductedRow,
  lockConductedAttempts,
  lockConductedExam,
  moveAttempts,
  moveExam,
  notifyConduct,
} from './conduct/conducted-rows.ts'
import { keepOrder, logOrder } from './conduct/keep-order.ts'
import { logOnAttempts } from './conduct/log-on-attempts.ts'
import type { Deps } from './deps.ts'

/** What organizers, auditors and the candidate read of it: that there is more time, never why. */
const TEXT = '个人安排：延长作答时间 / Personal arrangement: more time'

/**
 * Approves the conditions under which a person sits exams, once for all of them: every exam they
 * are assigned to that is not over for them, and every later one. A running attempt gets what is
 * missing of its time at once; nothing is taken from it. The same again changes nothing.
 * @throws Refusal 'not-found'; 'not-allowed' for oneself
 */
export async function accommodate(
  deps: Deps,
  administrator: Principal,
  given: { readonly personId: string; readonly approved: ApprovedAccommodation },
): Promise<AccommodationReach> {
  const { personId, approved } = given
  if (personId === administrator.personId) {
    throw new Refusal('not-allowed', 'another administrator must approve what is for yourself')
  }
  return write(deps.orm, async (em) => {
    await holdAccommodations(em)
    const number = await keepApproved(deps, em, { ...given, by: administrator.personId })
    if (number === null) return { exams: 0, extended: 0 }
    const sittings = await lockSittings(em, personId, approved)
    // After the locks: who waited for one is not told of a time that has passed.
    const now = deps.now()
    const changed: string[] = []
    const extended: string[] = []
    for (const sitting of sittings) {
      const conditions = conditionsAfter(sitting.had, approved, stageOf(sitting, now))
      if (areSameConditions(sitting.had, conditions)) continue
      await changeAssignment(em, personId, { examId: sitting.examId, conditions })
      changed.push(sitting.examId)
      const seconds = secondsMore(sitting.had, conditions, sitting.timeLimitSeconds)
      if (sitting.attempt === null || seconds === 0) continue
      await extend(deps, em, { ...sitting, attempt: sitting.attempt, administrator, now, seconds })
      extended.push(sitting.examId)
    }
    const { extraTimeShare, assistiveTechnology } = approved
    await appendLog(em, {
      chain: `person:${personId}`,
      actor: administrator.personId,
      act: 'accommodation-approved',
      subject: personId,
      // The reason may tell of an illness: the log, which stays for good, does without.
      detail: { number, extraTimeShare, assistiveTechnology, exams: changed, extended },
      at: now,
    })
    return { exams: changed.length, extended: extended.length }
  })
}

/** The number it is kept under; null where just this holds already. @throws Refusal 'not-found' */
async function keepApproved(
  deps: Deps,
  em: EntityManager,
  given: {
    readonly personId: string
    readonly approved: ApprovedAccommodation
    readonly by: string
  },
): Promise<number | null> {
  const { personId, approved, by } = given
  if ((await em.count(PersonEntity, { id: personId })) === 0) {
    throw new Refusal('not-found', 'no such person')
  }
  const [last] = await em.find(
    AccommodationEntity,
    { personId },
    { orderBy: { number: 'desc' }, limit: 1 },
  )
  if (last && areSameConditions(last, approved) && last.reason === approved.reason) return null
  const number = (last?.number ?? 0) + 1
  em.create(AccommodationEntity, {
    personId,
    number,
    ...approved,
    givenBy: by,
    givenAt: deps.now(),
  })
  await em.flush()
  return number
}

interface Assigned {
  readonly examId: string
  readonly timeLimitSeconds: number
  readonly had: Accommodation
}

/** An exam a person is assigned to, with their attempt; null where it has not begun. */
interface Sitting extends Assigned {
  readonly attempt: ConductedRow | null
}

/** The exams that may change: they are locked before attempts, each in order of id, as by acts. */
async function lockSittings(
  em: EntityManager,
  personId: string,
  approved: Accommodation,
): Promise<Sitting[]> {
  const rows = await em.execute<(Accommodation & Omit<Assigned, 'had'>)[]>(
    `select exam.id as "examId", (exam.blueprint ->> 'timeLimitSeconds')::int
         as "timeLimitSeconds", extra_time_share as "extraTimeShare",
       assistive_technology as "assistiveTechnology"
     from assignment join exam on exam.id = assignment.exam_id
     where person_id = ? and published_at is not null and final_at is null order by exam.id`,
    [personId],
  )
  const open: (Assigned & { readonly attemptId: string })[] = []
  for (const { examId, timeLimitSeconds, ...had } of rows) {
    if (areSameConditions(had, approved)) continue
    const exam = await lockConductedExam(em, examId)
    if (!exam || exam.finalAt !== null) continue
    // Who is just beginning has read the conditions of before: as its row is another, they begin
    // again with these.
    await moveExam(em, examId, exam)
    open.push({ examId, timeLimitSeconds, had, attemptId: attemptIdFor(examId, personId, 1) })
  }
  const attempts = new Map<string, ConductedRow>()
  for (const { examId, attemptId } of open.toSorted(byAttempt)) {
    const [attempt] = await lockConductedAttempts(em, examId, [attemptId])
    if (attempt) attempts.set(examId, attempt)
  }
  return open.map((one) => ({ ...one, attempt: attempts.get(one.examId) ?? null }))
}

const byAttempt = (left: { readonly attemptId: string }, right: { readonly attemptId: string }) =>
  left.attemptId < right.attemptId ? -1 : 1

function stageOf({ attempt }: Sitting, now: Date) {
  if (attempt === null) return 'not-begun'
  return attempt.state === 'running' && attempt.deadlineAt > now ? 'running' : 'over'
}

async function changeAssignment(
  em: EntityManager,
  personId: string,
  to: { readonly examId: string; readonly conditions: Accommodation },
): Promise<void> {
  const { extraTimeShare, assistiveTechnology } = to.conditions
  await em.execute(
    `update assignment set extra_time_share = ?, assistive_technology = ?
     where exam_id = ? and person_id = ?`,
    [extraTimeShare, assistiveTechnology, to.examId, personId],
  )
}

/** Gives time by acts as of an organizer, so that page, record and offline check know them. */
async function extend(
  deps: Deps,
  em: EntityManager,
  giving: {
    readonly examId: string
    readonly attempt: ConductedRow
    readonly administrator: Principal
    readonly now: Date
    readonly seconds: number
  },
): Promise<void> {
  const { examId, administrator: organizer, now } = giving
  const to = { attemptIds: [giving.attempt.id] }
  let { attempt } = giving
  // One act gives a day at most.
  for (let left = giving.seconds; left > 0; left -= MOST_SECONDS) {
    const seconds = Math.min(left, MOST_SECONDS)
    const act = { kind: 'extend', seconds, text: TEXT } as const
    const time = actOn(attempt, act, { now, examPausedUntil: null })
    if (typeof time === 'string') throw new Error(`a running attempt gets no time: ${time}`)
    const acting = { examId, order: { id: deps.newId(), act, to }, organizer, now }
    const reached = [{ attempt, time }]
    await moveAttempts(em, [{ id: attempt.id, time }], { reopen: false })
    await keepOrder(em, acting, reached)
    await logOrder(em, acting, { reached, missed: [] })
    await logOnAttempts(deps, em, acting, reached)
    attempt = { ...attempt, ...time }
  }
  await notifyConduct(em, examId)
}
