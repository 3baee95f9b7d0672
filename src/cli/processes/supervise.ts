import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Part, Readiness } from './messages.ts'

/** A process that was started. */
export interface Child {
  readonly pid: number
  /** Fails with what the process said, when it ends before. */
  readonly ready: Promise<Readiness>
  readonly ended: Promise<void>
  /** Asks it to finish and end. */
  readonly stop: (patienceMs: number) => void
  readonly kill: () => void
}

export interface Supervision {
  /** What each process said, once all are ready. */
  readonly ready: Promise<readonly Readiness[]>
  /** Replaces one process after the other; what is asked for meanwhile is done once more. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Longer than candidates' pages rest between two requests; they come back on another connection. */
const PATIENCE_MS = 10_000
/** One that hangs is ended so long after it was asked to. */
const LONGEST_END_MS = 60_000
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000
/** One that lived so long did not die of its start. */
const LONG_LIFE_MS = 30_000

interface Place {
  readonly part: Part
  child: Child
  /** How long the next replacement waits. */
  pauseMs: number
}

export interface Supervised {
  readonly parts: readonly Part[]
  readonly fork: (part: Part) => Child
  readonly logger: Logger
}

interface State extends Supervised {
  readonly places: readonly Place[]
  isStopping: boolean
  restarting: Promise<void> | null
  isAskedAgain: boolean
}

/** Starts processes, replaces each that dies, and restarts them one by one on request. */
export function supervise(supervised: Supervised): Supervision {
  const { parts, fork } = supervised
  const places = parts.map((part): Place => ({ part, child: fork(part), pauseMs: FIRST_PAUSE_MS }))
  const state: State = {
    ...supervised,
    ...{ places, isStopping: false, restarting: null, isAskedAgain: false },
  }
  return {
    ready: Promise.all(places.map(({ child }) => child.ready)).then((told) => {
      for (const place of places) put(state, place, place.child)
      return told
    }),
    restart: () => {
      state.isAskedAgain = state.restarting !== null
      state.restarting ??= restartAll(state).finally(() => {
        state.restarting = null
      })
      return state.restarting
    },
    stop: () => stopAll(state),
  }
}

function put(state: State, place: Place, child: Child): void {
  place.child = child
  // Why it did not start is told by itself; that it ended is seen by who watches it.
  child.ready.catch(() => {})
  void watch(state, place)
}

async function watch(state: State, place: Place): Promise<void> {
  const { child, part } = place
  const startedAt = performance.now()
  await child.ended
  if (state.isStopping || place.child !== child) return
  if (performance.now() - startedAt > LONG_LIFE_MS) place.pauseMs = FIRST_PAUSE_MS
  const { pauseMs } = place
  const details = { part, pid: child.pid, pauseMs }
  state.logger.error(details, 'a process died; another one takes its place')
  place.pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)
  await wait(pauseMs)
  if (!state.isStopping && place.child === child) put(state, place, state.fork(part))
}

async function restartAll(state: State): Promise<void> {
  do {
    state.isAskedAgain = false
    for (const place of state.places) if (!state.isStopping) await replace(state, place)
  } while (state.isAskedAgain && !state.isStopping)
  state.logger.info({}, 'all processes were restarted')
}

/** The new one answers requests before the old one takes no more. */
async function replace(state: State, place: Place): Promise<void> {
  const next = state.fork(place.part)
  try {
    await next.ready
  } catch (error) {
    next.kill()
    throw error
  }
  const before = place.child
  put(state, place, next)
  await end(state, before, state.isStopping ? 0 : PATIENCE_MS)
}

async function stopAll(state: State): Promise<void> {
  state.isStopping = true
  const endAll = () => Promise.all(state.places.map(({ child }) => end(state, child, 0)))
  await endAll()
  // One may have been started while the others were stopped; a failed start was told already.
  await state.restarting?.catch(() => {})
  await endAll()
}

async function end({ logger }: State, child: Child, patienceMs: number): Promise<void> {
  child.stop(patienceMs)
  const limit = setTimeout(() => {
    logger.error({ pid: child.pid }, 'a process did not end when it was asked to; it is killed')
    child.kill()
  }, patienceMs + LONGEST_END_MS)
  await child.ended
  clearTimeout(limit)
}
