import { CommandEnd, EXIT } from '../run-command.ts'
import type { Phase } from './load-orders.ts'
import { CALM, type Weather } from './load-proxy.ts'

/** A blow against the service, at a moment of its phase. */
export type Fault = { readonly atSeconds: number } & (
  | { readonly kind: 'application-killed'; readonly awaySeconds: number }
  | { readonly kind: 'database-killed' }
  | { readonly kind: 'both-killed' }
  | { readonly kind: 'network-cut'; readonly seconds: number }
)

export interface PlannedPhase {
  readonly name: string
  readonly seconds: number
  readonly phase: Phase
  readonly weather: Weather
  readonly faults: readonly Fault[]
}

/** How large a run is; defaults are small. */
export interface LoadSizes {
  /** Candidates who start at the same time, within `startSeconds`. */
  readonly starts: number
  readonly startSeconds: number
  /** Candidates altogether; the others start afterwards at the pace of the first. */
  readonly attempts: number
  /** Mean time between a candidate's answers, seconds. */
  readonly everySeconds: number
  /** The last minutes are so many times as busy. */
  readonly lastTimes: number
  /** Length of each of the two phases of work in peace, seconds. */
  readonly calmSeconds: number
  /** The same of the two phases of work under faults. */
  readonly struckSeconds: number
  readonly submitSeconds: number
  /** Connections to the service, shared by all pages. */
  readonly connections: number
  /** How long the service is away once, so that time has to be given back; 0: never. */
  readonly awaySeconds: number
}

const SMALL_LOAD: LoadSizes = {
  ...{ starts: 150, startSeconds: 5, attempts: 400, everySeconds: 4, lastTimes: 4 },
  ...{ calmSeconds: 15, struckSeconds: 30, submitSeconds: 10, connections: 128, awaySeconds: 20 },
}

/** A county's exam day: the sizes the service is built for. */
const FULL_LOAD: LoadSizes = {
  ...{ starts: 3000, startSeconds: 30, attempts: 10_000, everySeconds: 30, lastTimes: 4 },
  ...{ calmSeconds: 90, struckSeconds: 150, submitSeconds: 60, connections: 512, awaySeconds: 25 },
}

/** What the command line may change of the sizes. */
export interface LoadFlags {
  readonly full?: string | boolean | undefined
  readonly attempts?: string | boolean | undefined
  readonly starts?: string | boolean | undefined
  readonly every?: string | boolean | undefined
  readonly seconds?: string | boolean | undefined
}

/** The sizes asked for. @throws CommandEnd when they make no sense */
export function readSizes(flags: LoadFlags): LoadSizes {
  const base = flags.full === true ? FULL_LOAD : SMALL_LOAD
  const read = (name: keyof LoadFlags, otherwise: number): number => {
    const value = flags[name] === undefined ? otherwise : Number(flags[name])
    if (Number.isFinite(value) && value > 0) return value
    throw new CommandEnd(EXIT.unusable, `--${name} must be a number above 0`)
  }
  const attempts = Math.round(read('attempts', base.attempts))
  return {
    ...base,
    attempts,
    starts: Math.min(attempts, Math.round(read('starts', base.starts))),
    everySeconds: read('every', base.everySeconds),
    struckSeconds: read('seconds', base.struckSeconds),
  }
}

/** A bad network: about every tenth request meets something. */
const ROUGH: Weather = {
  ...{ delayMs: 120, cutRequests: 0.02, droppedReplies: 0.03, doubled: 0.03, replayed: 0.03 },
  replayWithinMs: 8_000,
}

/** The phases of a run: starts, work in peace and under fire, the same in the last minutes, end. */
export function planLoad(sizes: LoadSizes): PlannedPhase[] {
  const { starts, startSeconds, attempts, everySeconds, submitSeconds } = sizes
  const more = attempts - starts
  const moreSeconds = Math.ceil((more * startSeconds) / starts)
  const work = (everyFewSeconds: number): Phase => ({
    ...{ answersEverySeconds: everyFewSeconds, starts: null, submits: null },
  })
  const last = work(everySeconds / sizes.lastTimes)
  const calm = { weather: CALM, faults: [], seconds: sizes.calmSeconds }
  const begins = (count: number, withinSeconds: number): Phase => ({
    ...{ answersEverySeconds: everySeconds, starts: { count, withinSeconds }, submits: null },
  })
  return [
    { ...calm, name: 'start', seconds: startSeconds, phase: begins(starts, startSeconds) },
    { ...calm, name: 'others start', seconds: moreSeconds, phase: begins(more, moreSeconds) },
    { ...calm, name: 'work', phase: work(everySeconds) },
    {
      ...{ name: 'work under faults', seconds: sizes.struckSeconds, phase: work(everySeconds) },
      ...{ weather: ROUGH, faults: faultsOfWork(sizes) },
    },
    { ...calm, name: 'last minutes', phase: last },
    {
      ...{ name: 'last minutes under faults', seconds: sizes.struckSeconds, phase: last },
      ...{ weather: ROUGH, faults: faultsAtTheEnd(sizes) },
    },
    {
      ...{ name: 'submission', seconds: submitSeconds, weather: ROUGH, faults: [] },
      phase: {
        ...{ answersEverySeconds: null, starts: null },
        submits: { count: attempts, withinSeconds: submitSeconds },
      },
    },
  ]
}

function faultsOfWork({ struckSeconds, awaySeconds }: LoadSizes): Fault[] {
  const at = (share: number) => ({ atSeconds: share * struckSeconds })
  return [
    { ...at(0.1), kind: 'application-killed', awaySeconds: 0 },
    { ...at(0.4), kind: 'database-killed' },
    { ...at(0.7), kind: 'network-cut', seconds: Math.min(10, struckSeconds / 6) },
    ...(awaySeconds === 0
      ? []
      : [{ ...at(0.9), kind: 'application-killed', awaySeconds } as const]),
  ]
}

function faultsAtTheEnd({ struckSeconds }: LoadSizes): Fault[] {
  const at = (share: number) => ({ atSeconds: share * struckSeconds })
  return [
    { ...at(0.15), kind: 'database-killed' },
    { ...at(0.45), kind: 'network-cut', seconds: Math.min(5, struckSeconds / 8) },
    { ...at(0.65), kind: 'both-killed' },
  ]
}
