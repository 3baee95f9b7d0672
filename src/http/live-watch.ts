import { setTimeout as wait } from 'node:timers/promises'
import { type LiveExam, readLiveExam } from '../store/views/live-board.ts'
import type { HttpDeps } from './http-deps.ts'

/** How often an exam is read at most, ms. */
const READ_EVERY_MS = 2000
/** Rest after a reading as a multiple of what it took: an exam never takes a connection for itself. */
const REST = 4

export interface Reading {
  readonly exam: LiveExam
  readonly readAt: Date
}

export interface Watcher {
  readonly tell: (reading: Reading) => void
  /** The exam could not be read: there is nothing more to tell. */
  readonly fail: (error: unknown) => void
}

/** Reads exams for all who watch them in this process. */
export interface LiveWatch {
  /** The exam as it was at most two seconds ago. @throws Refusal 'not-found' */
  readonly read: (examId: string) => Promise<Reading>
  /** Tells each reading from now on until the function it returns is called. */
  readonly watch: (examId: string, watcher: Watcher) => () => void
}

interface Known {
  readonly reading: Promise<Reading>
  readonly freshUntil: number
}

/** One reading an exam at a time, however many ask for it. */
export function createLiveWatch(deps: Pick<HttpDeps, 'sql' | 'now'>): LiveWatch {
  const known = new Map<string, Known>()
  const watchers = new Map<string, Set<Watcher>>()

  function read(examId: string): Promise<Reading> {
    const last = known.get(examId)
    if (last && last.freshUntil > performance.now()) return last.reading
    const startedAt = performance.now()
    const reading = readLiveExam(deps.sql, examId).then((exam) => {
      const now = performance.now()
      const freshMs = Math.max(READ_EVERY_MS, REST * (now - startedAt))
      known.set(examId, { reading, freshUntil: now + freshMs })
      // Tens of thousands of rows are not to be kept for nobody.
      setTimeout(() => known.delete(examId), freshMs).unref()
      return { exam, readAt: deps.now() }
    })
    known.set(examId, { reading, freshUntil: Number.POSITIVE_INFINITY })
    reading.catch(() => known.delete(examId))
    return reading
  }

  /** Goes on while anybody watches. */
  async function follow(examId: string, watching: Set<Watcher>): Promise<void> {
    while (watching.size > 0) {
      try {
        // The reading before this one, or one that is under way for somebody else.
        await known.get(examId)?.reading
        const restMs = (known.get(examId)?.freshUntil ?? 0) - performance.now()
        await wait(Math.max(0, restMs) + 1, undefined, { ref: false })
        if (watching.size === 0) break
        const reading = await read(examId)
        for (const watcher of watching) watcher.tell(reading)
      } catch (error) {
        for (const watcher of watching) watcher.fail(error)
        watching.clear()
      }
    }
    if (watchers.get(examId) === watching) watchers.delete(examId)
  }

  return {
    read,
    watch: (examId, watcher) => {
      const present = watchers.get(examId)
      const watching = present ?? new Set()
      watching.add(watcher)
      if (!present) {
        watchers.set(examId, watching)
        void follow(examId, watching)
      }
      return () => watching.delete(watcher)
    },
  }
}
