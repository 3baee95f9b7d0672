import normal from '@stdlib/stats-base-dists-normal'
import type { Bank } from '../../bank/bank.ts'
import { parametersOf } from '../../measurement/item-parameters.ts'
import { probabilityCorrect } from '../../measurement/item-response.ts'
import { seededRandom } from '../../random.ts'
import type { Blueprint } from '../blueprint.ts'
import type { AdaptiveForm } from '../form.ts'
import { type AdaptiveRun, type PreparedAdaptive, prepareAdaptive } from './adaptive-run.ts'

/** One simulated attempt. */
export interface SimulatedCourse {
  /** The ability it was made with. */
  readonly truth: number
  readonly theta: number
  readonly standardError: number
  readonly items: readonly string[]
  /** Whether it ended because it was precise enough. */
  readonly reached: boolean
}

/** What adaptive attempts of a population amount to. */
export interface AdaptiveFigures {
  readonly attempts: number
  readonly meanItems: number
  readonly reachedShare: number
  /** Share of attempts on which an item of the blueprint's cells stands. */
  readonly exposure: { readonly largest: number; readonly mean: number }
  /** Mean figures of the attempts within half a unit of each ability. */
  readonly standardErrors: readonly {
    readonly theta: number
    readonly items: number
    readonly standardError: number
  }[]
}

/** A simulated candidate of this ability takes the whole attempt. */
function takeAttempt(prepared: PreparedAdaptive, seed: string, truth: number): AdaptiveRun {
  const run = prepared.begin(seed)
  const random = seededRandom(seed, 'simulated answers')
  for (let current = run.current(); current; current = run.current()) {
    run.leave(random() < probabilityCorrect(truth, parametersOf(current.item).values))
  }
  return run
}

/** The form that a simulated candidate of average ability ends with, as an example. */
export function sampleAdaptiveForm(prepared: PreparedAdaptive, seed: string): AdaptiveForm {
  return takeAttempt(prepared, seed, 0).form()
}

function simulateCourse(prepared: PreparedAdaptive, seed: string, truth: number): SimulatedCourse {
  const run = takeAttempt(prepared, seed, truth)
  const { items, certificate } = run.form()
  const reached = certificate.ended === 'precision' || certificate.standardError.within
  return { truth, ...run.ability(), items: items.map(({ item }) => item), reached }
}

/** Attempts of candidates at evenly spaced quantiles of a standard normal population. */
export function simulateCourses(
  prepared: PreparedAdaptive,
  attempts: number,
  { name, tell }: { readonly name: string; readonly tell?: (done: number) => void },
): SimulatedCourse[] {
  return Array.from({ length: attempts }, (_, index) => {
    const truth = normal.quantile((index + 0.5) / attempts, 0, 1)
    const course = simulateCourse(prepared, `${name} ${index + 1}`, truth)
    tell?.(index + 1)
    return course
  })
}

const FORECAST_ATTEMPTS = 100
const SHOWN_ABILITIES = [-2, -1, 0, 1, 2]

/** What attempts under an adaptive blueprint will be like; the same for the same two. */
export function forecastAdaptive(bank: Bank, blueprint: Blueprint): AdaptiveFigures {
  const prepared = prepareAdaptive(bank, blueprint)
  return figuresOf(prepared, simulateCourses(prepared, FORECAST_ATTEMPTS, { name: 'forecast' }))
}

/** Sums up simulated attempts; there must be at least one. */
export function figuresOf(
  prepared: PreparedAdaptive,
  courses: readonly SimulatedCourse[],
): AdaptiveFigures {
  const attempts = courses.length
  const counts = countItems(courses)
  const meanItems = mean(courses.map(({ items }) => items.length))
  return {
    attempts,
    meanItems,
    reachedShare: mean(courses.map(({ reached }) => (reached ? 1 : 0))),
    exposure: {
      largest: Math.max(0, ...counts.values()) / attempts,
      mean: meanItems / Math.max(1, prepared.supply),
    },
    standardErrors: SHOWN_ABILITIES.flatMap((theta) => {
      const near = courses.filter(({ truth }) => Math.abs(truth - theta) <= 0.5)
      if (near.length === 0) return []
      return [
        {
          theta,
          items: mean(near.map(({ items }) => items.length)),
          standardError: mean(near.map(({ standardError }) => standardError)),
        },
      ]
    }),
  }
}

function countItems(courses: readonly SimulatedCourse[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { items } of courses) {
    for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  }
  return counts
}

/** How well simulated attempts recover the abilities they were made with, beside the figures. */
export interface AdaptiveSummary extends AdaptiveFigures {
  /** Mean of estimate minus truth. */
  readonly bias: number
  readonly rootMeanSquaredError: number
  /** Root of the mean squared standard error stated. */
  readonly statedStandardError: number
  /** Share of truths within 1.96 standard errors of the estimate. */
  readonly coverage95: number
  /** Mean share of a form's items that another form has too (Chen, Ankenmann & Spray 2003). */
  readonly overlap: number
  readonly exposureByItem: Readonly<Record<string, number>>
}

export function summarizeCourses(
  prepared: PreparedAdaptive,
  courses: readonly SimulatedCourse[],
): AdaptiveSummary {
  const errors = courses.map(({ theta, truth }) => theta - truth)
  const within = courses.filter(
    ({ theta, truth, standardError }) => Math.abs(theta - truth) <= 1.96 * standardError,
  )
  const counts = [...countItems(courses)].sort()
  const pairs = (courses.length * (courses.length - 1)) / 2
  const shared = counts.reduce((sum, [, count]) => sum + (count * (count - 1)) / 2, 0)
  const figures = figuresOf(prepared, courses)
  return {
    ...figures,
    bias: mean(errors),
    rootMeanSquaredError: Math.sqrt(mean(errors.map((error) => error ** 2))),
    statedStandardError: Math.sqrt(mean(courses.map(({ standardError }) => standardError ** 2))),
    coverage95: within.length / courses.length,
    overlap: shared / Math.max(1, pairs) / figures.meanItems,
    exposureByItem: Object.fromEntries(
      counts.map(([item, count]) => [item, count / courses.length]),
    ),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
