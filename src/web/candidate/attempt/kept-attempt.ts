import type { AttemptView } from '../../../domain/delivery/views.ts'
import type { Entry } from '../journal/entry.ts'
import { answersWith } from './counts.ts'
import type { ExamTime } from './exam-time.ts'

/** What a page that opens without the service finds: view and answers as last known here. */
export interface KeptAttempt {
  /** An entry that is on its way; with the service it becomes part of what is kept. */
  readonly made: (entries: readonly Entry[]) => void
  /** The service has these: kept in the view before they go from the device's queue. */
  readonly settled: (entryIds: readonly string[]) => Promise<void>
  readonly replace: (view: AttemptView) => void
}

/** Where views lie on this device. Every call may reject: it may have no room. */
export interface ViewStore {
  readonly keep: (view: AttemptView, account: string | null) => Promise<void>
  readonly forget: (attemptId: string) => Promise<void>
}

/** Keeps an attempt on this device as it goes on. A device that can't is no reason to stop. */
export function keepAttempt(
  first: AttemptView,
  { account, time }: { readonly account: string | null; readonly time: Pick<ExamTime, 'reading'> },
  store: ViewStore,
): KeptAttempt {
  let view = first
  const entries = new Map<string, Entry>()
  const keep = (): Promise<void> => {
    const { state, attemptId } = view
    const done =
      state === 'running'
        ? store.keep({ ...view, ...time.reading() }, account)
        : store.forget(attemptId)
    return done.catch(() => {})
  }
  void keep()
  return {
    made: (made) => {
      for (const entry of made) entries.set(entry.entryId, entry)
    },
    settled: (entryIds) => {
      const gone = entryIds
        .flatMap((id) => entries.get(id) ?? [])
        .sort((one, other) => one.sequence - other.sequence)
      for (const id of entryIds) entries.delete(id)
      const last = gone[gone.length - 1]
      if (last === undefined) return Promise.resolve()
      const { responses, marked } = answersWith(view, gone)
      const nextSequence = Math.max(view.nextSequence, last.sequence + 1)
      view = { ...view, responses, marked: [...marked], nextSequence }
      return keep()
    },
    replace: (next) => {
      // A view read later may tell of a page opened since: this device goes on with its own claim.
      view = { ...next, claim: first.claim }
      void keep()
    },
  }
}
