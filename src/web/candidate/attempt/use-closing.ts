import { useCallback, useEffect, useRef, useState } from 'react'
import type { AttemptNews } from '../../../domain/delivery/conduct.ts'
import type { Receipt } from '../../../domain/delivery/views.ts'
import { api } from '../../shared/api.ts'
import { ApiProblem } from '../../shared/api-error.ts'
import type { JournalSnapshot } from '../journal/journal-types.ts'
import { closeAttempt } from './close-attempt.ts'
import type { Trouble } from './insist.ts'
import type { OpenAttempt } from './open-attempt.ts'

/** `elsewhere`: it was submitted on another page; this one fetches the receipt. */
export type ClosingCause = 'candidate' | 'deadline' | 'elsewhere'

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

/** Less than this may be no more than clocks put right. */
const GIVEN_SECONDS = 2

/** How long a page that is not live waits before it asks for the receipt again. */
const RECEIPT_AGAIN_MS = 3_000

/** Whether the server still runs the attempt, with more time than this page knew of. */
async function extended({ view, time, news, journal }: OpenAttempt): Promise<boolean> {
  const newer = await api
    .get<AttemptNews>(`/attempts/${view.attemptId}/news`, { timeoutMs: 5_000 })
    .catch(() => null)
  if (newer === null) return false
  time.sync(newer)
  news.hear(newer)
  journal.hearClaim(newer.claim)
  return newer.state === 'running' && time.secondsLeft() > 0
}

/** Another page was opened later: while there is time, only that one can submit. */
function isSuperseded(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'page-superseded'
}

/** Whether the service takes no more entries. */
function isOver({ stopped }: JournalSnapshot): boolean {
  return stopped === 'time-limit-passed' || stopped === 'attempt-not-running'
}

/** One way to the end: what it says while it is under way, and whether it still is. */
interface Run {
  readonly cause: ClosingCause
  readonly goesOn: () => boolean
  /** Null when the candidate works on. */
  readonly say: (state: ClosingState | null) => void
  readonly waitForSignIn: () => Promise<void>
}

/** Closes the attempt; null when the work goes on, here or on the page that is live. */
async function close(opened: OpenAttempt, run: Run): Promise<Receipt | null> {
  const { cause, goesOn, say, waitForSignIn } = run
  const tell = (state: ClosingState | null) => (goesOn() ? say(state) : undefined)
  try {
    return await closeAttempt(opened, {
      cancelled: () => !goesOn(),
      onTrouble: (trouble) => tell({ cause, trouble, error: null }),
      waitForSignIn,
    })
  } catch (error) {
    if (!isSuperseded(error)) tell({ cause, trouble: null, error })
    // With time left the page is covered; without, it asks until there is a receipt.
    else if (await extended(opened)) tell(null)
    else {
      await new Promise((resolve) => setTimeout(resolve, RECEIPT_AGAIN_MS))
      return close(opened, run)
    }
    return null
  }
}

/** Submitting by the candidate, and closing when the time is up or the server says so. */
export function useClosing(
  opened: OpenAttempt,
  facts: {
    readonly secondsLeft: number
    readonly journal: JournalSnapshot
    /** The service has said, other than to the journal, that the attempt is over. */
    readonly over: 'deadline' | 'elsewhere' | null
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
      const goesOn = () => run.current === mine
      setClosing({ cause, trouble: null, error: null })
      if (maybeExtended && (await extended(opened))) return setClosing(null)
      const waitForSignIn = () =>
        new Promise<void>((resolve) => {
          resume.current = resolve
        })
      const receipt = await close(opened, { cause, goesOn, say: setClosing, waitForSignIn })
      if (receipt !== null && goesOn()) done.current(receipt)
    },
    [opened],
  )
  const timeUp = facts.secondsLeft <= 0
  const over = facts.over ?? (isOver(facts.journal) ? 'deadline' : null)
  // What was submitted from here is no news.
  const free = closing === null || (closing.cause === 'candidate' && over !== 'elsewhere')
  useEffect(() => {
    if (free && (timeUp || over !== null)) void start(over ?? 'deadline', over === null)
  }, [free, timeUp, over, start])
  const turnBack = useCallback(() => {
    run.current += 1
    setClosing(null)
  }, [])
  // Time given while the page was closing by the old one: the work goes on.
  const given = over === null && facts.secondsLeft >= GIVEN_SECONDS
  const late = closing?.cause === 'deadline'
  useEffect(() => {
    if (late && given) turnBack()
  }, [late, given, turnBack])
  return {
    closing,
    submit: () => void start('candidate', false),
    turnBack,
    signedInAgain: () => resume.current(),
  }
}
