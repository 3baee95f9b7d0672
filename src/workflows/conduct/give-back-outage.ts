import type { EntityManager } from '@mikro-orm/postgresql'
import { type Outage, outageAddsToWindow, secondsLost } from '../../domain/delivery/attempt-time.ts'
import { GIVEN_BACK, type LoggedOutage } from '../../domain/delivery/conduct-log.ts'
import { pausesAfterOutage } from '../../domain/delivery/pauses-after.ts'
import { windowEndOf } from '../../domain/scheduling/exam.ts'
import { isOutage } from '../../store/beat.ts'
import { ServiceOutageEntity } from '../../store/entities/conduct.ts'
import { appendLog } from '../../store/journal/append-log.ts'
import { GRACE_SECONDS } from '../../store/journal/save.ts'
import { write } from '../../store/scope.ts'
import type { Deps } from '../deps.ts'
import {
  type ActRow,
  type ConductedRow,
  keepActs,
  lockConductedExam,
  lockRunningAttempts,
  type MovedAttempt,
  moveAttempts,
  moveExam,
  notifyConduct,
} from './conducted-rows.ts'

/** An outage that was found, with how many attempts got their time back. */
export interface GivenBack extends Outage {
  readonly attempts: number
}

/**
 * Says that the service is there. Where nobody has said so for too long, the service was away: its
 * time is given back first, to every attempt that ran and every window that was open, in the
 * transaction that makes the beat fresh again, so that nothing expires in between. Of several
 * processes that find the same outage, the first one gives it back.
 */
export async function beat(deps: Deps): Promise<GivenBack | null> {
  return write(deps.orm, async (em) => {
    const now = deps.now()
    await em.execute(
      'insert into service_beat (id, beat_at) values (1, ?) on conflict (id) do nothing',
      [now],
    )
    const [row] = await em.execute<{ beatMs: number }[]>(
      `select (extract(epoch from beat_at) * 1000)::float8 as "beatMs"
       from service_beat for update`,
    )
    const beatAt = new Date(row?.beatMs ?? now.getTime())
    const outage = { from: beatAt, until: now }
    const attempts = isOutage(beatAt, now) ? await giveBack(deps, em, outage) : null
    // Giving back thousands takes seconds, which must not look like the next outage.
    const beatNow = attempts === null ? now : deps.now()
    await em.execute('update service_beat set beat_at = greatest(beat_at, ?)', [beatNow])
    return attempts === null ? null : { ...outage, attempts }
  })
}

async function giveBack(deps: Deps, em: EntityManager, outage: Outage): Promise<number> {
  const outageId = deps.newId()
  em.create(ServiceOutageEntity, {
    id: outageId,
    fromAt: outage.from,
    untilAt: outage.until,
    notedAt: deps.now(),
  })
  await em.flush()
  await appendLog(em, {
    chain: 'service:outages',
    actor: null,
    act: 'outage-noted',
    subject: outageId,
    detail: { from: outage.from.toISOString(), until: outage.until.toISOString() },
    at: deps.now(),
  })
  const leftAt = new Date(outage.from.getTime() - GRACE_SECONDS * 1000)
  const concerned = await em.execute<{ id: string }[]>(
    `select id from exam where published_at is not null and final_at is null and opens_at < ? and (
       closes_at + make_interval(secs => extended_seconds) > ? or exists (select 1 from attempt
         where exam_id = exam.id and state = 'running' and deadline_at >= ?)) order by id`,
    [outage.until, outage.from, leftAt],
  )
  // Exams before attempts, each in order of id: as whoever acts on them.
  const windows = new Map<string, number>()
  for (const { id } of concerned) windows.set(id, await lengthenWindow(em, id, outage))
  const attempts = await lockRunningAttempts(em, leftAt)
  const lost = attempts.flatMap((attempt) => {
    const seconds = secondsLost(attempt, outage, GRACE_SECONDS)
    return seconds > 0 ? [{ attempt, seconds }] : []
  })
  await moveAttempts(
    em,
    lost.map((one) => moved(one, outage)),
    { reopen: false },
  )
  await keepActs(
    em,
    lost.map((one) => actOf(deps, outage, one)),
  )
  for (const [examId, windowSeconds] of windows) {
    const here = lost.filter(({ attempt }) => attempt.examId === examId)
    if (windowSeconds === 0 && here.length === 0) continue
    await logGiven(em, { examId, outageId, outage, windowSeconds, lost: here })
    await notifyConduct(em, examId)
  }
  return lost.length
}

/** Seconds that its window got longer. */
async function lengthenWindow(em: EntityManager, examId: string, outage: Outage): Promise<number> {
  const exam = await lockConductedExam(em, examId)
  if (!exam || exam.finalAt !== null) return 0
  const { opensAt, pausedUntil, extendedSeconds } = exam
  const seconds = outageAddsToWindow({ opensAt, windowEnd: windowEndOf(exam), pausedUntil }, outage)
  await moveExam(em, examId, { extendedSeconds: extendedSeconds + seconds, pausedUntil })
  return seconds
}

interface Lost {
  readonly attempt: ConductedRow
  readonly seconds: number
}

function moved({ attempt, seconds }: Lost, outage: Outage): MovedAttempt {
  const deadlineAt = new Date(attempt.deadlineAt.getTime() + seconds * 1000)
  const pauses = pausesAfterOutage(attempt, outage)
  return { id: attempt.id, time: { ...attempt, deadlineAt }, pauses }
}

function actOf(deps: Deps, outage: Outage, { attempt, seconds }: Lost): ActRow {
  return {
    id: deps.newId(),
    examId: attempt.examId,
    attemptId: attempt.id,
    kind: 'outage',
    seconds,
    text: '',
    actedBy: null,
    actedAt: outage.until,
  }
}

/** Whom it gave how much, in the exam's log: by seconds, most attempts having lost the same. */
async function logGiven(
  em: EntityManager,
  given: {
    readonly examId: string
    readonly outageId: string
    readonly outage: Outage
    readonly windowSeconds: number
    readonly lost: readonly Lost[]
  },
): Promise<void> {
  const { examId, outageId, outage, windowSeconds, lost } = given
  const bySeconds = Map.groupBy(lost, ({ seconds }) => seconds)
  const detail: LoggedOutage = {
    from: outage.from.toISOString(),
    until: outage.until.toISOString(),
    windowSeconds,
    given: [...bySeconds]
      .sort(([left], [right]) => left - right)
      .map(([seconds, ones]) => ({ seconds, attempts: ones.map(({ attempt }) => attempt.id) })),
  }
  await appendLog(em, {
    chain: `exam:${examId}`,
    actor: null,
    act: GIVEN_BACK,
    subject: outageId,
    detail: { ...detail },
    at: outage.until,
  })
}
