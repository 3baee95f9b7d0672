import { submitAttempt } from '../../workflows/close-attempt.ts'
import type { Deps } from '../../workflows/deps.ts'
import { saveEntries } from '../../workflows/save-entries.ts'
import { startAttempt } from '../../workflows/start-attempt.ts'
import { simulateCadre } from './simulate-cadre.ts'

/** So many simulated cadres sit at the same time. */
const AT_ONCE = 16
/** As a browser does: what is told later than it happened has its time only by guess. */
const SEND_EVERY_SECONDS = 1

/** A simulated cadre; the number is the seed of ability, pace and manner. */
export interface SimulatedPerson {
  readonly personId: string
  readonly unitPath: string
  readonly number: number
}

/**
 * One simulated cadre starts, answers and submits, each step at its own time. Who is too slow
 * answers until the deadline; the job that closes overdue attempts does the rest.
 */
export async function sitSimulated(
  at: (time: number) => Deps,
  sitting: SimulatedPerson & {
    readonly examId: string
    readonly startedAt: number
    readonly limitSeconds: number
    /** In a room with a supervisor nobody knows answers beforehand or stops trying. */
    readonly supervised?: boolean
  },
): Promise<void> {
  const { personId, unitPath, startedAt, examId, supervised = false } = sitting
  const start = at(startedAt)
  const { attemptId } = await startAttempt(start, { personId, unitPath }, examId)
  const frame = await start.frozen.frame(attemptId)
  if (!frame) throw new Error(`attempt ${attemptId} was not kept`)
  const { entries: meant, durationSeconds } = simulateCadre(`demonstration/${sitting.number}`, {
    ...frame,
    supervised,
  })
  const entries = meant.filter(({ atSeconds }) => atSeconds < sitting.limitSeconds - 1)
  let parcel: typeof entries = []
  const send = async (atSeconds: number) => {
    if (parcel.length === 0) return
    const sent = { attemptId, entries: parcel.map(({ entry }) => entry) }
    parcel = []
    await saveEntries(at(startedAt + atSeconds * 1000 + 150), personId, sent)
  }
  for (const one of entries) {
    const first = parcel[0]
    if (first && one.atSeconds - first.atSeconds > SEND_EVERY_SECONDS) {
      await send(parcel.at(-1)?.atSeconds ?? one.atSeconds)
    }
    parcel = [...parcel, one]
  }
  await send(entries.at(-1)?.atSeconds ?? 0)
  if (durationSeconds > sitting.limitSeconds) return
  await submitAttempt(at(startedAt + durationSeconds * 1000), personId, attemptId)
}

/** Acts on all, some at a time. */
export async function inParallel<T>(values: readonly T[], act: (value: T) => Promise<void>) {
  const waiting = [...values]
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
