import fc from 'fast-check'
import t from 'tap'
import { fitModel } from '../../../../src/domain/measurement/calibration/fit-model.ts'
import { probabilityCorrect } from '../../../../src/domain/measurement/item-response.ts'
import {
  type Cohort,
  categoryCountOf,
} from '../../../../src/domain/measurement/simulation/cohort.ts'
import type { Plant, Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

const MISSING = -1

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviation(values: readonly number[]): number {
  const center = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)))
}

function correlation(left: readonly number[], right: readonly number[]): number {
  const [one, other] = [mean(left), mean(right)]
  const both = mean(left.map((value, at) => (value - one) * ((right[at] ?? 0) - other)))
  return both / (deviation(left) * deviation(right))
}

function column<Value>(cohort: Cohort, values: ArrayLike<Value>, item: number): Value[] {
  const places = cohort.persons.names.map((_, person) => person * cohort.items.length + item)
  return places.map((place) => values[place] as Value)
}

const FULL: Scenario = {
  persons: 120,
  model: '2pl',
  items: { count: 12 },
  options: { count: 4 },
  times: { correlation: 0.4 },
  missing: { share: 0.05 },
  changes: { share: 0.1 },
}

const PLANTS: readonly Plant[] = [
  { kind: 'rapid-guessing', persons: 0.1, items: 0.4 },
  { kind: 'copying-pairs', pairs: 3, items: 0.6 },
  { kind: 'copying-rings', rings: 2, size: 4, items: 0.5 },
  { kind: 'preknowledge', persons: 0.2, items: 0.3 },
  { kind: 'look-up', persons: 0.1, items: 0.3 },
  { kind: 'tampered-answers', persons: 0.1, items: 0.5 },
  { kind: 'speed-change', persons: 0.1, after: 0.5, timeFactor: 0.4 },
]

t.test('equal scenarios and seeds give equal cohorts, another seed another', async (t) => {
  const scenario: Scenario = { ...FULL, planted: [...PLANTS] }
  const once = simulateCohort(scenario, 'a')
  t.strictSame(simulateCohort(scenario, 'a'), once)
  t.notSame(simulateCohort(scenario, 'b').scores, once.scores)
})

t.test('what is planted changes the answers it names, and none besides', async () => {
  const plain = simulateCohort(FULL, 'law')
  fc.assert(
    fc.property(fc.subarray([...PLANTS], { minLength: 1 }), (planted) => {
      const cohort = simulateCohort({ ...FULL, planted: [...planted] }, 'law')
      const count = cohort.items.length
      const named = new Set(cohort.planted.map(({ person, item }) => person * count + item))
      const kinds = new Set(cohort.planted.map(({ kind }) => kind))
      const differs = (cell: number) =>
        cohort.scores[cell] !== plain.scores[cell] ||
        cohort.options?.[cell] !== plain.options?.[cell] ||
        !Object.is(cohort.times?.[cell], plain.times?.[cell])
      const changed = Array.from(plain.scores, (_, cell) => cell).filter(differs)
      return (
        kinds.size === planted.length &&
        changed.length > 0 &&
        changed.every((cell) => named.has(cell))
      )
    }),
    { numRuns: 40 },
  )
})

t.test('a copied answer is the answer of its source, and nobody copies twice', async (t) => {
  const planted = PLANTS.filter(({ kind }) => kind.startsWith('copying'))
  const { planted: cells, options, items } = simulateCohort({ ...FULL, planted }, 'copies')
  for (const kind of ['copying-pairs', 'copying-rings'] as const) {
    const own = cells.filter((cell) => cell.kind === kind)
    const sources = new Map(own.map(({ person, source }) => [person, source]))
    t.equal(sources.size, kind === 'copying-pairs' ? 3 : 6)
    t.ok(own.every(({ person, source }) => sources.get(person) === source))
    t.notOk(own.some(({ source }) => source !== null && sources.has(source)))
  }
  const rings = cells.filter(({ kind }) => kind === 'copying-rings')
  for (const { person, item, source } of rings) {
    const at = (who: number) => options?.[who * items.length + item]
    t.equal(at(person), at(source ?? -1))
  }
})

t.test('right answers have the key, wrong ones another option, missing ones nothing', async (t) => {
  const { scores, options, times, items } = simulateCohort(
    { ...FULL, planted: [...PLANTS] },
    'keys',
  )
  for (const [cell, score] of scores.entries()) {
    const key = items[cell % items.length]?.key
    const option = options?.[cell]
    if (score === MISSING) t.ok(option === MISSING && Number.isNaN(times?.[cell]))
    else t.equal(option === key, score === 1)
    if (score !== MISSING) t.ok((times?.[cell] ?? 0) > 0)
  }
})

