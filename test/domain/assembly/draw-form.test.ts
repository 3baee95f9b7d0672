import fc from 'fast-check'
import t from 'tap'
import { cellKey } from '../../../src/domain/assembly/cells.ts'
import { certifyForm, checkForm } from '../../../src/domain/assembly/certify-form.ts'
import { drawForm, prepareDraw } from '../../../src/domain/assembly/draw-form.ts'
import { indexOf } from '../../../src/domain/bank/bank-index.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { Refusal } from '../../../src/domain/refusal.ts'
import {
  aBank,
  aBlueprint,
  anItem,
  aText,
  generatedPlans,
  itemIdsOf,
  itemsOf,
} from '../../support/builders.ts'

const seeds = fc.stringMatching(/^[0-9a-f]{8}$/)

t.test('the same bank, blueprint and seed give the same form', async (t) => {
  fc.assert(
    fc.property(generatedPlans(), seeds, ({ bank, blueprint }, seed) => {
      const again = structuredClone({ bank, blueprint, seed })
      t.same(drawForm({ bank, blueprint, seed }), drawForm(again))
    }),
    { numRuns: 40 },
  )
})

t.test('the order in which a bank lists its items changes no form', async (t) => {
  fc.assert(
    fc.property(generatedPlans(), seeds, ({ bank, blueprint }, seed) => {
      const reversed = { ...bank, items: bank.items.toReversed() }
      t.same(
        drawForm({ bank: reversed, blueprint, seed }).items,
        drawForm({ bank, blueprint, seed }).items,
      )
    }),
    { numRuns: 40 },
  )
})

t.test(
  'a form has each count, no item twice, no enemies, a certificate that recomputes',
  async (t) => {
    fc.assert(
      fc.property(generatedPlans(0.8), seeds, ({ bank, blueprint }, seed) => {
        const form = drawForm({ bank, blueprint, seed })
        t.same(checkForm(form, bank, blueprint), [])
        t.same(certifyForm(form, bank, blueprint), form.certificate)
        const ids = itemIdsOf(form)
        t.equal(new Set(ids).size, ids.length)
        const items = ids.flatMap((id) => indexOf(bank).items.get(id) ?? [])
        for (const cell of blueprint.cells) {
          const inCell = items.filter((item) => cellKey(item) === cellKey(cell))
          t.equal(inCell.length, cell.itemCount)
        }
        t.notOk(items.some(({ enemies }) => enemies.some((enemy) => ids.includes(enemy))))
      }),
      { numRuns: 60 },
    )
  },
)

t.test(
  'a cell of another competency leaves the items drawn for the others as they were',
  async (t) => {
    fc.assert(
      fc.property(generatedPlans(0.5), seeds, fc.nat({ max: 4 }), (plan, seed, place) => {
        const { bank, blueprint } = plan
        const more = itemsOf('other', 'apply', 9)
        const wider = { ...bank, items: [...more, ...bank.items] }
        const cell = { competency: 'other', level: 'apply', itemCount: 4 } as const
        const cells = blueprint.cells.toSpliced(Math.min(place, blueprint.cells.length), 0, cell)
        const before = prepareDraw(bank, blueprint).pick(seed, 1)
        const after = prepareDraw(wider, { ...blueprint, cells }).pick(seed, 1)
        const kept = after?.filter((items) => items[0]?.competency !== 'other')
        t.same(kept, before)
      }),
      { numRuns: 40 },
    )
  },
)

t.test('items of one stimulus stand next to each other', async (t) => {
  fc.assert(
    fc.property(generatedPlans(), seeds, ({ bank, blueprint }, seed) => {
      const ids = itemIdsOf(drawForm({ bank, blueprint, seed }))
      const stimuli = ids.map((id) => indexOf(bank).items.get(id)?.stimulus ?? null)
      const runs = stimuli.filter((it, place) => it !== null && it !== stimuli[place - 1])
      t.equal(new Set(runs).size, runs.length)
    }),
    { numRuns: 40 },
  )
})

t.test('key positions of single-choice items are balanced on every form', async (t) => {
  const four = itemsOf('rules', 'know', 40)
  const three = itemsOf('rules', 'apply', 20, {
    type: 'single-choice',
    options: ['A', 'B', 'C'].map((id) => ({ id, text: aText(`选项${id}`, `Choice ${id}`) })),
    key: 'B',
  })
  const bank = aBank({ items: [...four, ...three] })
  const blueprint = aBlueprint({
    cells: [
      { competency: 'rules', level: 'know', itemCount: 18 },
      { competency: 'rules', level: 'apply', itemCount: 9 },
    ],
  })
  fc.assert(
    fc.property(seeds, (seed) => {
      const { items } = drawForm({ bank, blueprint, seed })
      for (const [level, optionCount] of [
        ['know', 4],
        ['apply', 3],
      ] as const) {
        const counts = Array.from({ length: optionCount }, () => 0)
        for (const { item, options } of items) {
          const known = indexOf(bank).items.get(item)
          if (known?.level !== level) continue
          const position = options.indexOf(String(known.key))
          counts[position] = (counts[position] ?? 0) + 1
        }
        t.ok(Math.max(...counts) - Math.min(...counts) <= 1, `${level}: ${counts}`)
      }
    }),
    { numRuns: 100 },
  )
})

