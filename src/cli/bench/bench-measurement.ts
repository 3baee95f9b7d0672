import { performance } from 'node:perf_hooks'
import { type FittedModel, fitModel } from '../../domain/measurement/calibration/fit-model.ts'
import type { ItemPriors } from '../../domain/measurement/calibration/maximize-item.ts'
import type { ResponseMatrix } from '../../domain/measurement/calibration/response-matrix.ts'
import { scoreCohort } from '../../domain/measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../domain/measurement/scoring/scoring-item.ts'
import { categoryCountOf } from '../../domain/measurement/simulation/cohort.ts'
import type { Scenario } from '../../domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../domain/measurement/simulation/simulate-cohort.ts'
import type { Figure } from './measure.ts'
import { peerData } from './peer-data.ts'

const ITEMS = 60
const PERSONS = [1000, 10_000, 100_000] as const
const ROUNDS = 3

/** As mirt's prior for guessing; it keeps slopes free. */
const GUESSING: ItemPriors = {
  logSlope: null,
  intercept: null,
  logitGuessing: { mean: -1.4, deviation: 0.5 },
}

type Model = '2pl' | '3pl' | 'grm'

/**
 * Calibration and scoring of simulated cohorts of growing size: seconds of the processor and of
 * the clock, EM steps, log-likelihood, and how time grows. Where the reference data lie beside
 * the project, the same on data that other packages were timed on.
 */
export async function benchMeasurement(
  persons: readonly number[] = PERSONS,
  peers = true,
): Promise<Figure[]> {
  fit('2pl', cohortOf('2pl', 300).matrix)
  const [smallest = 1000] = persons
  return [
    ...benchSizes(persons),
    ...(['3pl', 'grm'] as const).flatMap((model) => {
      const { matrix } = cohortOf(model, smallest)
      return fitFigures(`${model} ${smallest} x ${ITEMS}`, model, matrix).figures
    }),
    ...(peers ? await benchPeers() : []),
  ]
}

function benchSizes(persons: readonly number[]): Figure[] {
  const sizes = persons.map((count) => {
    const { matrix, scoring } = cohortOf('2pl', count)
    const size = `${count} x ${ITEMS}`
    const fitted = fitFigures(`2pl ${size}`, '2pl', matrix)
    const scored = timed(() => {
      scoreCohort({ items: scoring, values: matrix.values, method: 'eap' })
    })
    return { count, size, fitted, scored }
  })
  const growth = (name: string, of: (size: (typeof sizes)[number]) => number): Figure[] => {
    const [first, last] = [sizes[0], sizes.at(-1)]
    if (!first || !last || first === last) return []
    const value = Math.log(of(last) / of(first)) / Math.log(last.count / first.count)
    const range = `${first.count} to ${last.count}`
    return [{ name: `growth exponent, ${range}: ${name}`, value, unit: 'exponent', ratioTo: '' }]
  }
  return [
    ...sizes.flatMap(({ fitted }) => fitted.figures),
    ...growth('2pl, an EM step', ({ fitted }) => fitted.cpu / fitted.steps),
    ...sizes.flatMap(({ size, scored }) => secondsOf(`EAP ${size}`, scored)),
    ...growth('EAP', ({ scored }) => scored.cpu),
  ]
}

interface BenchCohort {
  readonly matrix: ResponseMatrix
  readonly scoring: readonly ScoringItem[]
}

function cohortOf(model: Model, persons: number): BenchCohort {
  const scenario: Scenario = { persons, model, items: { count: ITEMS, categories: 4 } }
  const { items, scores } = simulateCohort(scenario, 'bench measurement')
  return {
    matrix: {
      personCount: persons,
      itemCount: items.length,
      values: scores,
      categoryCounts: items.map(categoryCountOf),
      weights: new Float64Array(persons).fill(1),
    },
    scoring: items.map(({ a, b, c, steps }) => ({
      model: model === 'grm' ? 'grm' : 'logistic',
      discrimination: a,
      locations: steps ?? [b],
      guessing: c,
    })),
  }
}

function fit(model: Model, matrix: ResponseMatrix): FittedModel {
  return fitModel({ matrix, model, ...(model === '3pl' ? { priors: GUESSING } : {}) })
}

interface Seconds {
  readonly cpu: number
  readonly wall: number
}

/** Median seconds of some rounds. */
function timed(work: () => void): Seconds {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const [cpu, start] = [process.cpuUsage(), performance.now()]
    work()
    const wall = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(cpu)
    return { cpu: (user + system) / 1e6, wall }
  })
  const middle = (of: (round: Seconds) => number) =>
    rounds.map(of).sort((left, right) => left - right)[Math.floor(ROUNDS / 2)] ?? Number.NaN
  return { cpu: middle(({ cpu }) => cpu), wall: middle(({ wall }) => wall) }
}

function secondsOf(name: string, { cpu, wall }: Seconds): Figure[] {
  return [
    { name, value: cpu, unit: 's CPU', ratioTo: '' },
    { name, value: wall, unit: 's', ratioTo: '' },
  ]
}

function fitFigures(name: string, model: Model, matrix: ResponseMatrix) {
  let fitted: FittedModel | null = null
  const seconds = timed(() => {
    fitted = fit(model, matrix)
  })
  const { iterations, logLikelihood, converged } = fitted ?? fit(model, matrix)
  if (!converged) throw new Error(`${name}: the fit did not converge in ${iterations} steps`)
  const figures: Figure[] = [
    ...secondsOf(name, seconds),
    { name, value: iterations, unit: 'EM steps', ratioTo: '' },
    { name, value: logLikelihood, unit: 'log-likelihood', ratioTo: '' },
  ]
  return { figures, ...seconds, steps: iterations, logLikelihood }
}

/**
 * The same data as other packages: their seconds were recorded once, on a machine under other
 * load, so ratios are those of processor time; at equal log-likelihood they compare equal work.
 */
async function benchPeers(): Promise<Figure[]> {
  const found = await peerData()
  return found.flatMap(({ name, matrix, peers }) => {
    const own = fitFigures(`2pl ${name}`, '2pl', matrix)
    const ratios = peers.flatMap((peer): Figure[] => [
      {
        name: `2pl ${name}`,
        value: own.cpu / peer.cpuSeconds,
        unit: 'ratio',
        ratioTo: `CPU seconds recorded of ${peer.name} (${peer.cpuSeconds} s, other load)`,
      },
      ...(peer.logLikelihood === null
        ? []
        : [
            {
              name: `2pl ${name}, above ${peer.name}`,
              value: own.logLikelihood - peer.logLikelihood,
              unit: 'log-likelihood',
              ratioTo: '',
            },
          ]),
    ])
    return [...own.figures, ...ratios]
  })
}
