import { Refusal } from '../domain/refusal.ts'
import { isLost } from './sql-pool.ts'

/** Joins work that arrives at the same time: a round trip, or a commit, is the same for many. */
export interface Batcher<Job, Done> {
  /**
   * Settles when the batch that holds the job has ended.
   * @throws Refusal 'service-busy' when too many wait, 'service-recovering' when the connection
   *   was lost, so that nobody knows what became of it
   */
  readonly ask: (job: Job) => Promise<Done>
  /** Waits until nothing is under way. */
  readonly drain: () => Promise<void>
}

export interface BatchRules<Job, Done> {
  /** Does all together; what became of each, in the jobs' order. */
  readonly doAll: (jobs: readonly Job[]) => Promise<readonly Done[]>
  readonly mostABatch: number
  /** Batches under way at once: while one waits for the disk, another is worked out. */
  readonly mostAtOnce: number
  /** Beside a batch under way another one begins only when so many wait; fewer are gathered. */
  readonly gather: number
  /** More are refused, so that memory stays bounded and answers quick. */
  readonly mostWaiting: number
  /** Who has waited longer in vain is told so; new ones are refused until the queue moves. */
  readonly longestWaitMs: number
}

interface Waiting<Job, Done> {
  readonly job: Job
  readonly since: number
  readonly resolve: (done: Done) => void
  readonly reject: (error: unknown) => void
}

/** Looks so often, while something waits, whether it has waited too long. */
const LOOK_MS = 250
const RECOVERY_SECONDS = 2
/** Over so many seconds more those refused come back, when the queue is full. */
const SPREAD_SECONDS = 12

export function createBatcher<Job, Done>(rules: BatchRules<Job, Done>): Batcher<Job, Done> {
  const waiting: Waiting<Job, Done>[] = []
  const active = new Set<Promise<void>>()
  let underWay = 0
  let isDue = false
  let isWatched = false

  const age = () => performance.now() - (waiting[0]?.since ?? Number.POSITIVE_INFINITY)
  const busy = () => busyRefusal(waiting.length / rules.mostWaiting)

  function begin(): void {
    isDue = false
    while (waiting.length > 0 && (active.size === 0 || isWorthAnother())) {
      const batch = waiting.splice(0, rules.mostABatch)
      underWay += batch.length
      const settling = settleBatch(rules, batch).then(() => {
        underWay -= batch.length
        active.delete(settling)
        begin()
      })
      active.add(settling)
    }
  }

  function isWorthAnother(): boolean {
    if (active.size >= rules.mostAtOnce) return false
    // Half the size of those under way: many small ones would cost more than they gain.
    return waiting.length >= Math.max(rules.gather, underWay / active.size / 2)
  }

  function watch(): void {
    while (age() > rules.longestWaitMs) waiting.shift()?.reject(busy())
    isWatched = waiting.length > 0
    if (isWatched) setTimeout(watch, LOOK_MS)
  }

  return {
    ask: (job) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= rules.mostWaiting || age() > rules.longestWaitMs) throw busy()
        waiting.push({ job, since: performance.now(), resolve, reject })
        if (!isWatched) watch()
        if (isDue) return
        isDue = true
        // What else this turn of the event loop brings is joined.
        setImmediate(begin)
      }),
    drain: async () => {
      while (waiting.length > 0 || active.size > 0) {
        if (active.size > 0) await Promise.race(active)
        else await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}

/** The fuller the queue, the later and the more scattered those refused come back. */
function busyRefusal(full: number): Refusal {
  const seconds = 1 + Math.ceil(Math.random() * (2 + SPREAD_SECONDS * Math.min(1, full)))
  return new Refusal('service-busy', 'too much is waiting; send it again then', [], seconds)
}

/** A job that the database refuses must not take the others of its batch with it. */
async function settleBatch<Job, Done>(
  rules: BatchRules<Job, Done>,
  batch: readonly Waiting<Job, Done>[],
): Promise<void> {
  try {
    const done = await rules.doAll(batch.map(({ job }) => job))
    if (done.length !== batch.length) throw new Error('a batch did not tell what became of all')
    for (const [index, one] of batch.entries()) one.resolve(done[index] as Done)
  } catch (error) {
    const [only] = batch
    if (isLost(error)) {
      const lost = new Refusal('service-recovering', LOST, [], RECOVERY_SECONDS)
      for (const one of batch) one.reject(lost)
    } else if (batch.length === 1) only?.reject(error)
    else {
      const middle = batch.length >> 1
      await settleBatch(rules, batch.slice(0, middle))
      await settleBatch(rules, batch.slice(middle))
    }
  }
}

const LOST = 'the connection to the database was lost; send it again'
