import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Driven, Order, Report, Worked } from './delivery-orders.ts'

/** Many candidates' browsers in a thread of their own, away from the service's event loop. */
export interface DeliveryDriver {
  readonly enrol: (examId: string, tokens: readonly string[]) => Promise<void>
  /** The port on which the service listens from now on. */
  readonly reach: (port: number) => Promise<void>
  /** Every candidate starts, saves for a time, or submits. */
  readonly drive: (order: Extract<Order, { kind: 'start' | 'save' | 'submit' }>) => Promise<Worked>
  /** Every attempt with all that was acknowledged so far. */
  readonly tell: () => Promise<readonly Driven[]>
  readonly close: () => Promise<unknown>
}

/** Orders are carried out one at a time: wait for each before giving the next. */
export function createDeliveryDriver(): DeliveryDriver {
  const worker = new Worker(new URL('./delivery-driver-thread.ts', import.meta.url))
  const give = async (order: Order): Promise<Report> => {
    const answered = once(worker, 'message')
    worker.postMessage(order)
    const [report] = (await answered) as [Report]
    return report
  }
  const unexpected = (report: Report) => new Error(`the driver answered "${report.kind}"`)
  return {
    enrol: async (examId, tokens) => {
      await give({ kind: 'enrol', examId, tokens })
    },
    reach: async (port) => {
      await give({ kind: 'reach', port })
    },
    drive: async (order) => {
      const report = await give(order)
      if (report.kind !== 'worked') throw unexpected(report)
      return report.worked
    },
    tell: async () => {
      const report = await give({ kind: 'tell' })
      if (report.kind !== 'told') throw unexpected(report)
      return report.driven
    },
    close: () => worker.terminate(),
  }
}