t.test(
  'a change ends in the answer there is, from another one, in the order of time',
  async (t) => {
    const cohort = simulateCohort({ ...FULL, planted: [...PLANTS] }, 'changes')
    const { changes, options, items, planted } = cohort
    t.ok((changes?.length ?? 0) > 50)
    changes?.forEach(({ person, item, from, to, seconds }, place) => {
      t.not(from, to)
      t.equal(options?.[person * items.length + item], to)
      const before = changes[place - 1]
      if (before?.person === person) t.ok(before.seconds <= seconds)
    })
    for (const { kind, person, item } of planted) {
      if (kind !== 'tampered-answers') continue
      const [change] = changes?.filter((one) => one.person === person && one.item === item) ?? []
      t.ok(change && change.to === items[item]?.key, 'tampering makes a wrong answer right')
    }
  },
)

t.test('shares of right answers are those of the model, also with DIF and drift', async (t) => {
  const scenario: Scenario = {
    persons: 20_000,
    model: '3pl',
    items: [
      { item: 'plain', a: 1.2, b: 0.3, c: 0.2 },
      { item: 'shifted', a: 0.8, b: -0.5, c: 0.1 },
      { item: 'drifted', a: 1.5, b: 1, c: 0.25 },
    ],
    ability: {
      groups: [
        { group: 'A', share: 0.6, mean: 0.2, sd: 1 },
        { group: 'B', share: 0.4, mean: -0.4, sd: 0.8 },
      ],
    },
    dif: [{ item: 'shifted', group: 'B', size: 0.9 }],
    drift: [{ item: 'drifted', size: -0.7 }],
  }
  const cohort = simulateCohort(scenario, 'moments')
  const { persons } = cohort
  const locations: Record<string, readonly [number, number]> = {
    plain: [0.3, 0.3],
    shifted: [-0.5, 0.4],
    drifted: [0.3, 0.3],
  }
  for (const [place, group] of ['A', 'B'].entries()) {
    const own = persons.groups.flatMap((name, person) => (name === group ? [person] : []))
    t.ok(Math.abs(own.length / 20_000 - (place === 0 ? 0.6 : 0.4)) < 0.015)
    const theta = own.map((person) => persons.theta[person] ?? 0)
    const [center, spread] = place === 0 ? [0.2, 1] : [-0.4, 0.8]
    t.ok(Math.abs(mean(theta) - center) < (4 * spread) / Math.sqrt(own.length))
    t.ok(Math.abs(deviation(theta) - spread) < (4 * spread) / Math.sqrt(2 * own.length))
    cohort.items.forEach(({ item, a, c }, index) => {
      const difficulty = locations[item]?.[place] ?? Number.NaN
      const expected = own.map((person) =>
        probabilityCorrect(persons.theta[person] ?? 0, {
          discrimination: a,
          difficulty,
          guessing: c,
        }),
      )
      const right = column(cohort, cohort.scores, index)
      const found = mean(own.map((person) => right[person] ?? Number.NaN))
      const error = Math.sqrt(mean(expected.map((p) => p * (1 - p))) / own.length)
      t.ok(Math.abs(found - mean(expected)) < 4 * error, `${item} in ${group}`)
    })
  }
})

t.test('times have the moments of the lognormal model, speed its tie to ability', async (t) => {
  const cohort = simulateCohort(
    {
      persons: 8000,
      model: 'rasch',
      items: [{ item: 'one', a: 1, b: 0, alpha: 2, beta: 3.5 }],
      times: { tauSd: 0.3, correlation: 0.5 },
    },
    'times',
  )
  const { theta, tau } = cohort.persons
  const logs = Array.from(cohort.times ?? [], Math.log)
  t.ok(Math.abs(mean(logs) - 3.5) < 0.03)
  t.ok(Math.abs(deviation(logs) - Math.hypot(0.3, 0.5)) < 0.03)
  const residuals = logs.map((log, person) => log - 3.5 + (tau[person] ?? 0))
  t.ok(Math.abs(deviation(residuals) - 0.5) < 0.02)
  t.ok(Math.abs(correlation([...theta], [...tau]) - 0.5) < 0.04)
  t.ok(Math.abs(deviation([...tau]) - 0.3) < 0.02)
})

