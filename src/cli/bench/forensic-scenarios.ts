import type { Cohort } from '../../domain/measurement/simulation/cohort.ts'
import type { Scenario } from '../../domain/measurement/simulation/scenario.ts'
import type { Random } from '../../domain/random.ts'
import { makeTimesHeavy, tieNeighbors } from './alter-cohort.ts'

const ITEMS = {
  count: 60,
  a: { kind: 'lognormal', mean: 0, sd: 0.3 },
  b: { kind: 'normal', mean: 0, sd: 1 },
} as const
const TIMES = {
  alpha: { kind: 'uniform', min: 1.4, max: 2.7 },
  beta: { kind: 'normal', mean: 4, sd: 0.4 },
  tauSd: 0.25,
  correlation: 0.4,
} as const

/** Honest work on an ordinary exam. */
const ORDINARY: Scenario = {
  persons: 1000,
  model: '2pl',
  items: ITEMS,
  options: { count: 4 },
  times: TIMES,
  changes: { share: 0.04 },
}

/** An exam to simulate. */
export interface ExamKind {
  readonly name: string
  readonly scenario: Scenario
  /** Changes a simulated cohort in ways the scenario has no words for, in place. */
  readonly alter?: (cohort: Cohort, random: Random) => void
  /** Share of persons for whom somebody abler sits; none unless told. */
  readonly proxies?: number
}

/** Exams of one kind in which nobody did anything: what is flagged in them is flagged wrongly. */
export interface HonestKind extends ExamKind {
  readonly cohorts: number
}

const SHORT_FORM = { ...ITEMS, count: 30 }

/** The first is the one at which power is told. */
export const HONEST: readonly HonestKind[] = [
  { name: 'ordinary', cohorts: 6, scenario: ORDINARY },
  { name: 'very small sample (50)', cohorts: 20, scenario: { ...ORDINARY, persons: 50 } },
  { name: 'small sample (100)', cohorts: 12, scenario: { ...ORDINARY, persons: 100 } },
  { name: 'short form', cohorts: 3, scenario: { ...ORDINARY, items: SHORT_FORM } },
  {
    name: 'missing answers',
    cohorts: 3,
    scenario: { ...ORDINARY, missing: { share: 0.1, timeLimitSeconds: 3600 } },
  },
  {
    name: 'own forms',
    cohorts: 2,
    scenario: { ...ORDINARY, items: { ...ITEMS, count: 120 }, forms: { itemsPerPerson: 60 } },
  },
  {
    name: 'guessing under a 2PL model',
    cohorts: 3,
    scenario: {
      ...ORDINARY,
      model: '3pl',
      items: { ...ITEMS, c: { kind: 'uniform', min: 0.1, max: 0.3 } },
    },
  },
  {
    name: 'ties: an easy exam',
    cohorts: 3,
    scenario: { ...ORDINARY, items: { ...ITEMS, b: { kind: 'normal', mean: -2, sd: 0.7 } } },
  },
  {
    name: 'two groups of unequal ability',
    cohorts: 3,
    scenario: {
      ...ORDINARY,
      ability: {
        groups: [
          { group: 'able', share: 0.3, mean: 1.2, sd: 0.7 },
          { group: 'others', share: 0.7, mean: -0.3, sd: 0.8 },
        ],
      },
    },
  },
  {
    name: 'heavy-tailed times in whole seconds',
    cohorts: 3,
    scenario: ORDINARY,
    alter: makeTimesHeavy,
  },
  {
    name: 'neighbouring items that depend on each other',
    cohorts: 3,
    // Changes would no longer lead to the answers there are.
    scenario: { ...ORDINARY, changes: { share: 0 } },
    alter: tieNeighbors,
  },
]

/** What is planted, and the indicators that are there to find it. */
export interface PlantedKind extends ExamKind {
  readonly soughtBy: readonly string[]
}

export const PLANTED: readonly PlantedKind[] = [
  {
    name: 'known items (30 % of items, 5 % of persons)',
    scenario: planting({ kind: 'preknowledge', persons: 0.05, items: 0.3 }),
    soughtBy: ['item-preknowledge', 'response-speed'],
  },
  {
    name: 'copying pairs (40 % of items)',
    scenario: planting({ kind: 'copying-pairs', pairs: 25, items: 0.4 }),
    soughtBy: ['similar-answers'],
  },
  {
    name: 'copying pairs (60 % of items)',
    scenario: planting({ kind: 'copying-pairs', pairs: 25, items: 0.6 }),
    soughtBy: ['similar-answers'],
  },
  {
    name: 'rings of five (50 % of items)',
    scenario: planting({ kind: 'copying-rings', rings: 5, size: 5, items: 0.5 }),
    soughtBy: ['similar-answers'],
  },
  {
    name: 'rapid guessing (30 % of items)',
    scenario: planting({ kind: 'rapid-guessing', persons: 0.05, items: 0.3 }),
    soughtBy: ['rapid-responses', 'response-time-misfit', 'likelihood-fit', 'order-fit'],
  },
  {
    name: 'looking up (40 % of items)',
    scenario: planting({ kind: 'look-up', persons: 0.05, items: 0.4 }),
    soughtBy: ['look-up-shape', 'response-time-misfit'],
  },
  {
    name: 'tampered answers (30 % of wrong ones)',
    scenario: planting({ kind: 'tampered-answers', persons: 0.05, items: 0.3 }),
    soughtBy: ['wrong-to-right'],
  },
  {
    name: 'twice as fast after the middle',
    scenario: planting({ kind: 'speed-change', persons: 0.05, after: 0.5, timeFactor: 0.5 }),
    soughtBy: ['speed-change'],
  },
  {
    name: 'somebody abler in the seat (1.5 SD, 5 % of persons)',
    scenario: ORDINARY,
    proxies: 0.05,
    soughtBy: ['score-gain'],
  },
]

function planting(plant: NonNullable<Scenario['planted']>[number]): Scenario {
  return { ...ORDINARY, planted: [plant] }
}
