import t from 'tap'
import { prepareDraw } from '../../../src/domain/assembly/draw-form.ts'
import { expectedCounted, retestBlueprint } from '../../../src/domain/assembly/retest-blueprint.ts'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import { aBank, aBlueprint, itemsOf } from '../../support/builders.ts'

const bankOf = (know: number, apply: number): Bank =>
  aBank({ items: [...itemsOf('rules', 'know', know), ...itemsOf('rules', 'apply', apply)] })
const blueprintOf = (know: number, apply: number) =>
  aBlueprint({
    cells: [
      { competency: 'rules', level: 'know', itemCount: know },
      { competency: 'rules', level: 'apply', itemCount: apply },
    ],
  })
const allOf = ({ items }: Bank) => new Set(items.map(({ id }) => id))
const bank = bankOf(100, 30)
const blueprint = blueprintOf(24, 6)
const countOf = ({ cells }: typeof blueprint) =>
  cells.reduce((sum, { itemCount }) => sum + itemCount, 0)

t.test('as long as it takes for fifteen items to count, and no longer', async (t) => {
  const given = { bank, blueprint, measured: allOf(bank) }
  const retest = retestBlueprint(given)
  t.ok(expectedCounted(given, retest) >= 15)
  t.ok(countOf(retest) > 15, 'half of them would leave fewer')
  const rich = { bank: bankOf(600, 300), blueprint: blueprintOf(40, 20) }
  t.equal(countOf(retestBlueprint({ ...rich, measured: allOf(rich.bank) })), 30, 'half')
  const poor = { bank: bankOf(25, 7), blueprint }
  t.equal(countOf(retestBlueprint({ ...poor, measured: allOf(poor.bank) })), 30, 'never longer')
})

t.test('what can do with measured items alone leaves the others out', async (t) => {
  const few = bank.items.filter((_, at) => at % 2 === 0 && at < 100).map(({ id }) => id)
  const retest = retestBlueprint({ bank, blueprint, measured: new Set(few) })
  const excluded = new Set(retest.constraints?.exclude)
  t.same(
    [...excluded].filter((id) => few.includes(id)),
    [],
  )
  const others = bank.items.filter(({ level, id }) => level === 'know' && !few.includes(id))
  t.ok(others.every(({ id }) => excluded.has(id)))
  const applied = bank.items.filter(({ level }) => level === 'apply')
  t.notOk(
    applied.some(({ id }) => excluded.has(id)),
    'a cell without any keeps its items',
  )
  t.equal(retestBlueprint({ bank, blueprint, measured: new Set() }).constraints, undefined)
})

t.test('what is expected to count is what drawn forms show', async (t) => {
  const measured = new Set(bank.items.filter((_, at) => at % 3 > 0).map(({ id }) => id))
  const retest = retestBlueprint({ bank, blueprint, measured })
  const [first, second] = [prepareDraw(bank, blueprint), prepareDraw(bank, retest)]
  const rounds = 60
  let counted = 0
  for (let round = 0; round < rounds; round += 1) {
    const seen = new Set(first.draw(`first ${round}`).items.map(({ item }) => item))
    counted += second
      .draw(`second ${round}`)
      .items.filter(({ item }) => measured.has(item) && !seen.has(item)).length
  }
  // Hypergeometric: a form's count varies by less than 2.5, so a mean of 60 by a third.
  const expected = expectedCounted({ bank, blueprint, measured }, retest)
  t.ok(Math.abs(counted / rounds - expected) < 1.3, `${counted / rounds} for ${expected}`)
})
