import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { BEAT_EVERY_MS } from '../store/beat.ts'
import { loggable } from '../store/loggable-error.ts'
import { beat } from '../workflows/conduct/give-back-outage.ts'
import type { Deps } from '../workflows/deps.ts'

/** After a beat that failed, the database having gone away: back soon after it is there again. */
const TRY_AGAIN_MS = 1000

export interface Beating {
  /** Returns after the first beat. @throws when the database can't be reached */
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Says every few seconds that the service is there, and gives back the time it was not. */
export function keepBeating(deps: Deps, logger: Logger): Beating {
  const stopping = new AbortController()
  let going: Promise<void> = Promise.resolve()

  async function beatOnce(): Promise<void> {
    const given = await beat(deps)
    if (given) logger.warn(given, 'the service was away; that time was given back')
  }

  async function goOn(): Promise<void> {
    let restMs = BEAT_EVERY_MS
    while (!stopping.signal.aborted) {
      // Aborted only by stopping.
      await wait(restMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      try {
        await beatOnce()
        restMs = BEAT_EVERY_MS
      } catch (error) {
        restMs = TRY_AGAIN_MS
        logger.error({ err: loggable(error) }, 'the service could not say that it is there')
      }
    }
  }

  return {
    start: async () => {
      await beatOnce()
      going = goOn()
    },
    stop: async () => {
      stopping.abort()
      await going
    },
  }
}
