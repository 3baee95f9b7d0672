import { MessageChannel } from 'node:worker_threads'
import { Refusal } from '../domain/refusal.ts'
import type { AssemblyOutcome, AssemblyProgress } from '../domain/scheduling/assembly-event.ts'
import type { AssemblyTask, FormOrder, RefusedOutcome } from './form-assembler-thread.ts'
import { createThreadPool } from './thread-pool.ts'

/** Orders at a time, those that wait for a thread included. */
const MOST_ORDERS = 6
const USUAL_LIMIT_SECONDS = 60
/** After the search: why there are no forms, and what would help. */
const EXPLANATION_SECONDS = 180
/** Waiting for a thread included. */
const LONGEST_MS = 2 * 3_600_000
const ASK_AGAIN_SECONDS = 30
const HEARTBEAT_MS = 5000

/** An order that was taken. */
export interface TakenOrder {
  /** Once cancelled it is `undecided`. @throws Refusal where no answer came in time */
  readonly outcome: Promise<AssemblyOutcome>
  /** Ends the thread's work on it at once and frees its place. */
  readonly cancel: () => void
}

/** Assembles forms beside the service. */
export interface FormAssembler {
  /**
   * Takes a person's order. Progress comes some times a second while there is news, and every few
   * seconds where there is none. @throws Refusal 'too-many-assemblies'
   */
  readonly order: (
    personId: string,
    order: FormOrder,
    onProgress: (progress: AssemblyProgress) => void,
  ) => TakenOrder
  /** Ends all orders. */
  readonly close: () => Promise<void>
}

type Pool = ReturnType<typeof createThreadPool<AssemblyTask, AssemblyOutcome | RefusedOutcome>>

/** One order a person, a few for the process; none of it touches the database. */
export function createFormAssembler(): FormAssembler {
  const pool: Pool = createThreadPool({
    file: new URL('./form-assembler-thread.ts', import.meta.url),
    name: 'assembleInThread',
    longestMs: LONGEST_MS,
    refusal: noAnswer,
  })
  const orders = new Map<string, AbortController>()
  return {
    order: (personId, order, onProgress) => {
      refuseTooMany(orders, personId)
      const controller = new AbortController()
      orders.set(personId, controller)
      const free = () => {
        // The person's next order may have taken the place already.
        if (orders.get(personId) === controller) orders.delete(personId)
      }
      return {
        outcome: runOrder(pool, order, { controller, onProgress }).finally(free),
        cancel: () => {
          free()
          controller.abort()
        },
      }
    },
    close: async () => {
      for (const controller of orders.values()) controller.abort()
      await pool.close()
    },
  }
}

function refuseTooMany(orders: ReadonlyMap<string, unknown>, personId: string): void {
  const own = orders.has(personId)
  if (!own && orders.size < MOST_ORDERS) return
  const detail = own
    ? 'forms are being assembled for you already: wait for them, or cancel that'
    : 'forms are being assembled for too many people: try again in a while'
  throw new Refusal('too-many-assemblies', detail, [], ASK_AGAIN_SECONDS)
}

async function runOrder(
  pool: Pool,
  order: FormOrder,
  how: {
    readonly controller: AbortController
    readonly onProgress: (progress: AssemblyProgress) => void
  },
): Promise<AssemblyOutcome> {
  const { controller } = how
  const { port1: ours, port2: theirs } = new MessageChannel()
  const news = tellNews(how.onProgress)
  let late: NodeJS.Timeout | undefined
  ours.on('message', (message: Standing | 'started') => {
    if (message !== 'started') return news.tell(message)
    const longest = (order.timeLimitSeconds ?? USUAL_LIMIT_SECONDS) + EXPLANATION_SECONDS
    late = setTimeout(() => controller.abort(noAnswer()), longest * 1000)
  })
  try {
    const task = { ...order, port: theirs }
    const handed = { signal: controller.signal, transferred: [theirs] }
    const outcome = await pool.run(task, handed)
    if (outcome.event === 'refused') throw new Refusal(outcome.code, outcome.detail)
    return outcome
  } catch (error) {
    const { aborted, reason } = controller.signal
    if (!aborted || reason instanceof Refusal) throw error
    const seconds = news.seconds()
    return { event: 'undecided', solver: { status: 'cancelled', gap: null, seconds } }
  } finally {
    clearTimeout(late)
    news.end()
    ours.close()
  }
}

function noAnswer(): Refusal {
  return new Refusal('blueprint-infeasible', 'no answer was found in time')
}

type Standing = Omit<AssemblyProgress, 'event' | 'seconds'>

/** Tells what is new, and repeats it where nothing is, so that no connection seems dead. */
function tellNews(onProgress: (progress: AssemblyProgress) => void) {
  const beganAt = performance.now()
  let standing: Standing = { nodes: 0, best: null, bound: null }
  const seconds = () => Math.round(performance.now() - beganAt) / 1000
  const repeat = () => onProgress({ event: 'progress', seconds: seconds(), ...standing })
  const heartbeat = setInterval(repeat, HEARTBEAT_MS)
  return {
    seconds,
    tell: (news: Standing) => {
      standing = news
      heartbeat.refresh()
      repeat()
    },
    end: () => clearInterval(heartbeat),
  }
}
