import underPressure from '@fastify/under-pressure'
import { Refusal } from '../domain/refusal.ts'
import type { App } from './http-deps.ts'

/** Turns of the event loop that all take so long are a collapse. */
const LONGEST_TURN_MS = 2000
const MEASURED_EVERY_MS = 1000
/** So long it has to last: one long turn is over when it is measured. */
const LASTING_MS = 2 * MEASURED_EVERY_MS

/**
 * Sends requests away while the event loop is far behind, and has been for two seconds: the mean
 * of a second is endless for the library where one turn fills it, which says nothing of the next.
 * @throws Refusal 'service-busy', with when to come back, from within a request
 */
export async function shedLoad(app: App): Promise<void> {
  let pressedFrom = Number.NEGATIVE_INFINITY
  let lastPressed = Number.NEGATIVE_INFINITY
  await app.register(underPressure, {
    ...{ maxEventLoopDelay: LONGEST_TURN_MS, sampleInterval: MEASURED_EVERY_MS },
    pressureHandler: async () => {
      const now = performance.now()
      if (now - lastPressed > LASTING_MS) pressedFrom = now
      lastPressed = now
      if (now - pressedFrom >= LASTING_MS) sendAway()
    },
  })
}

/** Nobody comes back at the same moment as the others who were sent away. */
function sendAway(): never {
  const seconds = 2 + Math.floor(Math.random() * 10)
  throw new Refusal('service-busy', 'the service is behind with its work', [], seconds)
}
