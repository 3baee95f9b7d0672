import type { EntityManager } from '@mikro-orm/postgresql'
import { adaptiveDelivery } from '../domain/assembly/adaptive/adaptive-run.ts'
import { seedFor } from '../domain/delivery/attempt.ts'
import { digestOf } from '../domain/digest.ts'
import {
  adaptiveCourse,
  fixedCourse,
  type KnownCourse,
} from '../domain/settlement/known-case/known-course.ts'
import { type KnownCase, makeKnownCase } from '../domain/settlement/known-case/make-known-case.ts'
import { KnownCaseEntity } from '../store/entities/review.ts'
import type { FrozenExam } from '../store/frozen-content.ts'
import { appendLog } from '../store/journal/append-log.ts'
import type { StaffedRow } from '../store/review/read-staffed-cases.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { type ExamPart, loadExamPart } from './load-settlement-input.ts'
import { openingOf, toldFrom } from './open-case.ts'
import { firstForm } from './start-attempt.ts'

const MINUTE_MS = 60_000
/** A known attempt begins at most so long after a real one. */
const AROUND_MINUTES = 20

/** A seat as it was given, with its case. */
export interface GivenSeat {
  readonly auditorId: string
  readonly reviewed: StaffedRow
  readonly dueAt: Date
}

/**
 * Puts a known case beside a real one into an auditor's queue: on items drawn like any other of the
 * exam, in an adaptive one by its answers, begun when somebody began, opened on the same day and due
 * with it. Nothing in it is about a person.
 */
export async function dealKnownCase(deps: Deps, seat: GivenSeat): Promise<void> {
  const { reviewed, auditorId, dueAt } = seat
  const frozen = await deps.frozen.exam(reviewed.examId)
  if (!frozen) return
  const part = await write(deps.orm, (em) => loadExamPart(deps, em, reviewed.examId))
  const seed = deps.randomHex(32)
  const beginCourse = await courseOf(deps, frozen, { part, seed })
  await write(deps.orm, async (em) => {
    const begun = await someStart(deps, em, reviewed.examId)
    const { startedAt, known } = knownOf(part, {
      seed,
      beginCourse,
      begun,
      openedAt: reviewed.openedAt,
    })
    const { exam } = part
    const { scenario, truth, form, closedAt, weight } = known
    const opening = openingOf(deps, exam, reviewed.openedAt)
    em.create(KnownCaseEntity, {
      ...opening,
      ...{ auditorId, unitPath: reviewed.candidateUnitPath, dueAt },
      ...{ scenario, truth, seed, form, startedAt, closedAt, weight },
      entries: [...known.entries],
      statements: [...known.statements],
      flags: [...known.flags],
    })
    await appendLog(em, {
      chain: 'service:known-cases',
      actor: null,
      act: 'known-case-made',
      subject: opening.id,
      detail: { examId: exam.id, auditorId, digest: digestOf(known) },
      at: deps.now(),
    })
  })
}

/**
 * A known case in times that could be those of a real one: its attempt is closed when the case is
 * opened, and at that very moment as long as the exam is not final, and nobody says anything
 * before they are told.
 */
function knownOf(
  { bank, blueprint, calibration, amendments, exam }: ExamPart,
  played: {
    readonly seed: string
    readonly beginCourse: () => KnownCourse
    readonly begun: Date
    readonly openedAt: Date
  },
): { readonly startedAt: Date; readonly known: KnownCase } {
  const { seed, beginCourse, begun, openedAt } = played
  const { timeLimitSeconds, levels, passingLevel } = blueprint
  const stage = {
    seed,
    bank,
    beginCourse,
    calibration,
    amendments,
    timeLimitSeconds,
    levels,
    passingLevel,
  }
  const toldAt = new Date(Math.max(toldFrom(exam, openedAt).getTime(), openedAt.getTime()))
  const begin = (startedAt: Date) => ({
    startedAt,
    known: makeKnownCase({ ...stage, startedAt, toldAt }),
  })
  const drawn = begin(begun)
  const lateMs = drawn.known.closedAt.getTime() - openedAt.getTime()
  const isAtClosing = !exam.finalAt || openedAt < exam.finalAt
  return isAtClosing || lateMs > 0 ? begin(new Date(begun.getTime() - lateMs)) : drawn
}

/** The items as of an attempt of the exam with this id; each call begins anew. */
async function courseOf(
  deps: Deps,
  frozen: FrozenExam,
  { part, seed }: { readonly part: ExamPart; readonly seed: string },
): Promise<() => KnownCourse> {
  const { bank, calibration } = part
  const delivery = adaptiveDelivery(frozen.blueprint)
  if (!delivery) {
    const form = await firstForm(deps, frozen, seed)
    return () => fixedCourse(form, { bank, calibration })
  }
  const prepared = await deps.frozen.adaptive(frozen)
  const drawing = { bank, calibration, seed: seedFor(frozen.secretHex, seed) }
  const { fewestItems } = delivery
  return () => adaptiveCourse(prepared, { ...drawing, fewestItems })
}

/** A time about which a candidate of the exam began. */
async function someStart(deps: Deps, em: EntityManager, examId: string): Promise<Date> {
  const rows = await em.execute<{ startedMs: number }[]>(
    `select (extract(epoch from started_at) * 1000)::float8 as "startedMs" from attempt
     where exam_id = ? and state <> 'running' order by id limit 500`,
    [examId],
  )
  const draw = () => Number.parseInt(deps.randomHex(6), 16) / 2 ** 48
  const chosen = rows[Math.floor(draw() * rows.length)]
  if (!chosen) throw new Error('an exam with a case has an attempt')
  return new Date(Math.round(chosen.startedMs + draw() * AROUND_MINUTES * MINUTE_MS))
}
