import { adaptiveDelivery } from '../domain/assembly/adaptive/adaptive-run.ts'
import { type Form, isAdaptive } from '../domain/assembly/form.ts'
import { attemptIdFor, deadlineFor, seedFor } from '../domain/delivery/attempt.ts'
import { consentDigest } from '../domain/delivery/consent.ts'
import { Refusal } from '../domain/refusal.ts'
import { stateOfExam, windowEndOf } from '../domain/scheduling/exam.ts'
import { isOutage, recovering } from '../store/beat.ts'
import type { FrozenExam } from '../store/frozen-content.ts'
import type { Opening, OpeningAsked } from '../store/starts/read-openings.ts'
import type { FreshAttempt } from '../store/views/candidate.ts'
import type { Deps } from './deps.ts'

interface Starter {
  readonly personId: string
  readonly unitPath: string
  /** Digest of what the candidate agreed to; null or left out: nothing. */
  readonly consent?: string | null
}

/** `fresh`: what the view of an attempt that has just begun is made of, without reading it. */
export type Started =
  | { readonly attemptId: string; readonly started: false }
  | { readonly attemptId: string; readonly started: true; readonly fresh: FreshAttempt }

/** An exam may be given time while somebody begins it, seldom more than once. */
const TRIES = 5
const LONGEST_WAIT_SECONDS = 30

/**
 * Starts the candidate's attempt, or finds the one that has begun: the id follows from exam and
 * candidate, so a double click, a retry or a second device can't make two.
 * @throws Refusal 'not-assigned', 'exam-not-open', 'exam-paused', 'consent-required',
 *   'service-busy', and 'service-recovering' while the window's end is about to move
 */
export async function startAttempt(
  deps: Deps,
  candidate: Starter,
  examId: string,
): Promise<Started> {
  // One moment for all: an exam that was open then has time left, however long the draw takes.
  const asked: OpeningAsked = {
    attemptId: attemptIdFor(examId, candidate.personId, 1),
    examId,
    personId: candidate.personId,
    startedAt: deps.now(),
  }
  return deps.starts.admit(async () => {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const started = await tryToStart(deps, candidate, asked)
      if (started) return started
    }
    throw new Refusal('changed-meanwhile', 'the exam is being changed; start again')
  })
}

/** Null: the exam was changed meanwhile, and nothing was written. */
async function tryToStart(
  deps: Deps,
  candidate: Starter,
  asked: OpeningAsked,
): Promise<Started | null> {
  const { attemptId, startedAt } = asked
  const opening = await deps.starts.open(asked)
  if (opening.extraTimeShare === null) {
    throw new Refusal('not-assigned', 'you are not assigned to this exam')
  }
  if (opening.hasBegun) return { attemptId, started: false }
  const exam = openNow(await deps.frozen.exam(asked.examId), opening, startedAt)
  const consent = consentTo(exam, candidate.consent ?? null)
  const form = opening.preparedForm ?? (await firstForm(deps, exam, attemptId))
  const { extraTimeShare } = opening
  const deadlineAt = deadlineOf(exam, { ...opening, extraTimeShare }, startedAt)
  const about = { attemptId, examId: exam.id, candidateId: candidate.personId }
  const itemsLeft = isAdaptive(form) ? 0 : null
  const times = { startedAt, deadlineAt }
  const outcome = await deps.starts.start({
    ...{ ...about, ...times, itemsLeft, unitPath: candidate.unitPath },
    form: opening.preparedForm ? null : JSON.stringify(form),
    noticeCount: opening.noticeCount,
    examVersion: opening.examVersion,
    detail: {
      ...{ examId: exam.id, formDigest: form.digest, deadlineAt: deadlineAt.toISOString() },
      ...consent,
    },
  })
  if (outcome === 'changed') return null
  if (outcome === 'there') return { attemptId, started: false }
  const frame = { ...about, form, itemsLeft, bank: await deps.frozen.bank(exam.bankVersionId) }
  deps.frozen.remember(frame)
  const { assistiveTechnology, noticeCount } = opening
  return {
    attemptId,
    started: true,
    fresh: { ...times, frame, exam, assistiveTechnology, noticeCount },
  }
}

/**
 * @throws Refusal 'exam-not-open', 'service-recovering'; 'exam-paused' with when to ask again
 */
function openNow(exam: FrozenExam | null, opening: Opening, now: Date): FrozenExam {
  const state = exam ? stateOfExam({ ...exam, ...opening }, now) : 'draft'
  if (exam && state === 'checking' && endMoves(exam, opening, now)) throw recovering()
  if (!exam || state !== 'open') throw new Refusal('exam-not-open', 'the exam is not open now')
  const pauseMs = (opening.pausedUntil?.getTime() ?? 0) - now.getTime()
  if (pauseMs <= 0) return exam
  // A pause may be ended early: asking again now and then is no burden.
  const seconds = Math.min(LONGEST_WAIT_SECONDS, Math.ceil(pauseMs / 1000))
  throw new Refusal('exam-paused', 'the exam pauses for everybody now', [], seconds)
}

/** Whether the window's end is to move yet: by time that the service was away before it. */
function endMoves(exam: FrozenExam, { beatAt, extendedSeconds }: Opening, now: Date): boolean {
  return (
    beatAt !== null && isOutage(beatAt, now) && beatAt < windowEndOf({ ...exam, extendedSeconds })
  )
}

/** @throws Refusal 'service-recovering' where it would be the end of a window that is to move */
function deadlineOf(
  exam: FrozenExam,
  opening: Opening & { readonly extraTimeShare: number },
  startedAt: Date,
): Date {
  const { extraTimeShare, extendedSeconds } = opening
  const { timeLimitSeconds } = exam.blueprint
  const windowClosesAt = windowEndOf({ ...exam, extendedSeconds })
  const deadlineAt = deadlineFor({ startedAt, windowClosesAt, timeLimitSeconds, extraTimeShare })
  if (deadlineAt >= windowClosesAt && endMoves(exam, opening, startedAt)) throw recovering()
  return deadlineAt
}

/** What the log keeps of a consent that the exam asks for. @throws Refusal 'consent-required' */
function consentTo(
  { requirements, reviewRules }: FrozenExam,
  given: string | null,
): { readonly consent?: string } {
  if (!requirements?.consent) return {}
  if (given === consentDigest(reviewRules)) return { consent: given }
  throw new Refusal('consent-required', 'agree to the notice as it reads now before you start')
}

/** The whole form, or what an adaptive one begins with; the same at every time of asking. */
export async function firstForm(
  { frozen }: Pick<Deps, 'frozen'>,
  exam: FrozenExam,
  attemptId: string,
): Promise<Form> {
  const seed = seedFor(exam.secretHex, attemptId)
  if (!adaptiveDelivery(exam.blueprint)) return (await frozen.draw(exam)).draw(seed)
  return (await frozen.adaptive(exam)).begin(seed).form()
}
