import type { PreparedCohort } from '../../../../src/domain/forensics/cohort/cohort-data.ts'
import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

interface Truth {
  readonly cohort: PreparedCohort
  readonly leaked: ReadonlySet<number>
  readonly knowers: ReadonlySet<number>
}

const STANDARD = { mean: 0, deviation: 1 }

/** Standard normal (Marsaglia's polar method). */
export function normalFrom(random: () => number): number {
  for (;;) {
    const [x, y] = [2 * random() - 1, 2 * random() - 1]
    const square = x * x + y * y
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square)
  }
}

/**
 * A simulated cohort with what is planted in it. Scored by the slopes and locations it was drawn
 * from but without guessing, so that 3PL data meet a 2PL model. `area` makes the first third of
 * the items depend on a second trait, which shows in answers and times.
 */
export function simulatedCohort(
  scenario: Scenario,
  seed: string,
  options: { readonly given?: boolean; readonly area?: number } = {},
): Truth {
  const { items, persons, scores, times, planted } = simulateCohort(scenario, seed)
  const count = items.length
  const random = seededRandom(seed, 'area')
  const rows = times && persons.names.map((_, i) => times.slice(i * count, (i + 1) * count))
  const { area = 0 } = options
  for (let person = 0; area > 0 && person < persons.names.length; person += 1) {
    const trait = normalFrom(random)
    const quickness = 0.6 * trait + 0.8 * normalFrom(random)
    for (const [place, { a, b, c }] of items.slice(0, count / 3).entries()) {
      const theta = (persons.theta[person] as number) + area * trait
      const chance = c + (1 - c) / (1 + Math.exp(-a * (theta - b)))
      if (scores[person * count + place] === -1) continue
      scores[person * count + place] = random() < chance ? 1 : 0
      const row = rows?.[person]
      if (row) row[place] = (row[place] as number) * Math.exp(-0.25 * area * quickness)
    }
  }
  const { cohort } = prepareCohort(
    {
      persons: persons.names,
      items: items.map(({ item }) => item),
      scores,
      options: null,
      times: rows,
      away: null,
      places: null,
      changes: null,
      groupings: [],
      suspectItems: [],
      earlier: null,
    },
    {
      items: items.map(({ a, b }) => ({
        model: 'logistic' as const,
        discrimination: a,
        locations: [b],
        guessing: 0,
      })),
      latent: STANDARD,
    },
  )
  return {
    cohort: options.given ? cohort : { ...cohort, model: '2pl' },
    leaked: new Set(planted.map(({ item }) => item)),
    knowers: new Set(planted.map(({ person }) => person)),
  }
}

/** An exam of 40 items by 3PL, speed correlated with ability, some answers left out. */
export function anExam(changes: Partial<Scenario> = {}): Scenario {
  return {
    persons: 400,
    model: '3pl',
    items: { count: 40 },
    times: { correlation: 0.4 },
    missing: { share: 0.03 },
    ...changes,
  }
}

export function preknowledge(persons: number, items: number): Partial<Scenario> {
  return { planted: [{ kind: 'preknowledge', persons, items }] }
}

/** How many are below .05, .01 and .001. */
export function countBelow(ps: readonly number[]): [number, number, number] {
  const below = (level: number) => ps.filter((p) => p < level).length
  return [below(0.05), below(0.01), below(0.001)]
}
