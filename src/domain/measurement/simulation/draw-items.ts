import { type Random, seededRandom } from '../../random.ts'
import type { SimulatedItem } from './cohort.ts'
import { drawNormal, drawnName, drawValue } from './draw-value.ts'
import type { Scenario } from './scenario.ts'

type Located = Pick<SimulatedItem, 'item' | 'a' | 'b' | 'c' | 'steps'>

const USUAL = {
  a: { kind: 'lognormal', mean: 0.1, sd: 0.3 },
  b: { kind: 'normal', mean: 0, sd: 1 },
  alpha: { kind: 'lognormal', mean: 0.6, sd: 0.2 },
  beta: { kind: 'normal', mean: 3.7, sd: 0.4 },
} as const
const USUAL_GUESSING = 0.2
const USUAL_CATEGORIES = 3
const USUAL_SPACING = 0.8
/** A drawn discrimination is never smaller: below it an item measures nothing. */
const LEAST_SLOPE = 0.05

/** The items of a scenario: as given, or drawn. What each draws, it draws from its own stream. */
export function drawItems(scenario: Scenario, seed: string): SimulatedItem[] {
  const { items, times, options, drift = [] } = scenario
  const count = Array.isArray(items) ? items.length : items.count
  const streams = {
    parameters: seededRandom(seed, 'item parameters'),
    times: seededRandom(seed, 'item times'),
    options: seededRandom(seed, 'item options'),
  }
  return Array.from({ length: count }, (_, place) => {
    const given = Array.isArray(items) ? items[place] : undefined
    const located = locate(scenario, place, streams.parameters)
    const alpha = drawValue(times?.alpha ?? USUAL.alpha, streams.times)
    const beta = drawValue(times?.beta ?? USUAL.beta, streams.times)
    return {
      ...located,
      alpha: given?.alpha ?? Math.max(LEAST_SLOPE, alpha),
      beta: given?.beta ?? beta,
      drift: drift.reduce((sum, one) => sum + (one.item === located.item ? one.size : 0), 0),
      ...drawOptions(options, streams.options),
    }
  })
}

/** Name and parameters of the item at a place. */
function locate({ items, model }: Scenario, place: number, random: Random): Located {
  const isGraded = model === 'grm' || model === 'gpcm'
  if (Array.isArray(items)) {
    const { item = '', a = 1, b, c, steps } = items[place] ?? {}
    const own = isGraded ? (steps ?? [b ?? 0]) : null
    return { item, a, b: own ? meanOf(own) : (b ?? 0), c: c ?? 0, steps: own }
  }
  const slope = drawValue(items.a ?? (isCommon(model) ? 1 : USUAL.a), random)
  const b = drawValue(items.b ?? USUAL.b, random)
  const guessing = model === '3pl' ? drawValue(items.c ?? USUAL_GUESSING, random) : 0
  const stepCount = (items.categories ?? USUAL_CATEGORIES) - 1
  const spacing = items.stepSpacing ?? USUAL_SPACING
  return {
    item: drawnName(place, items.count),
    a: Math.max(LEAST_SLOPE, slope),
    b,
    c: Math.min(0.95, Math.max(0, guessing)),
    steps: isGraded
      ? Array.from({ length: stepCount }, (_, step) => b + spacing * (step - (stepCount - 1) / 2))
      : null,
  }
}

function isCommon(model: Scenario['model']): boolean {
  return model === 'rasch' || model === '1pl'
}

function drawOptions(
  options: Scenario['options'],
  random: Random,
): Pick<SimulatedItem, 'key' | 'attraction'> {
  const { count = 0, spread = 0.5, slope = 0.3 } = options ?? {}
  return {
    key: Math.floor(random() * count),
    attraction: Array.from({ length: count }, () => ({
      level: spread * drawNormal(random),
      slope: slope * drawNormal(random),
    })),
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
