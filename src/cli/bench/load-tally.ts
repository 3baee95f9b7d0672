import { ApiProblem } from '../../web/shared/api-error.ts'
import type { PhaseCount } from './load-orders.ts'

const SURPRISES_KEPT = 10

type Numbers = 'entries' | 'unanswered' | 'shed' | 'broken' | 'reloads' | 'takeovers'

/** Counts what the pages meet; every phase begins with nothing. */
export interface Tally {
  readonly add: (what: Numbers, count?: number) => void
  readonly took: (what: 'starts' | 'saves' | 'submits', sinceMs: number) => void
  readonly failed: (error: unknown) => void
  readonly surprise: (text: string) => void
  readonly beginAnew: () => void
  readonly count: () => PhaseCount
}

export function createTally(): Tally {
  let now = emptyCount()
  let sinceMs = performance.now()
  let grantedMs = sinceMs
  return {
    add: (what, count = 1) => {
      now[what] += count
    },
    took: (what, startedMs) => {
      const endedMs = performance.now()
      now[what].push(endedMs - startedMs)
      now.longestGapMs = Math.max(now.longestGapMs, endedMs - grantedMs)
      grantedMs = endedMs
    },
    failed: (error) => {
      now[kindOf(error)] += 1
    },
    surprise: (text) => {
      if (now.surprises.length < SURPRISES_KEPT) now.surprises.push(text)
    },
    beginAnew: () => {
      // What surprised once is told, whenever it was.
      now = { ...emptyCount(), surprises: now.surprises }
      sinceMs = performance.now()
      grantedMs = sinceMs
    },
    count: () => {
      const endMs = performance.now()
      // A gap that still lasts counts as well.
      const longestGapMs = Math.max(now.longestGapMs, endMs - grantedMs)
      return { ...now, longestGapMs, seconds: (endMs - sinceMs) / 1000 }
    },
  }
}

function emptyCount() {
  const counts: Record<Numbers, number> = {
    ...{ entries: 0, unanswered: 0, shed: 0, broken: 0, reloads: 0, takeovers: 0 },
  }
  const times: Record<'starts' | 'saves' | 'submits', number[]> = {
    ...{ starts: [], saves: [], submits: [] },
  }
  const surprises: string[] = []
  return { ...counts, ...times, longestGapMs: 0, surprises }
}

function kindOf(error: unknown): 'unanswered' | 'shed' | 'broken' {
  if (!(error instanceof ApiProblem)) return 'unanswered'
  return error.status === 503 || error.status === 429 ? 'shed' : 'broken'
}
