import { useCallback, useEffect, useRef, useState } from 'react'
import type { AttemptView, Receipt } from '../../../domain/delivery/views.ts'
import { api } from '../../shared/api.ts'
import type { JournalSnapshot } from '../journal/journal.ts'
import { closeAttempt } from './close-attempt.ts'
import type { Trouble } from './insist.ts'
import type { OpenAttempt } from './open-attempt.ts'

export type ClosingCause = 'candidate' | 'deadline'

export interface ClosingState {
  readonly cause: ClosingCause
  readonly trouble: Trouble | null
  readonly error: unknown
}

export interface ClosingControl {
  /** Null while the attempt is being worked on. */
  readonly closing: ClosingState | null
  readonly submit: () => void
  readonly turnBack: () => void
  readonly signedInAgain: () => void
}

/** Whether the server still runs the attempt, with more time than this page knew of. */
async function extended({ view, time }: OpenAttempt): Promise<boolean> {
  const newer = await api
    .get<AttemptView>(`/attempts/${view.attemptId}`, { timeoutMs: 5_000 })
    .catch(() => null)
  if (newer === null) return false
  time.sync(newer)
  return newer.state === 'running' && time.secondsLeft() > 0
}

/** Submitting by the candidate, and closing when the time is up or the server says so. */
export function useClosing(
  opened: OpenAttempt,
  facts: {
    readonly secondsLeft: number
    readonly journal: JournalSnapshot
    /** The service has said, other than to the journal, that the attempt is over. */
    readonly over: boolean
  },
  onClosed: (receipt: Receipt) => void,
): ClosingControl {
  const [closing, setClosing] = useState<ClosingState | null>(null)
  const run = useRef(0)
  const resume = useRef<() => void>(() => {})
  const done = useRef(onClosed)
  done.current = onClosed
  const start = useCallback(
    async (cause: ClosingCause, maybeExtended: boolean) => {
      const mine = ++run.current
      setClosing({ cause, trouble: null, error: null })
      if (maybeExtended && (await extended(opened))) return setClosing(null)
      try {
        const receipt = await closeAttempt(opened, {
          cancelled: () => run.current !== mine,
          onTrouble: (trouble) =>
            run.current === mine && setClosing({ cause, trouble, error: null }),
          waitForSignIn: () =>
            new Promise((resolve) => {
              resume.current = resolve
            }),
        })
        if (receipt !== null && run.current === mine) done.current(receipt)
      } catch (error) {
        if (run.current === mine) setClosing({ cause, trouble: null, error })
      }
    },
    [opened],
  )
  const timeUp = facts.secondsLeft <= 0
  const stopped = facts.journal.stopped
  const over = facts.over || stopped === 'time-limit-passed' || stopped === 'attempt-not-running'
  const free = closing === null || closing.cause === 'candidate'
  useEffect(() => {
    if (free && (timeUp || over)) void start('deadline', !over)
  }, [free, timeUp, over, start])
  return {
    closing,
    submit: () => void start('candidate', false),
    turnBack: () => {
      run.current += 1
      setClosing(null)
    },
    signedInAgain: () => resume.current(),
  }
}
