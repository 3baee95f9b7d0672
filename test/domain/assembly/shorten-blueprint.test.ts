import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import { Blueprint } from '../../../src/domain/assembly/blueprint.ts'
import { checkBlueprint } from '../../../src/domain/assembly/check-blueprint.ts'
import { shortenBlueprint } from '../../../src/domain/assembly/shorten-blueprint.ts'
import { COGNITIVE_LEVELS } from '../../../src/domain/bank/item.ts'
import { aBank, aBlueprint, aText, generatedPlans, itemsOf } from '../../support/builders.ts'

const itemsIn = ({ cells }: Blueprint) => cells.reduce((sum, cell) => sum + cell.itemCount, 0)

/** Blueprints of up to 18 cells of very different size. */
const blueprints = fc
  .record({
    cells: fc.uniqueArray(
      fc.record({
        competency: fc.constantFrom('rules', 'people', 'money', 'land', 'fire', 'flood'),
        level: fc.constantFrom(...COGNITIVE_LEVELS),
        itemCount: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 500 })),
      }),
      { minLength: 1, selector: ({ competency, level }) => `${competency}/${level}` },
    ),
    timeLimitSeconds: fc.integer({ min: 60, max: 86_400 }),
  })
  .map(aBlueprint)
const shares = fc.double({ min: 0, max: 1, noNaN: true })

t.test('it is a blueprint of about the share, in the same proportions', async (t) => {
  fc.assert(
    fc.property(blueprints, shares, (blueprint, share) => {
      const short = shortenBlueprint(blueprint, share)
      const [before, after] = [itemsIn(blueprint), itemsIn(short)]
      const wanted = Math.max(15, blueprint.cells.length, Math.round(share * before))
      const ratio = after / before
      const due = blueprint.cells.map(({ itemCount }) => itemCount * ratio)
      const isProportional = short.cells.every(({ itemCount }, at) => {
        const own = due[at] ?? 0
        // Cells due less than one item get one, at the cost of the others.
        const cost = due.reduce((sum, other) => sum + Math.max(0, 1 - other), 0)
        return Math.abs(itemCount - own) < 1 + cost
      })
      const isNoMore = short.cells.every(({ itemCount }, at) => {
        const of = blueprint.cells[at]
        const same = of?.competency === short.cells[at]?.competency
        return same && itemCount <= (of?.itemCount ?? 0)
      })
      return (
        Value.Check(Blueprint, short) &&
        after === Math.min(before, wanted) &&
        isProportional &&
        isNoMore
      )
    }),
  )
  t.pass()
})

t.test('time is in proportion, in whole minutes; titles are marked once', async (t) => {
  fc.assert(
    fc.property(blueprints, shares, (blueprint, share) => {
      const short = shortenBlueprint(blueprint, share)
      const seconds = (blueprint.timeLimitSeconds * itemsIn(short)) / itemsIn(blueprint)
      const over = short.timeLimitSeconds - seconds
      const again = shortenBlueprint(short, 1)
      return (
        short.timeLimitSeconds % 60 === 0 &&
        over > -1e-6 &&
        over < 60 &&
        // A re-test of a re-test at full length is the same.
        JSON.stringify(again) === JSON.stringify(short)
      )
    }),
  )
  const short = shortenBlueprint(aBlueprint(), 0.5)
  t.same(short.title, aText('样例考核（复测）', 'Sample exam (re-test)'))
  t.equal(short.timeLimitSeconds, 3600, 'six items stay six')
})

t.test('a worked example: largest remainders, and what is kept', async (t) => {
  const cell = (competency: string, itemCount: number) =>
    ({ competency, level: 'know', itemCount }) as const
  const blueprint = aBlueprint({
    cells: [cell('rules', 21), cell('people', 13), cell('money', 5), cell('fire', 1)],
    timeLimitSeconds: 5400,
    post: 'clerk',
    constraints: {
      types: [{ type: 'true-false', max: 4 }],
      seconds: [{ max: 4000 }],
      information: [{ theta: 0, min: 5 }],
      expectedScore: [{ theta: 0, max: 30 }],
      relevantItems: { min: 20 },
      stimulusItems: { max: 3 },
      stimuli: { max: 2 },
      include: ['a'],
      exclude: ['b'],
      exposureCap: 0.4,
      overlapLimit: 0.3,
    },
    delivery: { mode: 'adaptive', fewestItems: 20, standardError: 0.3, randomesque: 5 },
  })
  // Due of 20 of 40 items: 10.5, 6.5, 2.5 and 0.5. Fire gets 1, and 19 go over 39 items:
  // 10.23, 6.33, 2.44; the one left over to money.
  t.same(shortenBlueprint(blueprint, 0.5), {
    ...aBlueprint({ post: 'clerk' }),
    title: aText('样例考核（复测）', 'Sample exam (re-test)'),
    cells: [cell('rules', 10), cell('people', 6), cell('money', 3), cell('fire', 1)],
    timeLimitSeconds: 2700,
    // 0.5 items by the root of a half.
    tolerance: { expectedScore: 0.35, informationShare: 0.2, timeShare: 0.2 },
    constraints: { exclude: ['b'], exposureCap: 0.4 },
  })
})

t.test('what a bank can fill it can fill shortened', async (t) => {
  fc.assert(
    fc.property(generatedPlans(), shares, ({ bank, blueprint }, share) => {
      const errors = (of: Blueprint) =>
        checkBlueprint(of, bank).findings.filter(({ severity }) => severity === 'error')
      return errors(blueprint).length > 0 || errors(shortenBlueprint(blueprint, share)).length === 0
    }),
    { numRuns: 30 },
  )
  const bank = aBank({ items: [...itemsOf('rules', 'know', 90), ...itemsOf('money', 'apply', 40)] })
  const blueprint = aBlueprint({
    cells: [
      { competency: 'rules', level: 'know', itemCount: 30 },
      { competency: 'money', level: 'apply', itemCount: 10 },
    ],
    constraints: { exposureCap: 0.5, exclude: ['rules-know-1'], overlapLimit: 0.4 },
  })
  for (const one of [blueprint, shortenBlueprint(blueprint, 0.5)]) {
    const { findings } = checkBlueprint(one, bank)
    t.same(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    )
  }
})
