import type { AttemptView, EntriesSaved } from '../../../domain/delivery/views.ts'
import type { Me } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { newId } from '../../shared/new-id.ts'
import { entryStore, forgetOldEntries, type HeldEntries } from '../journal/entry-store.ts'
import { createJournal } from '../journal/journal.ts'
import type { Journal, JournalPorts } from '../journal/journal-types.ts'
import { restoreQueue } from '../journal/queue.ts'
import { sendFailure } from '../journal/send-failure.ts'
import {
  forgetOldViews,
  forgetView,
  type KeptView,
  keepView,
  readView,
} from '../offline/kept-view.ts'
import { asOfNow, type ReadView } from './begun-attempt.ts'
import { type Answers, answersWith } from './counts.ts'
import { createExamTime, type ExamTime } from './exam-time.ts'
import { guessTime } from './guess-time.ts'
import { type KeptAttempt, keepAttempt } from './kept-attempt.ts'
import { createNewsStore, type NewsStore } from './news-store.ts'

export interface OpenAttempt {
  readonly view: AttemptView
  readonly journal: Journal
  readonly time: ExamTime
  readonly news: NewsStore
  /** Puts a newer view in place of the one that is kept for opening without a network. */
  readonly keep: (view: AttemptView) => void
  /** Answers as they stand: the server's, with this device's unsent ones over them. */
  readonly answers: Answers
  /** Whose attempt it is, for signing in again; null where that could not be read. */
  readonly account: string | null
}

const NOTHING: HeldEntries = { pending: [], refused: [] }
/** Where there is something to go on with, nobody waits longer for a slow service. */
const OPENING_MS = 12_000
/** What an earlier page held is sent before the answers are read; after this it counts as later. */
const SENDING_MS = 8_000

interface Found extends ReadView {
  /** Set where the service could not be reached and the view is from this device. */
  readonly kept: KeptView | null
}

/** Opens the attempt at the service, or without it as this device last knew it. */
async function find(attemptId: string): Promise<Found> {
  const kept = await readView(attemptId).catch(() => null)
  const patience = kept === null ? {} : { timeoutMs: OPENING_MS }
  try {
    const path = `/attempts/${attemptId}/opening`
    const view = await api.post<AttemptView>(path, {}, patience)
    return { view, atMs: performance.now(), kept: null }
  } catch (error) {
    if (kept === null || sendFailure(error).kind !== 'retry') throw error
    return { view: kept.view, atMs: performance.now(), kept }
  }
}

function portsFor(
  attemptId: string,
  parts: { readonly time: ExamTime; readonly news: NewsStore; readonly kept: KeptAttempt },
): JournalPorts {
  const store = entryStore(attemptId)
  const { time, news, kept } = parts
  return {
    put: (entries) => {
      kept.made(entries)
      return store.put(entries)
    },
    remove: async (ids) => {
      await kept.settled(ids)
      await store.remove(ids)
    },
    refuse: (entries, code) => store.put(entries, code),
    send: (entries) => api.post<EntriesSaved>(`/attempts/${attemptId}/entries`, { entries }),
    onReply: (saved) => {
      time.sync({ ...saved, serverNow: saved.savedAt })
      news.hearSaved(saved)
    },
    clockMs: () => performance.now(),
    newId,
    chance: Math.random,
    after: (ms, action) => {
      const timer = setTimeout(action, ms)
      return () => clearTimeout(timer)
    },
  }
}

/**
 * Whether another page has opened the attempt since this device's unsent answers were given:
 * which of them count only the service can tell, once it has them.
 */
function isOvertaken({ pending }: HeldEntries, { state, claim }: AttemptView): boolean {
  return state === 'running' && pending.some((entry) => (entry.claim ?? 0) < claim - 1)
}

function forgetOld(): void {
  // Nobody waits for it, and the next opening tries again.
  void forgetOldEntries(Date.now()).catch(() => {})
  void forgetOldViews(Date.now()).catch(() => {})
}

/**
 * Reads the attempt and what this device still holds of it, and starts its journal; `begun` is
 * the view of one that this page has just begun, and thereby opened.
 */
export async function openAttempt(attemptId: string, begun: ReadView | null): Promise<OpenAttempt> {
  const [held, found, me] = await Promise.all([
    entryStore(attemptId)
      .load()
      .catch(() => null),
    begun === null ? find(attemptId) : { ...begun, kept: null },
    api.get<Me>('/me').catch(() => null),
  ])
  const { view, kept } = found
  const account = me?.account ?? kept?.account ?? null
  const guess = kept === null ? undefined : guessTime(kept, Date.now())
  const time = createExamTime(() => performance.now(), guess)
  if (kept === null) time.sync(asOfNow(found))
  forgetOld()
  const news = createNewsStore(view)
  const { pending, refused } = held ?? NOTHING
  const keeping = keepAttempt(view, { account, time }, { keep: keepView, forget: forgetView })
  keeping.made(pending)
  const queue = restoreQueue(pending, view.nextSequence)
  const journal = createJournal(portsFor(attemptId, { time, news, kept: keeping }), {
    ...{ queue, refused, kept: held !== null, claim: view.claim },
  })
  const opened = { journal, time, news, account, keep: keeping.replace }
  if (kept !== null || !isOvertaken(held ?? NOTHING, view)) {
    return { ...opened, view, answers: answersWith(view, queue.pending) }
  }
  const latest = await viewOnceSent(attemptId, journal)
  if (latest === null) return { ...opened, view, answers: answersWith(view, queue.pending) }
  keeping.replace(latest)
  return { ...opened, view: latest, answers: answersWith(latest, []) }
}

/** The attempt once the service has what was held here; null where that takes too long. */
async function viewOnceSent(attemptId: string, journal: Journal): Promise<AttemptView | null> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, SENDING_MS))
  await Promise.race([journal.drain(), late])
  if (journal.snapshot().pending > 0) return null
  return api.get<AttemptView>(`/attempts/${attemptId}`).catch(() => null)
}
