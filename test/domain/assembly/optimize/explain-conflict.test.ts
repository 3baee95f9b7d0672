import fc from 'fast-check'
import t from 'tap'
import type { Blueprint, FormConstraints } from '../../../../src/domain/assembly/blueprint.ts'
import { assembleForms } from '../../../../src/domain/assembly/optimize/assemble-forms.ts'
import { applyChanges, type Change } from '../../../../src/domain/assembly/optimize/change.ts'
import { findRepairs } from '../../../../src/domain/assembly/optimize/find-repairs.ts'
import type { Bank } from '../../../../src/domain/bank/bank.ts'
import type { Item } from '../../../../src/domain/bank/item.ts'
import { loadSolver } from '../../../../src/workflows/load-solver.ts'
import { aBank, aBlueprint, anItem, aText, itemsOf } from '../../../support/builders.ts'
import { possibleByTrying, type Rule, rulesOf } from './form-oracle.ts'

const highs = await loadSolver()

const WIDE = { expectedScore: 100, informationShare: 100, timeShare: 100 }
const range = (most: number) =>
  fc.record(
    { min: fc.integer({ min: 0, max: most }), max: fc.integer({ min: 0, max: most }) },
    { requiredKeys: [] },
  )
const id = fc.constantFrom('i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'gone')

const counted = {
  types: fc.array(
    range(3).chain((bounds) =>
      fc
        .constantFrom('single-choice' as const, 'true-false' as const)
        .map((type) => ({ type, ...bounds })),
    ),
    { maxLength: 2 },
  ),
  relevantItems: range(3),
  stimulusItems: range(3),
  stimuli: range(2),
  include: fc.uniqueArray(id, { maxLength: 2 }),
  exclude: fc.uniqueArray(id, { maxLength: 2 }),
  exposureCap: fc.constantFrom(0.3, 0.5, 1),
  overlapLimit: fc.constantFrom(0, 0.34, 0.5, 1),
}
const measured = {
  seconds: fc.array(
    fc.record(
      {
        min: fc.double({ min: 0, max: 90, noNaN: true }),
        max: fc.double({ min: 20, max: 200, noNaN: true }),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 1 },
  ),
  information: fc.array(
    fc.record({ theta: fc.constant(0.5), min: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { maxLength: 1 },
  ),
  expectedScore: fc.array(
    fc.record({ theta: fc.constant(-0.5), max: fc.double({ min: 0.3, max: 3, noNaN: true }) }),
    { maxLength: 1 },
  ),
}

const items = fc
  .array(
    fc.record({
      competency: fc.constantFrom('rules', 'people'),
      type: fc.constantFrom('single-choice' as const, 'true-false' as const),
      stimulus: fc.option(fc.constantFrom('S1', 'S2'), { nil: null }),
      posts: fc.constantFrom<string[][]>([], ['clerk'], ['other']),
      enemy: fc.option(fc.integer({ min: 1, max: 7 }), { nil: null, freq: 2 }),
      timed: fc.boolean(),
    }),
    { minLength: 3, maxLength: 7 },
  )
  .map((list) =>
    list.map(
      ({ competency, type, stimulus, posts, enemy, timed }, index): Item =>
        anItem({
          id: `i${index + 1}`,
          competency,
          type,
          posts,
          // One side alone declares it.
          enemies:
            enemy === null || enemy === index + 1 || enemy > list.length ? [] : [`i${enemy}`],
          ...(stimulus === null ? {} : { stimulus }),
          ...(timed
            ? { timeParameters: { timeIntensity: 3 + index / 10, timeDiscrimination: 2 } }
            : {}),
        }),
    ),
  )

const banks = items.map((list) =>
  aBank({
    items: list,
    stimuli: ['S1', 'S2'].map((one) => ({
      id: one,
      title: aText('材料', 'Text'),
      text: aText('某村有村民三百人。', 'A village has three hundred villagers.'),
    })),
  }),
)

const cases = (constraints: fc.Arbitrary<FormConstraints>) =>
  fc.record({
    bank: banks,
    formCount: fc.integer({ min: 1, max: 3 }),
    blueprint: fc
      .record({
        counts: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
        constraints,
        tight: fc.boolean(),
      })
      .map(({ counts, constraints: asked, tight }) =>
        aBlueprint({
          post: 'clerk',
          cells: ['rules', 'people'].map((competency, index) => ({
            competency,
            level: 'know',
            itemCount: counts[index] ?? 1,
          })),
          tolerance: tight ? { expectedScore: 0.4, informationShare: 0.3, timeShare: 0.3 } : WIDE,
          constraints: asked,
        }),
      ),
  })

/** At most so many constraints at once: with all of them hardly anything would be possible. */
function some(constraints: Readonly<Record<string, fc.Arbitrary<unknown>>>, most: number) {
  return fc
    .subarray(Object.keys(constraints), { maxLength: most })
    .chain((names): fc.Arbitrary<FormConstraints> => {
      const chosen = names.map((name) => [name, constraints[name] ?? fc.constant(undefined)])
      return fc.record(Object.fromEntries(chosen))
    })
}

const everything = cases(some({ ...counted, ...measured }, 2))
const onlyCounts = cases(some(counted, 3)).map((one) => ({
  ...one,
  blueprint: { ...one.blueprint, tolerance: WIDE },
}))

/** The items that the cells of a blueprint can take. */
function eligible(bank: Bank, blueprint: Blueprint): Item[] {
  return bank.items.filter(({ competency, level }) =>
    blueprint.cells.some((cell) => cell.competency === competency && cell.level === level),
  )
}

function possible(bank: Bank, blueprint: Blueprint, formCount: number): boolean {
  return possibleByTrying(eligible(bank, blueprint), rulesOf(bank, blueprint, formCount), formCount)
}

/** The bank with the items a repair asks for, priors as everywhere in it. */
function written(bank: Bank, changes: readonly Change[]): Bank {
  const fresh = changes.flatMap((change, at) =>
    change.kind === 'write'
      ? Array.from({ length: change.count }, (_, index) =>
          anItem({
            id: `new-${at}-${index}`,
            competency: change.competency,
            level: change.level,
            type: change.type,
          }),
        )
      : [],
  )
  return { ...bank, items: [...bank.items, ...fresh] }
}

t.test('forms are assembled exactly where trying everything finds some', async (t) => {
  const seen = { assembled: 0, infeasible: 0, undecided: 0 }
  fc.assert(
    fc.property(everything, ({ bank, blueprint, formCount }) => {
      const assembly = assembleForms(highs, { bank, blueprint, formCount, seed: 's' })
      seen[assembly.outcome] += 1
      const rules = rulesOf(bank, blueprint, formCount)
      const expected = possible(bank, blueprint, formCount)
      if (assembly.outcome !== 'assembled') return assembly.outcome === 'infeasible' && !expected
      const forms = assembly.forms.map((form) =>
        form.items.flatMap(({ item }) => bank.items.filter((one) => one.id === item)),
      )
      const broken = rules.filter(
        ({ one, all }) => (one && !forms.every(one)) || (all && !all(forms)),
      )
      return expected && broken.length === 0 && forms.length === formCount
    }),
    { numRuns: 200 },
  )
  t.ok(seen.assembled > 10 && seen.infeasible > 10, `both occurred: ${JSON.stringify(seen)}`)
})

t.test('a conflict cannot be met, and can without any one of its demands', async (t) => {
  let conflicts = 0
  fc.assert(
    fc.property(everything, ({ bank, blueprint, formCount }) => {
      const assembly = assembleForms(highs, { bank, blueprint, formCount, seed: 's' })
      if (assembly.outcome !== 'infeasible') return
      const { demands, minimal } = assembly.conflict
      const rules = rulesOf(bank, blueprint, formCount)
      const chosen = demands.map(({ pointer, message }): Rule | undefined =>
        rules.find((one) => one.pointer === pointer && message.en.endsWith(one.about)),
      )
      conflicts += 1
      const pool = eligible(bank, blueprint)
      const known = chosen.flatMap((one) => one ?? [])
      return (
        minimal &&
        known.length === demands.length &&
        demands.length > 0 &&
        !possibleByTrying(pool, known, formCount) &&
        known.every((left) =>
          possibleByTrying(
            pool,
            known.filter((one) => one !== left),
            formCount,
          ),
        )
      )
    }),
    { numRuns: 120 },
  )
  t.ok(conflicts > 10, `${conflicts} conflicts occurred`)
})

t.test('a repair, carried out, lets the forms be assembled', async (t) => {
  const seen = { relax: 0, drop: 0, write: 0 }
  fc.assert(
    fc.property(onlyCounts, ({ bank, blueprint, formCount }) => {
      if (possible(bank, blueprint, formCount)) return
      const repairs = findRepairs(highs, { bank, blueprint, formCount })
      if (repairs.length === 0) return false
      return repairs.every(({ changes, verified }) => {
        for (const { kind } of changes) seen[kind] += 1
        const applied = applyChanges(blueprint, changes)
        return verified && possible(written(bank, changes), applied, formCount)
      })
    }),
    // Enough that each kind occurs: dropping is proposed for about one problem in twenty.
    { numRuns: 200 },
  )
  t.ok(seen.relax > 5 && seen.drop > 0 && seen.write > 5, JSON.stringify(seen))
})

t.test('a repair of what is measured, carried out, helps as well', async (t) => {
  let repaired = 0
  fc.assert(
    fc.property(everything, ({ bank, blueprint, formCount }) => {
      if (possible(bank, blueprint, formCount)) return
      const [relax] = findRepairs(highs, { bank, blueprint, formCount })
      repaired += 1
      const changes = relax?.changes ?? []
      return (
        relax?.verified === true &&
        changes.every(({ kind }) => kind !== 'write') &&
        possible(bank, applyChanges(blueprint, changes), formCount)
      )
    }),
    { numRuns: 60 },
  )
  t.ok(repaired > 5, `${repaired} repairs`)
})

t.test('five items asked of three: relax to three or write two', async (t) => {
  const bank = aBank({ items: itemsOf('rules', 'know', 3) })
  const blueprint = aBlueprint({
    cells: [{ competency: 'rules', level: 'know', itemCount: 5 }],
  })
  const assembly = assembleForms(highs, { bank, blueprint, formCount: 2, seed: 's' })
  if (assembly.outcome !== 'infeasible') throw new Error('it cannot be feasible')
  t.match(assembly.conflict, {
    minimal: true,
    demands: [
      {
        message: {
          'zh-CN': '「能力rules」识记题恰好 5 道',
          en: 'items of "Name of rules" at level know on each form: exactly 5',
        },
      },
    ],
  })
  t.equal(assembly.conflict.demands.length, 1)
  t.match(assembly.repairs, [
    {
      verified: true,
      smallest: true,
      changes: [{ kind: 'relax', pointer: '/cells/0/itemCount', from: 5, to: 3 }],
    },
    {
      verified: true,
      smallest: true,
      changes: [
        { kind: 'write', competency: 'rules', level: 'know', type: 'single-choice', count: 2 },
      ],
    },
  ])
  t.strictSame(
    assembly.repairs.map(({ message }) => message.en),
    [
      'change the count of items of "Name of rules" at level know on each form from 5 to 3.',
      'write 2 more single-choice items of "Name of rules" at level know.',
    ],
  )
})

t.test('a cap below one form is said to allow none', async (t) => {
  const blueprint = aBlueprint({ constraints: { exposureCap: 0.2 } })
  const assembly = assembleForms(highs, { bank: aBank(), blueprint, formCount: 4, seed: 's' })
  if (assembly.outcome !== 'infeasible') throw new Error('it cannot be feasible')
  const cap = assembly.conflict.demands.find(({ pointer }) => pointer.endsWith('exposureCap'))
  t.match(cap?.message.en, /with 4 forms, each item on 0 of them at most/)
})

t.test('a cell named twice is refused', async (t) => {
  const cell = { competency: 'rules', level: 'know', itemCount: 2 } as const
  const blueprint = aBlueprint({ cells: [cell, cell] })
  t.throws(() => assembleForms(highs, { bank: aBank(), blueprint, formCount: 1, seed: 's' }), {
    code: 'blueprint-infeasible',
  })
})
