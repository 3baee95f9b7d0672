import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../../forensics/simulated-attempts.ts'

export interface SimulatedItem {
  readonly slope: number
  readonly difficulty: number
}

/** Right and wrong by the two-parameter model; `shift` makes an item harder for a person. */
export function simulateResponses(given: {
  readonly seed: string
  readonly thetas: readonly number[]
  readonly items: readonly SimulatedItem[]
  readonly shift?: (person: number, item: number) => number
}): Float64Array[] {
  const random = seededRandom(given.seed, 'responses')
  return given.thetas.map((theta, person) =>
    Float64Array.from(given.items, ({ slope, difficulty }, item) => {
      const place = difficulty + (given.shift?.(person, item) ?? 0)
      return random() < 1 / (1 + Math.exp(-slope * (theta - place))) ? 1 : 0
    }),
  )
}

/** Items spread over difficulties and slopes. */
export function spreadItems(count: number): SimulatedItem[] {
  return Array.from({ length: count }, (_, at) => ({
    slope: 0.8 + (0.8 * ((at * 7) % count)) / count,
    difficulty: -1.5 + (3 * at) / Math.max(1, count - 1),
  }))
}

/** Standard normal abilities. */
export function drawThetas(count: number, seed: string): number[] {
  const random = seededRandom(seed, 'abilities')
  return Array.from({ length: count }, () => deviate(random))
}
