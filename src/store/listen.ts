import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import postgres, { type Sql as Pool } from 'postgres'
import { type DatabaseAddress, postgresJsOptions } from './database-address.ts'

/** Notifications of the database, heard over one connection however many listen. */
export interface Wakeups {
  /**
   * Hears what is notified from now on, until the function it returns is called. `missed` tells
   * that something may have gone unheard: the first connection, and every one after a loss.
   */
  readonly listen: (hearer: Hearer) => () => void
  readonly close: () => Promise<void>
}

interface Hearer {
  /** Something was done about an exam or attempts of it. */
  readonly exam: (examId: string) => void
  /** An attempt was opened on another page, or closed. */
  readonly attempt: (attemptId: string) => void
  readonly missed: () => void
}

export interface WakeupOptions {
  readonly address: DatabaseAddress
  readonly newId: () => string
  readonly onLost: (error: unknown) => void
}

/** How often a connection has to prove that it still hears. */
const PULSE_MS = 5_000
const ANSWER_MS = 5_000
const PULSE = 'probity_pulse'
const LONGEST_REST_MS = 5_000

/**
 * Listens from the first hearer on. A connection that was lost, or that only seems to be there,
 * is noticed by a notification to itself that does not come, and replaced.
 */
export function createWakeups(options: WakeupOptions): Wakeups {
  const hearers = new Set<Hearer>()
  const stop = new AbortController()
  let running: Promise<void> | null = null
  const events: Hearer = {
    exam: (examId) => {
      for (const hearer of hearers) hearer.exam(examId)
    },
    attempt: (attemptId) => {
      for (const hearer of hearers) hearer.attempt(attemptId)
    },
    missed: () => {
      for (const hearer of hearers) hearer.missed()
    },
  }
  return {
    listen: (hearer) => {
      hearers.add(hearer)
      running ??= keepListening(options, events, stop.signal)
      return () => hearers.delete(hearer)
    },
    close: async () => {
      stop.abort()
      await running
    },
  }
}

/** Hearing and asking need no rights on any table. */
function open(address: DatabaseAddress): Pool {
  return postgres({
    ...postgresJsOptions(address),
    max: 1,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'probity' },
  })
}

async function keepListening(
  options: WakeupOptions,
  events: Hearer,
  stop: AbortSignal,
): Promise<void> {
  let restMs = 100
  const stopping = stopped(stop)
  while (!stop.aborted) {
    const client = open(options.address)
    try {
      const listening = listenOnce(client, {
        ...{ ...options, events, stop },
        onHeard: () => (restMs = 100),
      })
      // A database that does not answer must not keep the service from stopping.
      await Promise.race([listening, stopping])
      listening.catch(() => {})
    } catch (error) {
      if (!stop.aborted) options.onLost(error)
    }
    await client.end({ timeout: 1 }).catch(options.onLost)
    await rest(restMs, stop)
    restMs = Math.min(LONGEST_REST_MS, restMs * 2)
  }
}

interface Listening extends WakeupOptions {
  readonly events: Hearer
  readonly stop: AbortSignal
  readonly onHeard: () => void
}

/** Until the service stops; rejects when the connection is no good any more. */
async function listenOnce(client: Pool, listening: Listening): Promise<void> {
  const { events, stop, newId } = listening
  const me = newId()
  let pulses = 0
  await client.listen(PULSE, (id) => {
    if (id === me) pulses += 1
  })
  await client.listen('probity_conduct', events.exam)
  // The driver listens again by itself after some losses; something may be missed there too.
  await client.listen('probity_attempt', events.attempt, events.missed)
  while (!stop.aborted) {
    const before = pulses
    await within(ANSWER_MS, client`select pg_notify(${PULSE}, ${me})`)
    for (let left = ANSWER_MS; pulses === before && left > 0; left -= 50) await rest(50, stop)
    if (stop.aborted) return
    if (pulses === before) throw new Error('the database no longer notifies this connection')
    listening.onHeard()
    await rest(PULSE_MS, stop)
  }
}

async function stopped(stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort')
}

async function rest(ms: number, stop: AbortSignal): Promise<void> {
  // Rejects only when the service stops, and then whoever rested looks at that.
  await wait(ms, undefined, { ref: false, signal: stop }).catch(() => {})
}

async function within(ms: number, answer: PromiseLike<unknown>): Promise<void> {
  const patience = new AbortController()
  const late = wait(ms, undefined, { ref: false, signal: patience.signal }).then(() => {
    throw new Error('the database does not answer')
  })
  late.catch(() => {})
  try {
    await Promise.race([answer, late])
  } finally {
    patience.abort()
  }
}
