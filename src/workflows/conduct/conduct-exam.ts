import type { EntityManager } from '@mikro-orm/postgresql'
import type { AttemptTime, Miss } from '../../domain/delivery/attempt-time.ts'
import type { ConductOrder, ConductResult } from '../../domain/delivery/conduct.ts'
import { actOn, examTimeAfter, refuseAct } from '../../domain/delivery/conduct-act.ts'
import { CONDUCTED, type LoggedOrder } from '../../domain/delivery/conduct-log.ts'
import { pausesAfter } from '../../domain/delivery/pauses-after.ts'
import { canonicalJson } from '../../domain/digest.ts'
import { mayActOn, type Principal } from '../../domain/organization/access.ts'
import { Refusal } from '../../domain/refusal.ts'
import { beatIsFreshIn, recovering } from '../../store/beat.ts'
import { write } from '../../store/scope.ts'
import type { Deps } from '../deps.ts'
import { holdKeys } from '../exam-keys.ts'
import type { Acting, Reached } from './acting.ts'
import {
  type ConductedRow,
  lockConductedAttempts,
  lockConductedExam,
  type MovedAttempt,
  moveAttempts,
  moveExam,
  notifyConduct,
} from './conducted-rows.ts'
import { keepOrder, logOrder } from './keep-order.ts'
import { logOnAttempts } from './log-on-attempts.ts'

/**
 * Does an organizer's act: on all attempts of an exam and its window, or on those named. Attempts,
 * notices and log change together or not at all; the same order again changes nothing more and
 * tells what the first one did.
 * @throws Refusal 'not-found', 'not-allowed', 'exam-not-open', 'results-known', 'invalid-input',
 *   'service-recovering'
 */
export async function conductExam(
  deps: Deps,
  organizer: Principal,
  conducting: { readonly examId: string; readonly order: ConductOrder },
): Promise<ConductResult> {
  const { examId, order } = conducting
  const toAll = 'all' in order.to
  return write(deps.orm, async (em) => {
    // Before any other lock, as for all who settle: no key changes while a closed attempt reopens.
    if (order.act.kind === 'reopen') await holdKeys(em, examId)
    const exam = await lockConductedExam(em, examId)
    if (!exam) throw new Refusal('not-found', 'no such exam')
    const before = await findBefore(em, conducting)
    if (before) return before
    // Time that is about to be given back may be what an attempt still needs to be reached.
    if (!(await beatIsFreshIn(em, deps.now()))) throw recovering()
    const acting = { examId, order, organizer, now: deps.now() }
    const { now } = acting
    refuseAct(exam, order.act, { toAll, now })
    const attempts = await attemptsOf(em, acting)
    const times = attempts.map((attempt) => ({
      attempt,
      time: actOn(attempt, order.act, { now, examPausedUntil: exam.pausedUntil }),
    }))
    const reached = times.flatMap(({ attempt, time }) =>
      typeof time === 'string' ? [] : [{ attempt, time }],
    )
    const missed = times.flatMap(({ attempt, time }) =>
      typeof time === 'string' ? [{ attemptId: attempt.id, reason: time }] : [],
    )
    if (toAll) await moveExam(em, examId, examTimeAfter(exam, order.act, now))
    // Who begins later reads messages from before; nobody reads of what changed nothing.
    const isTold = reached.length > 0 || order.act.kind === 'message'
    await moveAttempts(em, toAll && isTold ? noticed(times, now) : moved(reached, now), {
      reopen: order.act.kind === 'reopen',
    })
    if (isTold) await keepOrder(em, acting, reached)
    await logOrder(em, acting, { reached, missed })
    if (!toAll) await logOnAttempts(deps, em, acting, reached)
    await notifyConduct(em, examId)
    return { id: order.id, reached: reached.length, missed }
  })
}

/** What the same order did before; null where it is new. */
async function findBefore(
  em: EntityManager,
  { examId, order }: { readonly examId: string; readonly order: ConductOrder },
): Promise<ConductResult | null> {
  const [entry] = await em.execute<{ detail: LoggedOrder }[]>(
    'select detail from log_entry where chain = ? and act = ? and subject = ?',
    [`exam:${examId}`, CONDUCTED, order.id],
  )
  if (!entry) return null
  const { act, to, reached, missed } = entry.detail
  if (canonicalJson({ act, to }) !== canonicalJson({ act: order.act, to: order.to })) {
    const detail = 'another act was done under this id'
    throw new Refusal('invalid-input', detail, [{ pointer: '/id', detail }])
  }
  return { id: order.id, reached: reached.length, missed: [...missed] }
}

async function attemptsOf(em: EntityManager, acting: Acting): Promise<ConductedRow[]> {
  const { examId, order, organizer } = acting
  const { to } = order
  const mayAct = (unitPath: string) => mayActOn(organizer, ['organizer'], unitPath)
  if ('all' in to) {
    const places = await em.execute<{ path: string }[]>(
      `select unit.path from assignment join person on person.id = assignment.person_id
         join unit on unit.id = person.unit_id where exam_id = ?
       union select unit_path from attempt where exam_id = ?`,
      [examId, examId],
    )
    if (!places.every(({ path }) => mayAct(path))) {
      throw new Refusal('not-allowed', 'some candidates lie outside your branches: name the others')
    }
    return lockConductedAttempts(em, examId, null)
  }
  const attempts = await lockConductedAttempts(em, examId, to.attemptIds)
  if (attempts.length < to.attemptIds.length) {
    throw new Refusal('not-found', 'an attempt named is none of this exam')
  }
  if (!attempts.every(({ unitPath }) => mayAct(unitPath))) {
    throw new Refusal('not-allowed', 'an attempt named lies outside your branches')
  }
  return attempts
}

const moved = (reached: readonly Reached[], now: Date): MovedAttempt[] =>
  reached.map(({ attempt, time }) => {
    return { id: attempt.id, time, pauses: pausesAfter(attempt, time, now) }
  })

/** Everybody who runs reads what was done to all, also whose time it did not change. */
function noticed(
  times: readonly { readonly attempt: ConductedRow; readonly time: AttemptTime | Miss }[],
  now: Date,
): MovedAttempt[] {
  return times.flatMap(({ attempt, time }) =>
    typeof time === 'string'
      ? [{ id: attempt.id, time: attempt }]
      : moved([{ attempt, time }], now),
  )
}
