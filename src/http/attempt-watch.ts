import { setTimeout as wait } from 'node:timers/promises'
import type { AttemptNews } from '../domain/delivery/conduct.ts'
import { read, SYSTEM } from '../store/scope.ts'
import { type AttemptNewsRow, readNewsOf } from '../store/views/notices.ts'
import type { EventStream } from './event-stream.ts'
import type { HttpDeps } from './http-deps.ts'

/** Attempts read at a time; more wait until the candidates' saves have had their turn. */
const READ_AT_ONCE = 250
/** After a reading that failed. */
const RETRY_MS = 1_000
/** Every stream beats once a round, a part of them each second. */
const ROUND_SECONDS = 15
/** Streams that one attempt has at once: some tabs, and some that broke without telling. */
const MOST_AN_ATTEMPT = 8
/** As long as an access token, less a part by chance: thousands must not come back together. */
const LONGEST_MS = 600_000
const SPREAD_MS = 60_000

/** What a stream is told besides news, so that its page can see that it is not dead. */
export const BEAT = 'beat'
export const NEWS = 'news'

interface Follower {
  readonly attemptId: string
  readonly stream: Pick<EventStream, 'send' | 'end'>
  readonly endsAtMs: number
  /** What it was told last, without the time and the words of the notices. */
  told: string
}

/** Pushes to pages how their attempts stand; for all of this process together. */
export interface AttemptWatch {
  /** Tells how the attempt stands, at once and whenever that changes, until the stream ends. */
  readonly follow: (attemptId: string, stream: EventStream) => void
  readonly size: () => number
  readonly close: () => void
}

interface Watch {
  readonly deps: Pick<HttpDeps, 'sql' | 'now'>
  readonly onError: (error: unknown) => void
  readonly followers: Map<string, Set<Follower>>
  /** Attempts by exam, once they have been read. */
  readonly exams: Map<string, Set<string>>
  readonly examOf: Map<string, string>
  /** Attempts to be read, those that wait longest first. */
  readonly due: Set<string>
  readonly rounds: readonly Set<Follower>[]
  pumping: boolean
  second: number
}

/** One reading for many attempts, one timer for all streams, and none where nobody follows. */
export function createAttemptWatch(
  deps: Pick<HttpDeps, 'sql' | 'now' | 'wakeups'>,
  onError: (error: unknown) => void,
): AttemptWatch {
  const watch: Watch = {
    deps,
    onError,
    followers: new Map(),
    exams: new Map(),
    examOf: new Map(),
    due: new Set(),
    rounds: Array.from({ length: ROUND_SECONDS }, () => new Set<Follower>()),
    pumping: false,
    second: 0,
  }
  let stopListening: (() => void) | null = null
  let ticking: NodeJS.Timeout | null = null
  let isClosed = false
  return {
    follow: (attemptId, stream) => {
      // Asked for before the service began to close: nobody would end it any more.
      if (isClosed) return stream.end()
      stopListening ??= deps.wakeups.listen({
        exam: (examId) => wakeExam(watch, examId),
        attempt: (attemptId) => {
          if (watch.followers.has(attemptId)) wake(watch, [attemptId])
        },
        missed: () => wake(watch, watch.followers.keys()),
      })
      ticking ??= setInterval(() => beat(watch), 1_000).unref()
      follow(watch, attemptId, stream)
    },
    size: () => watch.followers.values().reduce((sum, all) => sum + all.size, 0),
    close: () => {
      isClosed = true
      stopListening?.()
      if (ticking) clearInterval(ticking)
      for (const all of watch.followers.values()) for (const one of all) one.stream.end()
    },
  }
}

