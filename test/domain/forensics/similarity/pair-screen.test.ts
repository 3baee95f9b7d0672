import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { PairOrder } from '../../../../src/domain/forensics/similarity/pair-order.ts'
import { preparePairs, splitPairs } from '../../../../src/domain/forensics/similarity/pair-plan.ts'
import { screenPairs } from '../../../../src/domain/forensics/similarity/pair-screen.ts'
import {
  concludeScreen,
  mergeScreens,
  type PairScreening,
} from '../../../../src/domain/forensics/similarity/pair-screening.ts'
import { type ExactPair, everyPair, nominalCohort, scoredCohort } from './pair-cohorts.ts'

function screenAll(order: PairOrder): PairScreening {
  const plan = preparePairs(order)
  return concludeScreen(plan, screenPairs(plan, { from: 0, to: plan.binStarts.length - 1 }))
}

/** Survivors by pair. */
function foundOf({ survivors }: PairScreening): Map<string, ExactPair> {
  return new Map(
    Array.from(survivors.p, (p, at) => {
      const pair = `${survivors.first[at]}-${survivors.second[at]}`
      const [shared, matches] = [survivors.shared[at] ?? 0, survivors.matches[at] ?? 0]
      const [wrong, omega] = [survivors.wrong[at] ?? 0, survivors.omega[at] ?? 0]
      return [pair, { pair, shared, matches, wrong, omega, p, m4: Number.NaN }]
    }),
  )
}

/** Every pair with an exact p below alpha stays, with the counts and the omega it really has. */
function agreeWithExact(t: Test, order: PairOrder): void {
  const tolerance = order.answers.includes(-1) ? 0.04 : 0.02
  const screening = screenAll(order)
  const found = foundOf(screening)
  const every = everyPair(order)
  t.equal(screening.compared, every.length, 'pairs with 20 shared items')
  const telling = every.filter(({ p }) => p < screening.alpha)
  t.ok(telling.length > 0, 'there are telling pairs')
  for (const { pair } of telling) if (!found.has(pair)) t.fail(`${pair} was dismissed`)
  for (const exact of every) {
    const own = found.get(exact.pair)
    if (!own) continue
    const { shared, matches, wrong } = exact
    const counts = { shared: own.shared, matches: own.matches, wrong: own.wrong }
    if (wrong !== own.wrong || matches !== own.matches || shared !== own.shared) {
      t.same(counts, { shared, matches, wrong }, exact.pair)
    }
    if (own.p > exact.p * (1 + 1e-9)) t.fail(`${exact.pair}: ${own.p} is no bound of ${exact.p}`)
    if (Math.abs(own.omega - exact.omega) > tolerance) {
      t.fail(`${exact.pair}: omega ${own.omega} instead of ${exact.omega}`)
    }
  }
  const mean = every.reduce((sum, { omega }) => sum + omega, 0) / every.length
  const squares = every.reduce((sum, { omega }) => sum + (omega - mean) ** 2, 0) / every.length
  t.ok(Math.abs(screening.mean - mean) < 0.01, `mean ${screening.mean} of ${mean}`)
  const deviation = Math.sqrt(squares)
  t.ok(Math.abs(screening.deviation - deviation) < 0.01, `SD ${screening.deviation}`)
  t.equal(
    screening.histogram.reduce((sum, count) => sum + count, 0),
    every.length,
  )
}

t.test('no pair with an exact p below alpha is dismissed', async (t) => {
  const base = { persons: 150, model: '2pl', items: { count: 70 } } as const
  const cohorts: Record<string, PairOrder> = {
    'one form': scoredCohort(base, 'full'),
    'answers left out': scoredCohort({ ...base, missing: { share: 0.1 } }, 'missing'),
    'own forms': scoredCohort({ ...base, forms: { itemsPerPerson: 40 } }, 'forms'),
    'easy items': scoredCohort(
      {
        ...base,
        items: { count: 45, b: { kind: 'normal', mean: -2, sd: 0.5 } },
        missing: { share: 0.2 },
      },
      'easy',
    ),
    'graded items': scoredCohort(
      { ...base, model: 'grm', items: { count: 30, categories: 4 }, missing: { share: 0.05 } },
      'graded',
    ),
    options: nominalCohort(150, 64, 0),
    'options with gaps': nominalCohort(150, 50, 0.15),
  }
  for (const [name, order] of Object.entries(cohorts)) {
    t.test(name, async (t) => agreeWithExact(t, { ...order, alpha: 0.02 }))
  }
})

t.test('law: whoever sits what, no pair below alpha is dismissed', async () => {
  const scenario = fc.record({
    seed: fc.string({ minLength: 1, maxLength: 8 }),
    persons: fc.integer({ min: 20, max: 45 }),
    count: fc.integer({ min: 24, max: 70 }),
    share: fc.constantFrom(0, 0.05, 0.3),
    mean: fc.constantFrom(-2.5, -1, 0, 1.5),
    alpha: fc.constantFrom(0.05, 0.01, 0.001),
  })
  fc.assert(
    fc.property(scenario, ({ seed, persons, count, share, mean, alpha }) => {
      const items = { count, b: { kind: 'normal', mean, sd: 1 } } as const
      const order = scoredCohort({ persons, model: '2pl', items, missing: { share } }, seed)
      const found = foundOf(screenAll({ ...order, alpha }))
      return everyPair(order).every(({ p, pair }) => p >= alpha || found.has(pair))
    }),
    { numRuns: 40 },
  )
})

