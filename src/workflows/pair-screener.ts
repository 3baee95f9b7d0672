import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import {
  type PairBlock,
  type PairPlan,
  splitPairs,
} from '../domain/forensics/similarity/pair-plan.ts'
import type { PairScreen } from '../domain/forensics/similarity/pair-screen.ts'
import {
  concludeScreen,
  mergeScreens,
  type PairScreening,
} from '../domain/forensics/similarity/pair-screening.ts'
import type { PairScreenTask } from './pair-screener-thread.ts'

/** Pairs of a block: seconds of work, so that progress shows and little is lost. */
const PAIRS_PER_BLOCK = 20_000_000
const LEAST_BLOCKS_PER_THREAD = 4

/** What a caller hears of, and hands back, while pairs are screened. */
export interface PairScreenerOrder {
  readonly plan: PairPlan
  /** A screen of blocks finished before, by the same plan; they are not screened again. */
  readonly done?: PairScreen
  /** Called after every block with all that is finished; to be kept by a caller who resumes. */
  readonly onBlock?: (progress: PairProgress) => void
  readonly signal?: AbortSignal
}

export interface PairProgress {
  /** Of all pairs, how many are screened. */
  readonly share: number
  /** Everything finished so far: `done` of a later order. */
  readonly done: PairScreen
}

/** Screens all pairs of a cohort in threads beside the caller. */
export interface PairScreener {
  /** @throws the reason of the signal when it was aborted; what a thread threw */
  readonly screen: (order: PairScreenerOrder) => Promise<PairScreening>
  readonly close: () => Promise<void>
}

/**
 * Threads start with the first order and end when idle. Half of the processors, so that a service
 * stays answerable, unless told.
 */
export function createPairScreener(
  threads: number = Math.max(1, Math.floor(availableParallelism() / 2)),
): PairScreener {
  const pool = new Piscina<PairScreenTask, PairScreen>({
    filename: new URL('./pair-screener-thread.ts', import.meta.url).href,
    name: 'screenPairsInThread',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 10_000,
  })
  return {
    screen: (order) => screenAll(pool, order, threads),
    close: () => pool.close({ force: true }),
  }
}

type Pool = Piscina<PairScreenTask, PairScreen>

async function screenAll(
  pool: Pool,
  { plan, done, onBlock, signal }: PairScreenerOrder,
  threads: number,
): Promise<PairScreening> {
  const none: PairScreen = mergeScreens([], plan.mostSurvivors)
  const state = { screen: done ?? none }
  const blocks = blocksLeft(plan, state.screen, threads)
  const bins = plan.binStarts.length - 1
  await runAll(pool, { plan, blocks, threads, ...(signal ? { signal } : {}) }, (part) => {
    state.screen = mergeScreens([state.screen, part], plan.mostSurvivors)
    onBlock?.({ share: shareDone(plan, state.screen, bins), done: state.screen })
  })
  return concludeScreen(plan, state.screen)
}

/** Blocks of bins that lack in what is done. */
function blocksLeft(plan: PairPlan, { moments }: PairScreen, threads: number): PairBlock[] {
  const known = new Set(moments.map(({ bin }) => bin))
  const count = Math.max(threads * LEAST_BLOCKS_PER_THREAD, Math.ceil(plan.pairs / PAIRS_PER_BLOCK))
  return splitPairs(plan, count).flatMap(({ from, to }) => {
    const left: PairBlock[] = []
    for (let bin = from; bin < to; bin += 1) {
      const last = left.at(-1)
      if (known.has(bin)) continue
      if (last?.to === bin) left[left.length - 1] = { from: last.from, to: bin + 1 }
      else left.push({ from: bin, to: bin + 1 })
    }
    return left
  })
}

function shareDone({ binStarts, pairs, persons }: PairPlan, screen: PairScreen, bins: number) {
  if (pairs === 0 || screen.moments.length === bins) return 1
  let screened = 0
  for (const { bin } of screen.moments) {
    const [start, end] = [binStarts[bin] as number, binStarts[bin + 1] as number]
    const size = end - start
    screened += (size * (size - 1)) / 2 + size * (persons.length - end)
  }
  return screened / pairs
}

/** Hands out a block whenever a thread is free; results are taken one by one. */
async function runAll(
  pool: Pool,
  {
    plan,
    blocks,
    threads,
    signal,
  }: {
    readonly plan: PairPlan
    readonly blocks: readonly PairBlock[]
    readonly threads: number
    readonly signal?: AbortSignal
  },
  take: (part: PairScreen) => void,
): Promise<void> {
  const failed = new AbortController()
  const ends = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal
  let next = 0
  const work = async () => {
    while (next < blocks.length) {
      ends.throwIfAborted()
      const block = blocks[next] as PairBlock
      next += 1
      take(await pool.run({ plan, block }, { signal: ends }))
    }
  }
  try {
    await Promise.all(Array.from({ length: threads }, work))
  } catch (error) {
    failed.abort(error)
    signal?.throwIfAborted()
    throw error
  }
}