t.test('graded answers follow Samejima, partial credit follows Muraki', async (t) => {
  const [a, steps] = [1.3, [-0.8, 0.4]] as const
  const power = (x: number) => 1 / (1 + Math.exp(-x))
  const laws = {
    grm: (theta: number) => {
      const [one, two] = steps.map((step) => power(a * (theta - step)))
      return [1 - (one ?? 0), (one ?? 0) - (two ?? 0), two ?? 0]
    },
    gpcm: (theta: number) => {
      const first = Math.exp(a * (theta - steps[0]))
      const weights = [1, first, first * Math.exp(a * (theta - steps[1]))]
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      return weights.map((weight) => weight / total)
    },
  }
  for (const model of ['grm', 'gpcm'] as const) {
    const items = [{ item: 'graded', a, steps: [...steps] }]
    const cohort = simulateCohort({ persons: 20_000, model, items }, 'graded')
    const law = Array.from(cohort.persons.theta, laws[model])
    for (const category of [0, 1, 2]) {
      const expected = law.map((chances) => chances[category] ?? Number.NaN)
      const found = mean(Array.from(cohort.scores, (score) => (score === category ? 1 : 0)))
      const error = Math.sqrt(mean(expected.map((p) => p * (1 - p))) / 20_000)
      t.ok(Math.abs(found - mean(expected)) < 4 * error, `${model}, category ${category}`)
    }
  }
})

t.test(
  'own forms have as many items as told, spread evenly; time runs out at the end',
  async (t) => {
    const cohort = simulateCohort(
      {
        persons: 2000,
        model: '2pl',
        items: { count: 20 },
        forms: { itemsPerPerson: 8 },
        times: {},
        missing: { timeLimitSeconds: 200 },
      },
      'forms',
    )
    const count = cohort.items.length
    let cut = 0
    for (let person = 0; person < 2000; person += 1) {
      const own = cohort.times?.subarray(person * count, (person + 1) * count) ?? []
      const seconds = Array.from(own).filter((value) => !Number.isNaN(value))
      const before = seconds.slice(0, -1).reduce((sum, value) => sum + value, 0)
      t.ok(seconds.length <= 8 && before < 200)
      if (seconds.length < 8) cut += 1
      else t.equal(seconds.length, 8)
    }
    t.ok(cut > 100, 'many did not reach the end')
    const free = simulateCohort(
      { persons: 2000, model: '2pl', items: { count: 20 }, forms: { itemsPerPerson: 8 } },
      'forms',
    )
    for (let item = 0; item < 20; item += 1) {
      const shown = column(free, free.scores, item).filter((score) => score !== MISSING).length
      // Binomial(2000, .4) has a standard deviation of 22.
      t.ok(Math.abs(shown - 800) < 100)
    }
  },
)

t.test('guessing is at chance and fast, knowing beforehand right and fast', async (t) => {
  const cohort = simulateCohort(
    {
      ...FULL,
      persons: 2000,
      planted: [
        { kind: 'rapid-guessing', persons: 0.2, items: 0.5, seconds: 3 },
        { kind: 'preknowledge', persons: 0.2, items: ['I05', 'I06'], chance: 0.9 },
      ],
    },
    'guesses',
  )
  const cells = (kind: string) =>
    cohort.planted
      .filter((cell) => cell.kind === kind)
      .map(({ person, item }) => person * cohort.items.length + item)
  const right = (of: readonly number[]) => mean(of.map((cell) => cohort.scores[cell] ?? 0))
  const known = new Set(cells('preknowledge'))
  const guessed = cells('rapid-guessing').filter((cell) => !known.has(cell))
  t.ok(Math.abs(right(guessed) - 0.25) < 0.05)
  const logs = guessed.map((cell) => Math.log(cohort.times?.[cell] ?? Number.NaN))
  t.ok(Math.abs(mean(logs) - Math.log(3)) < 0.05)
  t.ok(Math.abs(right([...known]) - 0.9) < 0.04)
})

t.test('calibration finds the parameters that the answers were made from', async (t) => {
  const { items, scores } = simulateCohort(
    { persons: 4000, model: '2pl', items: { count: 30 } },
    'recovery',
  )
  const { parameters, converged } = fitModel({
    model: '2pl',
    matrix: {
      personCount: 4000,
      itemCount: 30,
      values: scores,
      categoryCounts: items.map(categoryCountOf),
      weights: new Float64Array(4000).fill(1),
    },
  })
  t.ok(converged)
  const errors = items.map(({ a, b }, index) => {
    const [slope = 0, intercept = 0] = parameters[index] ?? []
    return { a: slope - a, d: intercept + a * b }
  })
  // Standard errors are near .05 for both; the mean over 30 items may be off by a few hundredths.
  t.ok(Math.sqrt(mean(errors.map(({ a }) => a * a))) < 0.09)
  t.ok(Math.sqrt(mean(errors.map(({ d }) => d * d))) < 0.09)
  t.ok(Math.abs(mean(errors.map(({ a }) => a))) < 0.04)
  t.ok(Math.abs(mean(errors.map(({ d }) => d))) < 0.07)
})