t.test('pairs that M4 finds far below alpha stay, with gaps and without', async (t) => {
  const cohorts = [nominalCohort(120, 50, 0), nominalCohort(120, 60, 0.1)]
  let telling = 0
  for (const order of cohorts) {
    const alpha = 0.01
    const found = foundOf(screenAll({ ...order, alpha }))
    for (const { pair, m4 } of everyPair(order, true)) {
      if (m4 >= alpha / 2) continue
      telling += 1
      if (!found.has(pair)) t.fail(`${pair} with M4 ${m4} was dismissed`)
    }
  }
  t.ok(telling > 30, `${telling} pairs`)
})

t.test('results do not depend on blocks or their order', async (t) => {
  const order = scoredCohort(
    { persons: 300, model: '2pl', items: { count: 40 }, missing: { share: 0.02 } },
    'blocks',
  )
  const plan = preparePairs({ ...order, alpha: 0.01, mostSurvivors: 150 })
  const whole = screenPairs(plan, { from: 0, to: plan.binStarts.length - 1 })
  for (const count of [2, 5, 1000]) {
    const blocks = splitPairs(plan, count)
    const parts = blocks.toReversed().map((block) => screenPairs(plan, block))
    const middle = Math.floor(parts.length / 2)
    const merged = mergeScreens(
      [mergeScreens(parts.slice(middle), 150), mergeScreens(parts.slice(0, middle), 150)],
      150,
    )
    t.same(concludeScreen(plan, merged), concludeScreen(plan, whole), `${blocks.length} blocks`)
  }
  t.throws(() => mergeScreens([whole, whole], 150), /screened twice/)
  const part = screenPairs(plan, { from: 1, to: 2 })
  t.throws(() => concludeScreen(plan, part), /not screened/)
})

t.test('of too many pairs the smallest p are kept, and it is said', async (t) => {
  const order = scoredCohort({ persons: 400, model: '2pl', items: { count: 30 } }, 'cap')
  const all = screenAll({ ...order, alpha: 0.05 })
  const few = screenAll({ ...order, alpha: 0.05, mostSurvivors: 60 })
  t.ok(all.found > 600, `${all.found} pairs, so that some are dropped more than once`)
  t.equal(all.dropped, 0)
  t.equal(few.found, all.found)
  t.equal(few.dropped, all.found - 60)
  t.same(few.survivors.p, all.survivors.p.slice(0, 60))
  t.same(few.survivors.first, all.survivors.first.slice(0, 60))
  t.match(few.findings, [{ code: 'similar-pairs-dropped' }])
})

t.test('planted copying at 40 % of the items stays among few', async (t) => {
  const scenario = {
    persons: 800,
    model: '2pl',
    items: { count: 80 },
    planted: [{ kind: 'copying-pairs', pairs: 20, items: 0.6 }],
  } as const
  const order = scoredCohort({ ...scenario, planted: [...scenario.planted] }, 'copies')
  const screening = screenAll(order)
  const planted = new Set(
    order.cohort.planted.map(({ person, source }) =>
      [person, source ?? -1].sort((one, other) => one - other).join('-'),
    ),
  )
  const found = foundOf(screening)
  const kept = [...planted].filter((pair) => found.has(pair))
  t.equal(planted.size, 20)
  t.ok(kept.length >= 15, `${kept.length} of 20 kept`)
  t.ok(screening.found < 0.002 * screening.pairs, `${screening.found} of ${screening.pairs}`)
})

t.test('a model that does not fit is told from the pairs themselves', async (t) => {
  const order = scoredCohort({ persons: 200, model: '2pl', items: { count: 40 } }, 'misfit')
  t.same(screenAll(order).findings, [])
  // The same answers said to come from persons of one ability: they agree more than that explains.
  const alike = { ...order, abilities: new Float64Array(200) }
  t.match(screenAll(alike).findings, [{ code: 'similarity-null-misfit' }])
})

t.test('with too little shared nothing is said', async (t) => {
  const order = scoredCohort({ persons: 30, model: '2pl', items: { count: 19 } }, 'few')
  const screening = screenAll(order)
  t.equal(screening.pairs, 0)
  t.equal(screening.survivors.p.length, 0)
  t.match(screening.findings, [{ code: 'no-pairs-to-compare' }])
  const forms = scoredCohort(
    { persons: 40, model: '2pl', items: { count: 400 }, forms: { itemsPerPerson: 25 } },
    'disjoint',
  )
  const apart = screenAll(forms)
  t.equal(apart.pairs, 780)
  t.equal(apart.compared, everyPair(forms).length)
})

t.test('persons without an ability are left out; a wrong alpha is refused', async (t) => {
  const order = scoredCohort({ persons: 60, model: '2pl', items: { count: 40 } }, 'ability')
  const abilities = order.abilities.map((theta, row) => (row === 3 ? Number.NaN : theta))
  const { survivors, pairs } = screenAll({ ...order, abilities, alpha: 0.05 })
  t.equal(pairs, (59 * 58) / 2)
  t.ok(survivors.p.length > 0)
  t.notOk(survivors.first.includes(3) || survivors.second.includes(3))
  t.throws(() => preparePairs({ ...order, alpha: 0.5 }), /alpha/)
  t.throws(() => preparePairs({ ...order, abilities: new Float64Array(3) }), /answers/)
})