t.test('over many forms the key of one item stands everywhere equally often', async (t) => {
  const bank = aBank({ items: itemsOf('rules', 'know', 10) })
  const prepared = prepareDraw(bank, aBlueprint())
  const counts = [0, 0, 0, 0]
  let total = 0
  for (let number = 0; number < 2000; number += 1) {
    const placed = prepared.draw(`seed ${number}`).items.find(({ item }) => item === 'rules-know-1')
    if (!placed) continue
    const position = placed.options.indexOf('A')
    counts[position] = (counts[position] ?? 0) + 1
    total += 1
  }
  for (const count of counts) {
    // Five standard deviations of a binomial share of a quarter.
    t.ok(Math.abs(count - total / 4) < 5 * Math.sqrt((total * 3) / 16), `${counts} of ${total}`)
  }
  t.ok(Math.abs(total - 1200) < 5 * Math.sqrt(2000 * 0.24), `drawn ${total} times of 1200`)
})

t.test('an ordering item never shows the right order', async (t) => {
  const items = itemsOf('rules', 'know', 6, { type: 'ordering' })
  const prepared = prepareDraw(aBank({ items }), aBlueprint())
  for (let number = 0; number < 200; number += 1) {
    for (const { options } of prepared.draw(String(number)).items) {
      t.not(options.join(''), 'ABCD')
    }
  }
})

t.test('forms of one blueprint are equivalent, 10,000 of them', async (t) => {
  const random = seededRandom('parity')
  const items = (['know', 'apply', 'judge'] as const).flatMap((level) =>
    itemsOf('rules', level, 60).map((item) => ({
      ...item,
      parameters: {
        values: { discrimination: 0.6 + random(), difficulty: 3 * random() - 1.5, guessing: 0.2 },
        provenance: 'calibrated' as const,
        note: '',
      },
    })),
  )
  const blueprint = aBlueprint({
    cells: (['know', 'apply', 'judge'] as const).map((level) => ({
      competency: 'rules',
      level,
      itemCount: 12,
    })),
    tolerance: { expectedScore: 0.5, informationShare: 0.1, timeShare: 0.1 },
  })
  const prepared = prepareDraw(aBank({ items }), blueprint)
  let equivalent = 0
  for (let number = 0; number < 10_000; number += 1) {
    if (prepared.draw(`attempt ${number}`).certificate.equivalent) equivalent += 1
  }
  t.equal(equivalent, 10_000)
})

t.test('where no draw lies within tolerance the certificate says so', async (t) => {
  const easy = { discrimination: 2, difficulty: -3, guessing: 0 }
  const hard = { discrimination: 2, difficulty: 3, guessing: 0 }
  const items = [easy, hard].map((values, index) =>
    anItem({
      id: `I-${index}`,
      parameters: { values, provenance: 'calibrated' as const, note: '' },
    }),
  )
  const blueprint = aBlueprint({
    cells: [{ competency: 'rules', level: 'know', itemCount: 1 }],
    tolerance: { expectedScore: 0.01, informationShare: 0.5, timeShare: 0.5 },
  })
  const { certificate } = drawForm({ bank: aBank({ items }), blueprint, seed: 'a' })
  t.equal(certificate.equivalent, false)
  t.equal(certificate.expectedScore.within, false)
  t.equal(certificate.draws, 40)
})

t.test('enemies are worked around, and refused where that is impossible', async (t) => {
  const rivals = ['I-2', 'I-3', 'I-4', 'I-5', 'I-6', 'I-7']
  const items = [
    anItem({ id: 'I-1', enemies: rivals }),
    ...rivals.map((id) => anItem({ id, enemies: [] })),
  ]
  const bank = aBank({ items })
  const needing = (itemCount: number) =>
    aBlueprint({ cells: [{ competency: 'rules', level: 'know', itemCount }] })
  for (let number = 0; number < 50; number += 1) {
    const form = drawForm({ bank, blueprint: needing(6), seed: String(number) })
    t.same(itemIdsOf(form).sort(), rivals)
  }
  const refused = (itemCount: number) => () =>
    drawForm({ bank, blueprint: needing(itemCount), seed: 'x' })
  t.throws(refused(7), { code: 'blueprint-infeasible' })
  t.throws(refused(8), {
    code: 'blueprint-infeasible',
    faults: [{ pointer: '/cells/0/itemCount' }],
  })
  t.throws(refused(7), Refusal)
})
