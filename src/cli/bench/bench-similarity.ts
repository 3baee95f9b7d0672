import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { matchModelOfScores } from '../../domain/forensics/similarity/match-model.ts'
import type { PairOrder } from '../../domain/forensics/similarity/pair-order.ts'
import { preparePairs } from '../../domain/forensics/similarity/pair-plan.ts'
import type { PairScreening } from '../../domain/forensics/similarity/pair-screening.ts'
import { scoreCohort } from '../../domain/measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../domain/measurement/scoring/scoring-item.ts'
import type { Scenario } from '../../domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../domain/measurement/simulation/simulate-cohort.ts'
import { createPairScreener, type PairScreener } from '../../workflows/pair-screener.ts'
import type { Figure } from './measure.ts'

const RUNTIMES = fileURLToPath(
  new URL('../../../../shared/reference/expected/runtimes.json', import.meta.url),
)
const ITEMS = 60
const PERSONS = [2000, 10_000] as const
/** The size other packages were timed on; what is answered hardly matters to the time. */
const PEER_SIZE = { persons: 1636, items: { count: 170 } }
const PEERS = [
  ['aberrance 0.3.0, omega', 'aberrance_detect_as_OMG_S_full_1636x170_1337430pairs'],
  ['aberrance 0.3.0, GBT', 'aberrance_detect_as_GBT_S_full_1636x170_1337430pairs'],
  ['C++ from R, omega', 'Rcpp_pairsim_omega_score_1636x170x2'],
] as const

/**
 * Screening of all pairs of simulated cohorts on all processors: seconds of the clock and of the
 * processors with all that precedes it but abilities, pairs a second, how time grows, and the
 * seconds other packages took for omega or GBT of as many pairs. 100,000 persons take minutes.
 */
export async function benchSimilarity(persons: readonly number[] = PERSONS): Promise<Figure[]> {
  const screener = createPairScreener(availableParallelism())
  try {
    await screenOne(screener, { persons: 300, model: '2pl', items: { count: ITEMS } })
    const [growth, gaps] = [await benchSizes(screener, persons), await benchGaps(screener)]
    return [...growth, ...gaps, ...(await benchPeers(screener))]
  } finally {
    await screener.close()
  }
}

async function benchSizes(screener: PairScreener, persons: readonly number[]): Promise<Figure[]> {
  const figures: Figure[] = []
  const seconds: { readonly count: number; readonly cpu: number }[] = []
  for (const count of persons) {
    const scenario: Scenario = { persons: count, model: '2pl', items: { count: ITEMS } }
    const screened = await screenOne(screener, scenario)
    figures.push(...figuresOf(`all pairs ${count} x ${ITEMS}`, screened))
    seconds.push({ count, cpu: screened.cpu })
  }
  const [first, last] = [seconds[0], seconds.at(-1)]
  if (!first || !last || first === last) return figures
  const value = Math.log(last.cpu / first.cpu) / Math.log(last.count / first.count)
  const name = `growth exponent by persons, ${first.count} to ${last.count}: all pairs`
  return [...figures, { name, value, unit: 'exponent', ratioTo: '' }]
}

async function benchGaps(screener: PairScreener): Promise<Figure[]> {
  const base = { persons: 2000, model: '2pl', items: { count: ITEMS } } as const
  const missing = await screenOne(screener, { ...base, missing: { share: 0.05 } })
  const forms = await screenOne(screener, {
    ...base,
    items: { count: 2 * ITEMS },
    forms: { itemsPerPerson: ITEMS },
  })
  return [
    ...figuresOf(`all pairs 2000 x ${ITEMS}, 5 % missing`, missing),
    ...figuresOf(`all pairs 2000 with own forms, ${ITEMS} of ${2 * ITEMS}`, forms),
  ]
}

async function benchPeers(screener: PairScreener): Promise<Figure[]> {
  const screened = await screenOne(screener, { ...PEER_SIZE, model: '2pl' })
  const name = `all pairs ${PEER_SIZE.persons} x ${PEER_SIZE.items.count}`
  const own = figuresOf(name, screened)
  if (!existsSync(RUNTIMES)) {
    process.stderr.write(`${RUNTIMES} is absent: no comparison with other packages\n`)
    return own
  }
  const { rows }: { rows: { readonly name: string; readonly cpu_s_best: number }[] } = JSON.parse(
    await readFile(RUNTIMES, 'utf8'),
  )
  const ratios = PEERS.flatMap(([peer, recorded]): Figure[] => {
    const seconds = rows.find((row) => row.name === recorded)?.cpu_s_best
    if (seconds === undefined) return []
    const ratioTo = `CPU seconds recorded of ${peer} (${seconds} s, other load)`
    return [{ name, value: screened.cpu / seconds, unit: 'ratio', ratioTo }]
  })
  return [...own, ...ratios]
}

interface Screened {
  readonly screening: PairScreening
  readonly cpu: number
  readonly wall: number
}

async function screenOne(screener: PairScreener, scenario: Scenario): Promise<Screened> {
  const order = orderOf(scenario)
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  const screening = await screener.screen({ plan: preparePairs(order) })
  const wall = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { screening, cpu: (user + system) / 1e6, wall }
}

function orderOf(scenario: Scenario): PairOrder {
  const cohort = simulateCohort(scenario, 'bench similarity')
  const items = cohort.items.map(
    ({ a, b, c }): ScoringItem => ({
      model: 'logistic',
      discrimination: a,
      locations: [b],
      guessing: c,
    }),
  )
  const abilities = scoreCohort({ items, values: cohort.scores, method: 'eap' }).theta
  return { model: matchModelOfScores(items), answers: cohort.scores, abilities }
}

function figuresOf(name: string, { screening, cpu, wall }: Screened): Figure[] {
  const of = (value: number, unit: string): Figure => ({ name, value, unit, ratioTo: '' })
  return [
    of(cpu, 's CPU'),
    of(wall, 's'),
    of(screening.pairs / wall / 1e6, 'million pairs per s'),
    of(screening.found, `pairs left at p < ${screening.alpha.toPrecision(2)}`),
    of(screening.deviation, 'SD of omega'),
  ]
}
