import type { AttemptView, EntriesSaved } from '../../../domain/delivery/views.ts'
import type { Me } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { entryStore, forgetOldEntries, type HeldEntries } from '../journal/entry-store.ts'
import { createJournal, type Journal } from '../journal/journal.ts'
import { restoreQueue } from '../journal/queue.ts'
import { type Answers, answersWith } from './counts.ts'
import { createExamTime, type ExamTime } from './exam-time.ts'
import { newId } from './new-id.ts'

export interface OpenAttempt {
  readonly view: AttemptView
  readonly journal: Journal
  readonly time: ExamTime
  /** Answers as they stand: the server's, with this device's unsent ones over them. */
  readonly answers: Answers
  /** Whose attempt it is, for signing in again; null where that could not be read. */
  readonly account: string | null
}

const NOTHING: HeldEntries = { pending: [], refused: [] }

/** Reads the attempt and what this device still holds of it, and starts its journal. */
export async function openAttempt(attemptId: string): Promise<OpenAttempt> {
  const store = entryStore(attemptId)
  const time = createExamTime(() => performance.now())
  const [view, held, me] = await Promise.all([
    api.get<AttemptView>(`/attempts/${attemptId}`),
    store.load().catch(() => null),
    api.get<Me>('/me').catch(() => null),
  ])
  time.sync(view)
  void forgetOldEntries(Date.now()).catch(() => {})
  const queue = restoreQueue((held ?? NOTHING).pending, view.nextSequence)
  const journal = createJournal(
    {
      put: (entries) => store.put(entries),
      remove: (ids) => store.remove(ids),
      refuse: (entries, code) => store.put(entries, code),
      send: (entries) => api.post<EntriesSaved>(`/attempts/${attemptId}/entries`, { entries }),
      onReply: ({ savedAt, deadlineAt }) => time.sync({ serverNow: savedAt, deadlineAt }),
      clockMs: () => performance.now(),
      newId,
      chance: Math.random,
      after: (ms, action) => {
        const timer = setTimeout(action, ms)
        return () => clearTimeout(timer)
      },
    },
    { queue, refused: (held ?? NOTHING).refused, kept: held !== null },
  )
  return {
    view,
    journal,
    time,
    answers: answersWith(view, queue.pending),
    account: me?.account ?? null,
  }
}
