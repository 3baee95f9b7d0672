import { performance } from 'node:perf_hooks'
import { sha256Hex } from '../../domain/digest.ts'

/** One number of a benchmark, as printed. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What the value is a multiple of; empty for a value in its own unit. */
  readonly ratioTo: string
}

/** Something to be timed; one call of `work` may do many things. */
export interface Timed {
  readonly name: string
  /** The number tells calls apart, so that not always the same is done. */
  readonly work: (call: number) => unknown
  /** Things done per call, 1 unless told otherwise; the figure is the time for one. */
  readonly count?: number
  /** 7 unless told; fewer for what takes seconds. */
  readonly rounds?: number
}

const ROUNDS = 7
const ROUND_MS = 120
const REFERENCE = 'SHA-256 of 1 MB'

/**
 * Median milliseconds of several rounds, and as a multiple of hashing a megabyte in the same
 * engine: milliseconds differ from machine to machine, the multiple hardly. Rounds of the
 * reference stand between those of the work, so that both meet the same machine.
 */
export function measure({ name, work, count = 1, rounds = ROUNDS }: Timed): Figure[] {
  const megabyte = 'x'.repeat(1_000_000)
  const hash = () => sha256Hex(megabyte)
  work(0)
  hash()
  const own: number[] = []
  const reference: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    own.push(roundOf(work, round) / count)
    reference.push(roundOf(hash, round))
  }
  const value = median(own)
  return [
    { name, value, unit: 'ms', ratioTo: '' },
    { name, value: value / median(reference), unit: 'ratio', ratioTo: REFERENCE },
  ]
}

const SINGLE_CALLS = 1000
const WARM_UP_CALLS = 100

/** The 99th percentile of the milliseconds of single calls, once the engine is warm. */
export function measureSlowest({ name, work }: Pick<Timed, 'name' | 'work'>): Figure {
  for (let call = 1; call <= WARM_UP_CALLS; call += 1) work(-call)
  const times = Array.from({ length: SINGLE_CALLS }, (_, call) => {
    const start = performance.now()
    work(call)
    return performance.now() - start
  }).sort((left, right) => left - right)
  const value = times[Math.ceil(0.99 * SINGLE_CALLS) - 1] ?? Number.NaN
  return { name, value, unit: 'ms', ratioTo: '' }
}

/** Milliseconds per call; calls for about as long as a round lasts, once at least. */
function roundOf(work: (call: number) => unknown, round: number): number {
  const start = performance.now()
  let calls = 0
  do {
    work(round * 1_000_000 + calls)
    calls += 1
  } while (performance.now() - start < ROUND_MS)
  return (performance.now() - start) / calls
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
