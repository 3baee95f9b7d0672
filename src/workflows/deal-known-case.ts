import type { EntityManager } from '@mikro-orm/postgresql'
import { adaptiveDelivery } from '../domain/assembly/adaptive/adaptive-run.ts'
import type { Form } from '../domain/assembly/form.ts'
import { seedFor } from '../domain/delivery/attempt.ts'
import { digestOf } from '../domain/digest.ts'
import { type KnownCase, makeKnownCase } from '../domain/settlement/known-case/make-known-case.ts'
import { KnownCaseEntity } from '../store/entities/review.ts'
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
 * Puts a known case beside a real one into an auditor's queue: on a form drawn like any other of
 * the exam, begun when somebody began, opened on the same day and due with it. Nothing in it is
 * about a person. Adaptive exams have none: their forms follow from who answers.
 */
export async function dealKnownCase(deps: Deps, seat: GivenSeat): Promise<void> {
  const { reviewed, auditorId, dueAt } = seat
  const frozen = await deps.frozen.exam(reviewed.examId)
  if (!frozen || adaptiveDelivery(frozen.blueprint)) return
  const part = await write(deps.orm, (em) => loadExamPart(deps, em, reviewed.examId))
  const seed = deps.randomHex(32)
  const form = await firstForm(deps, frozen, seedFor(frozen.secretHex, seed))
  await write(deps.orm, async (em) => {
    const begun = await someStart(deps, em, reviewed.examId)
    const { startedAt, known } = knownOf(part, { seed, form, begun, openedAt: reviewed.openedAt })
    const { exam } = part
    const { scenario, truth, closedAt, weight } = known
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
    readonly form: Form
    readonly begun: Date
    readonly openedAt: Date
  },
): { readonly startedAt: Date; readonly known: KnownCase } {
  const { seed, form, begun, openedAt } = played
  const { timeLimitSeconds, levels, passingLevel } = blueprint
  const stage = {
    seed,
    bank,
    form,
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
