import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { KnownAttempt, LoadOrder, LoadReport, Phase, PhaseCount } from './load-orders.ts'

const ATTEMPTS_A_PART = 200

/** Thousands of candidates' pages in a thread of their own. */
export interface LoadDriver {
  readonly enrol: (order: Omit<Extract<LoadOrder, { kind: 'enrol' }>, 'kind'>) => Promise<void>
  readonly begin: (phase: Phase) => Promise<void>
  readonly count: () => Promise<PhaseCount>
  /** How many have not come through when the time was up, and how long it took. */
  readonly waitFor: (
    what: 'starts' | 'submits',
    withinSeconds: number,
  ) => Promise<{ readonly missing: number; readonly seconds: number }>
  /** Every attempt with all that its pages know, in parts. */
  readonly tell: () => AsyncGenerator<readonly KnownAttempt[]>
  readonly close: () => Promise<unknown>
}

/** Orders are carried out one at a time: wait for each before giving the next. */
export function createLoadDriver(): LoadDriver {
  const worker = new Worker(new URL('./load-driver-thread.ts', import.meta.url))
  const give = async <Kind extends LoadReport['kind']>(order: LoadOrder, kind: Kind) => {
    const answered = once(worker, 'message')
    worker.postMessage(order)
    const [report] = (await answered) as [LoadReport]
    if (report.kind !== kind) throw new Error(`the driver answered "${report.kind}"`)
    return report as Extract<LoadReport, { kind: Kind }>
  }
  return {
    enrol: async (order) => {
      await give({ kind: 'enrol', ...order }, 'done')
    },
    begin: async (phase) => {
      await give({ kind: 'begin', phase }, 'done')
    },
    count: async () => (await give({ kind: 'count' }, 'counted')).count,
    waitFor: (what, withinSeconds) => give({ kind: 'await', what, withinSeconds }, 'awaited'),
    async *tell() {
      for (let from = 0, isMore = true; isMore; from += ATTEMPTS_A_PART) {
        const report = await give({ kind: 'tell', from, count: ATTEMPTS_A_PART }, 'told')
        yield report.attempts
        isMore = report.isMore
      }
    },
    close: () => worker.terminate(),
  }
}
