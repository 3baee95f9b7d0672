import fc from 'fast-check'
import t from 'tap'
import { drawForm } from '../../../src/domain/assembly/draw-form.ts'
import { feasibilityOf } from '../../../src/domain/assembly/feasibility.ts'
import type { Item } from '../../../src/domain/bank/item.ts'
import { Refusal } from '../../../src/domain/refusal.ts'
import { aBank, aBlueprint, anItem } from '../../support/builders.ts'

const LEVELS = ['know', 'apply'] as const

/** Up to ten items in two cells with enemies anywhere, and counts that may be too high. */
const tangles = fc
  .record({
    levels: fc.array(fc.constantFrom(...LEVELS), { minLength: 2, maxLength: 10 }),
    enmities: fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { maxLength: 14 }),
    needs: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  })
  .map(({ levels, enmities, needs }) => {
    const items = levels.map((level, index) =>
      anItem({
        id: `I-${index}`,
        level,
        enemies: enmities
          .filter(([left, right]) => left === index && right !== index && right < levels.length)
          .map(([, right]) => `I-${right}`),
      }),
    )
    const cells = LEVELS.map((level, index) => ({
      competency: 'rules',
      level,
      itemCount: needs[index] ?? 1,
    }))
    return { bank: aBank({ items }), blueprint: aBlueprint({ cells }) }
  })

/** Fewest missing items over every subset of the items: slow, plain, and sure. */
function fewestMissing(items: readonly Item[], needs: readonly number[]): number {
  let fewest = Number.POSITIVE_INFINITY
  for (let subset = 0; subset < 2 ** items.length; subset += 1) {
    const chosen = items.filter((_, index) => (subset >> index) & 1)
    const ids = new Set(chosen.map(({ id }) => id))
    if (chosen.some(({ enemies }) => enemies.some((enemy) => ids.has(enemy)))) continue
    const missing = LEVELS.map((level, index) => {
      const count = chosen.filter((item) => item.level === level).length
      return Math.max(0, (needs[index] ?? 0) - count)
    })
    fewest = Math.min(fewest, (missing[0] ?? 0) + (missing[1] ?? 0))
  }
  return fewest
}

t.test('feasibility and the fewest missing items agree with trying every choice', async (t) => {
  fc.assert(
    fc.property(tangles, ({ bank, blueprint }) => {
      const { verdict, missing } = feasibilityOf(bank, blueprint)
      const needs = blueprint.cells.map(({ itemCount }) => itemCount)
      const fewest = fewestMissing(bank.items, needs)
      t.equal((missing[0] ?? 0) + (missing[1] ?? 0), fewest)
      t.equal(verdict, fewest === 0 ? 'feasible' : 'infeasible')
    }),
    { numRuns: 150 },
  )
})

t.test('a form is drawn exactly where one is feasible', async (t) => {
  fc.assert(
    fc.property(tangles, ({ bank, blueprint }) => {
      const isFeasible = feasibilityOf(bank, blueprint).verdict === 'feasible'
      const draw = () => drawForm({ bank, blueprint, seed: 'a' })
      if (isFeasible) t.doesNotThrow(draw)
      else t.throws(draw, Refusal)
    }),
    { numRuns: 150 },
  )
})

t.test('lowering the counts by what is missing makes a blueprint feasible', async (t) => {
  fc.assert(
    fc.property(tangles, ({ bank, blueprint }) => {
      const { missing } = feasibilityOf(bank, blueprint)
      const cells = blueprint.cells
        .map((cell, index) => ({ ...cell, itemCount: cell.itemCount - (missing[index] ?? 0) }))
        .filter(({ itemCount }) => itemCount > 0)
      if (cells.length === 0) return
      t.equal(feasibilityOf(bank, { ...blueprint, cells }).verdict, 'feasible')
    }),
    { numRuns: 100 },
  )
})

t.test('a bank full of enemies is answered in time, as unproven at worst', async (t) => {
  const items = Array.from({ length: 400 }, (_, index) =>
    anItem({
      id: `I-${index}`,
      level: LEVELS[index % 2] ?? 'know',
      enemies: [3, 7, 31, 77].map((step) => `I-${(index * step + step) % 400}`),
    }),
  )
  const cells = LEVELS.map((level) => ({ competency: 'rules', level, itemCount: 190 }))
  const { verdict } = feasibilityOf(aBank({ items }), aBlueprint({ cells }))
  t.not(verdict, 'feasible')
})
