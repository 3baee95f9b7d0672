import t from 'tap'
import type { FormConstraints } from '../../../src/domain/assembly/blueprint.ts'
import { checkBlueprint } from '../../../src/domain/assembly/check-blueprint.ts'
import { prepareDraw, weighItems } from '../../../src/domain/assembly/draw-form.ts'
import { overlapOfForms } from '../../../src/domain/assembly/overlap.ts'
import { seededRandom, shuffle } from '../../../src/domain/random.ts'
import { aBank, aBlueprint, itemsOf } from '../../support/builders.ts'

/** Items of rising discrimination; at its difficulty an item has information a^2 / 4. */
const items = itemsOf('rules', 'know', 24).map((item, index) => ({
  ...item,
  parameters: {
    values: { discrimination: 0.5 + index / 16, difficulty: 0, guessing: 0 },
    provenance: 'calibrated' as const,
    note: '',
  },
}))
const bank = aBank({ items })
const each = items.map(({ parameters }) => parameters.values.discrimination ** 2 / 4)
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length
/** More than a random form of six has: sharp items are preferred, forms look more alike. */
const least = 6 * (0.7 * mean(each) + 0.3 * mean(each.slice(6)))
const information = [{ theta: 0, min: least }]
const planned = (constraints: FormConstraints) =>
  aBlueprint({
    cells: [{ competency: 'rules', level: 'know', itemCount: 6 }],
    tolerance: { expectedScore: 6, informationShare: 5, timeShare: 5 },
    constraints,
  })

/** Forms with seeds that nothing was steered by. */
function formsOf(constraints: FormConstraints, draws: number): string[][] {
  const { choose } = prepareDraw(bank, planned(constraints))
  return Array.from({ length: draws }, (_, number) =>
    choose(`fresh ${number}`).items.map(({ id }) => id),
  )
}

t.test('a limit that free draws exceed is kept by steered ones, in fresh forms', async (t) => {
  const overlapLimit = 0.2675
  const free = overlapOfForms(formsOf({ information }, 6000))
  t.ok(free.mean > overlapLimit + 4 * free.error, `free: ${free.mean}, error ${free.error}`)
  const forms = formsOf({ information, overlapLimit }, 6000)
  const steered = overlapOfForms(forms)
  t.ok(steered.mean <= overlapLimit + 4 * steered.error, `steered: ${steered.mean}`)
  t.ok(steered.mean < free.mean - 4 * (free.error + steered.error))
  const informationOf = new Map(items.map(({ id }, index) => [id, each[index] ?? 0]))
  t.ok(
    forms.every(
      (ids) => ids.reduce((sum, id) => sum + (informationOf.get(id) ?? 0), 0) > least - 1e-9,
    ),
  )
  t.same(checkBlueprint(planned({ information, overlapLimit }), bank).findings, [])
})

t.test('a cap is still kept where the overlap is steered too', async (t) => {
  const [exposureCap, overlapLimit, draws] = [0.34, 0.2675, 6000]
  const forms = formsOf({ information, exposureCap, overlapLimit }, draws)
  const counts = new Map<string, number>()
  for (const id of forms.flat()) counts.set(id, (counts.get(id) ?? 0) + 1)
  const chance = 4 * Math.sqrt((exposureCap * (1 - exposureCap)) / draws)
  t.ok(Math.max(...counts.values()) / draws <= exposureCap + chance)
  const { mean: overlap, error } = overlapOfForms(forms)
  t.ok(overlap <= overlapLimit + 4 * error, `${overlap}`)
})

t.test('a limit that free draws meet changes no form', async (t) => {
  t.equal(weighItems(bank, planned({ information, overlapLimit: 0.3 })), null)
  const digests = (constraints: FormConstraints) => {
    const { draw } = prepareDraw(bank, planned(constraints))
    return Array.from({ length: 100 }, (_, number) => draw(`${number}`).digest)
  }
  const free = digests({ information })
  t.same(digests({ information, overlapLimit: 0.3 }), free)
  t.notSame(digests({ information, overlapLimit: 0.2675 }), free)
})

t.test('what can not be reached is said, with the least there can be', async (t) => {
  const found = (overlapLimit: number) =>
    checkBlueprint(planned({ information, overlapLimit }), bank).findings
  // 6 of 24 items that come up alike: a quarter of a form is on another, whatever the draw.
  t.match(found(0.24), [{ code: 'overlap-limit', severity: 'error' }])
  t.match(found(0.24)[0]?.message.en, 'at least 25% of their items in common')
  const [tried] = found(0.252)
  t.match(tried, { code: 'overlap-limit', severity: 'error' })
  const told = Number(/average (\d+(\.\d)?)%/.exec(tried?.message.en ?? '')?.[1]) / 100
  const free = overlapOfForms(formsOf({ information }, 6000))
  t.ok(told > 0.252 && told < free.mean, `${told}`)
})

t.test(
  'weights found before give the same forms; those of another bank are an error',
  async (t) => {
    for (const constraints of [
      { information, exposureCap: 0.34 },
      { information, overlapLimit: 0.2675 },
      { information },
    ]) {
      const blueprint = planned(constraints)
      const weights = weighItems(bank, blueprint)
      const digests = (draw: ReturnType<typeof prepareDraw>['draw']) =>
        Array.from({ length: 60 }, (_, number) => draw(`${number}`).digest)
      // A copy of the bank knows nothing of what was found for the original.
      const found = prepareDraw(structuredClone(bank), blueprint)
      const given = prepareDraw(structuredClone(bank), blueprint, weights)
      t.same(digests(given.draw), digests(found.draw))
    }
    const blueprint = planned({ information, exposureCap: 0.34 })
    t.throws(() => prepareDraw(bank, blueprint, [1, 1]), /another bank/)
  },
)

t.test('the error of a mean overlap is the spread of such means, or a little more', async (t) => {
  const random = seededRandom('overlap error')
  const ids = Array.from({ length: 12 }, (_, index) => `${index}`)
  // Four of twelve: all alike, or the first four mostly together.
  const alike = () => shuffle(ids, random).slice(0, 4)
  const uneven = () => (random() < 0.4 ? ids.slice(0, 4) : alike())
  for (const [draw, most] of [
    [alike, 2.2],
    [uneven, 1.4],
  ] as const) {
    const found = Array.from({ length: 400 }, () =>
      overlapOfForms(Array.from({ length: 60 }, draw)),
    )
    const middle = mean(found.map((one) => one.mean))
    const spread = Math.sqrt(mean(found.map((one) => (one.mean - middle) ** 2)))
    const told = mean(found.map(({ error }) => error))
    t.ok(told > 0.85 * spread && told < most * spread, `${told} told, ${spread} found`)
  }
})