function follow(watch: Watch, attemptId: string, stream: EventStream): void {
  const endsAtMs = performance.now() + LONGEST_MS - Math.random() * SPREAD_MS
  const follower: Follower = { attemptId, stream, endsAtMs, told: '' }
  const together = watch.followers.get(attemptId) ?? new Set()
  watch.followers.set(attemptId, together.add(follower))
  if (together.size > MOST_AN_ATTEMPT) endOldest(together)
  const round = watch.rounds[Math.floor(Math.random() * ROUND_SECONDS)]
  round?.add(follower)
  stream.ended.addEventListener('abort', () => {
    round?.delete(follower)
    together.delete(follower)
    if (together.size === 0 && watch.followers.get(attemptId) === together) forget(watch, attemptId)
  })
  wake(watch, [attemptId])
}

function endOldest(together: Set<Follower>): void {
  const [oldest] = together
  if (!oldest) return
  together.delete(oldest)
  oldest.stream.end()
}

function forget(watch: Watch, attemptId: string): void {
  watch.followers.delete(attemptId)
  watch.due.delete(attemptId)
  const examId = watch.examOf.get(attemptId)
  watch.examOf.delete(attemptId)
  if (examId === undefined) return
  const attempts = watch.exams.get(examId)
  attempts?.delete(attemptId)
  if (attempts?.size === 0) watch.exams.delete(examId)
}

function wakeExam(watch: Watch, examId: string): void {
  wake(watch, watch.exams.get(examId) ?? [])
  // Attempts whose exam is not known yet are being read: that reading may be from just before.
  wake(
    watch,
    watch.followers.keys().filter((attemptId) => !watch.examOf.has(attemptId)),
  )
}

function wake(watch: Watch, attemptIds: Iterable<string>): void {
  for (const attemptId of attemptIds) watch.due.add(attemptId)
  if (watch.pumping || watch.due.size === 0) return
  watch.pumping = true
  void pump(watch)
}

/** Reads what is due, a part at a time, and rests as long as that took. */
async function pump(watch: Watch): Promise<void> {
  // What is asked for at the same moment is read together.
  await wait(20, undefined, { ref: false })
  while (watch.due.size > 0) {
    const attemptIds = watch.due.values().take(READ_AT_ONCE).toArray()
    for (const attemptId of attemptIds) watch.due.delete(attemptId)
    const startedAt = performance.now()
    try {
      const { sql, now } = watch.deps
      const rows = await read(sql, SYSTEM, (tx) => readNewsOf(tx, attemptIds, now()))
      for (const row of rows) tell(watch, row)
      await wait(performance.now() - startedAt, undefined, { ref: false })
    } catch (error) {
      watch.onError(error)
      for (const id of attemptIds) if (watch.followers.has(id)) watch.due.add(id)
      await wait(RETRY_MS, undefined, { ref: false })
    }
  }
  watch.pumping = false
}

function tell(watch: Watch, { attemptId, examId, news }: AttemptNewsRow): void {
  const together = watch.followers.get(attemptId)
  if (!together) return
  watch.examOf.set(attemptId, examId)
  const attempts = watch.exams.get(examId) ?? new Set()
  watch.exams.set(examId, attempts.add(attemptId))
  const told = shapeOf(news)
  for (const follower of together) {
    if (follower.told !== told) follower.stream.send(NEWS, news)
    follower.told = told
    // Nothing more comes of it; who reopens it comes to a page that follows anew.
    if (news.state !== 'running') follower.stream.end()
  }
}

/** Equal where nothing has changed: notices are only ever added. */
function shapeOf({ state, deadlineAt, pausedUntil, claim, notices }: AttemptNews): string {
  return [state, deadlineAt, pausedUntil, claim, notices.length].join(' ')
}

function beat(watch: Watch): void {
  watch.second = (watch.second + 1) % ROUND_SECONDS
  const now = performance.now()
  const content = { serverNow: watch.deps.now().toISOString() }
  for (const follower of watch.rounds[watch.second] ?? []) {
    if (follower.endsAtMs <= now) follower.stream.end()
    else follower.stream.send(BEAT, content)
  }
}
