import { Refusal } from '../refusal.ts'
import { type ReleaseResults, stateOfExam, windowEndOf } from '../scheduling/exam.ts'
import {
  type AttemptTime,
  extendTime,
  isPaused,
  type Miss,
  pauseAddsToWindow,
  pauseTime,
  reopenTime,
  resumeTime,
} from './attempt-time.ts'
import type { ConductAct } from './conduct.ts'

/** What an act on an exam depends on. */
export interface ConductedExam {
  readonly publishedAt: Date | null
  readonly finalAt: Date | null
  readonly opensAt: Date
  readonly closesAt: Date
  readonly extendedSeconds: number
  readonly pausedUntil: Date | null
  readonly releaseResults: ReleaseResults
}

/** What an act on an attempt depends on. */
export interface ConductedAttempt extends AttemptTime {
  readonly id: string
  readonly state: 'running' | 'submitted' | 'expired'
  /** Whether auditors have decided about it. */
  readonly caseDecided: boolean
}

/** The part of an exam that acts to all move. */
export interface ExamTime {
  readonly extendedSeconds: number
  readonly pausedUntil: Date | null
}

/**
 * Whether an act can be done about an exam at all.
 * @throws Refusal 'exam-not-open', 'invalid-input' or 'results-known'
 */
export function refuseAct(
  exam: ConductedExam,
  act: ConductAct,
  on: { readonly toAll: boolean; readonly now: Date },
): void {
  const state = stateOfExam(exam, on.now)
  if (state === 'final') {
    throw new Refusal('exam-not-open', 'the exam is final: nothing about it changes any more')
  }
  if (state === 'draft' || state === 'published') {
    throw new Refusal('exam-not-open', 'the exam has not begun')
  }
  if (act.kind !== 'reopen') return
  if (on.toAll) {
    const detail = 'attempts are reopened by name, not all at once'
    throw new Refusal('invalid-input', detail, [{ pointer: '/to', detail }])
  }
  if (exam.releaseResults === 'at-submission') {
    throw new Refusal('results-known', 'results of this exam are shown at submission')
  }
}

/** An attempt's time after an act, or why the act does not reach it. */
export function actOn(
  attempt: ConductedAttempt,
  act: ConductAct,
  { now, examPausedUntil }: { readonly now: Date; readonly examPausedUntil: Date | null },
): AttemptTime | Miss {
  if (act.kind === 'reopen') {
    if (attempt.state === 'running') return 'still-running'
    if (attempt.caseDecided) return 'case-decided'
    return reopenTime(attempt.startedAt, { seconds: act.seconds, now, examPausedUntil })
  }
  if (attempt.state !== 'running') return 'closed'
  switch (act.kind) {
    case 'message':
      return attempt
    case 'extend':
      return extendTime(attempt, act.seconds, now)
    case 'pause':
      return pauseTime(attempt, act.seconds, now)
    case 'resume':
      return resumeTime(attempt, now)
  }
}

/**
 * The exam's own time after an act to all. Only an open window gets longer, and what a resumption
 * gives back stays with it: it is never shortened.
 */
export function examTimeAfter(exam: ConductedExam, act: ConductAct, now: Date): ExamTime {
  const { extendedSeconds, pausedUntil } = exam
  const windowEnd = windowEndOf(exam)
  if (act.kind === 'extend' && now < windowEnd) {
    return { extendedSeconds: extendedSeconds + act.seconds, pausedUntil }
  }
  if (act.kind === 'pause') {
    const window = { opensAt: exam.opensAt, windowEnd, pausedUntil }
    const until = new Date(now.getTime() + act.seconds * 1000)
    return {
      extendedSeconds: extendedSeconds + pauseAddsToWindow(window, act.seconds, now),
      pausedUntil: pausedUntil !== null && pausedUntil > until ? pausedUntil : until,
    }
  }
  const ends = act.kind === 'resume' && isPaused(exam, now)
  return { extendedSeconds, pausedUntil: ends ? now : pausedUntil }
}
