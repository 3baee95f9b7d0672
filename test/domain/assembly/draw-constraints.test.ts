import { readFileSync } from 'node:fs'
import chisquare from '@stdlib/stats-base-dists-chisquare'
import fc from 'fast-check'
import t from 'tap'
import type { Blueprint, FormConstraints } from '../../../src/domain/assembly/blueprint.ts'
import { checkForm } from '../../../src/domain/assembly/certify-form.ts'
import { drawForm, prepareDraw } from '../../../src/domain/assembly/draw-form.ts'
import type { Form } from '../../../src/domain/assembly/form.ts'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import { indexOf } from '../../../src/domain/bank/bank-index.ts'
import type { Item } from '../../../src/domain/bank/item.ts'
import { digestOf } from '../../../src/domain/digest.ts'
import { Refusal } from '../../../src/domain/refusal.ts'
import {
  aBank,
  aBlueprint,
  anItem,
  generatedPlans,
  itemIdsOf,
  itemsOf,
  type Planned,
} from '../../support/builders.ts'

const seeds = fc.stringMatching(/^[0-9a-f]{8}$/)
const itemsIn = (form: Form, bank: Bank) =>
  itemIdsOf(form).flatMap((id) => indexOf(bank).items.get(id) ?? [])
const countOf = (items: readonly Item[], type: string) =>
  items.filter((item) => item.type === type).length
const stimuliOf = (items: readonly Item[]) => new Set(items.flatMap((item) => item.stimulus ?? []))

/** Constraints that one possible form keeps for sure, and another most likely does not. */
function constraintsAround({ bank, blueprint }: Planned, seed: string): FormConstraints {
  const form = drawForm({ bank, blueprint, seed })
  const items = itemsIn(form, bank)
  const { expectedSeconds } = form.certificate
  const used = stimuliOf(items)
  return {
    types: [...new Set(items.map(({ type }) => type))].slice(0, 2).map((type) => ({
      type,
      min: countOf(items, type),
      max: countOf(items, type),
    })),
    seconds: [{ max: expectedSeconds.value + 1 }],
    stimuli: { max: used.size },
    include: items.slice(0, 1).map(({ id }) => id),
    exclude: bank.items
      .filter(({ id }) => !itemIdsOf(form).includes(id))
      .slice(0, 1)
      .map(({ id }) => id),
  }
}

t.test('a drawn form keeps every constraint, or the draw is refused', async (t) => {
  let [drawn, refused] = [0, 0]
  fc.assert(
    fc.property(generatedPlans(0.5), seeds, seeds, (plan, witness, seed) => {
      const { bank } = plan
      const constraints = constraintsAround(plan, witness)
      const blueprint: Blueprint = { ...plan.blueprint, constraints }
      try {
        const form = drawForm({ bank, blueprint, seed })
        drawn += 1
        const items = itemsIn(form, bank)
        for (const { type, max } of constraints.types ?? []) t.equal(countOf(items, type), max)
        const most = constraints.seconds?.[0]?.max ?? 0
        t.ok(form.certificate.expectedSeconds.value <= most + 1e-6)
        t.ok(stimuliOf(items).size <= (constraints.stimuli?.max ?? 0))
        const ids = itemIdsOf(form)
        t.ok((constraints.include ?? []).every((id) => ids.includes(id)))
        t.notOk((constraints.exclude ?? []).some((id) => ids.includes(id)))
        t.equal(new Set(ids).size, ids.length)
        t.notOk(items.some(({ enemies }) => enemies.some((enemy) => ids.includes(enemy))))
        t.same(checkForm(form, bank, blueprint), [])
        const again = structuredClone({ bank, blueprint, seed })
        t.same(drawForm(again), form)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        t.equal(error.code, 'blueprint-infeasible')
        refused += 1
      }
    }),
    { numRuns: 150, seed: 11 },
  )
  // A form exists in every one of these cases; the search may miss some, but few.
  t.ok(drawn >= 9 * refused, `${drawn} drawn, ${refused} refused`)
})

t.test('what can not be kept is refused with the constraint that was in the way', async (t) => {
  const bank = aBank({ items: itemsOf('rules', 'know', 12) })
  const cases: readonly (readonly [FormConstraints, string])[] = [
    [{ types: [{ type: 'numeric', min: 1 }] }, '/constraints/types/0'],
    [{ seconds: [{}, { max: 1 }] }, '/constraints/seconds/1'],
    [{ information: [{ theta: 0, min: 99 }] }, '/constraints/information/0'],
    [{ stimuli: { min: 1 } }, '/constraints/stimuli'],
    [{ include: ['gone'] }, '/constraints/include'],
  ]
  for (const [constraints, pointer] of cases) {
    const draw = () => drawForm({ bank, blueprint: aBlueprint({ constraints }), seed: 'a' })
    t.throws(draw, { code: 'blueprint-infeasible', faults: [{ pointer }] }, pointer)
  }
})

t.test('an included item bars its enemies, whichever side declares it', async (t) => {
  const bank = aBank({
    items: [
      ...itemsOf('rules', 'know', 8),
      anItem({ id: 'X', enemies: ['rules-know-1'] }),
      anItem({ id: 'Y', enemies: ['X'] }),
    ],
  })
  const { draw } = prepareDraw(bank, aBlueprint({ constraints: { include: ['X'] } }))
  for (let number = 0; number < 100; number += 1) {
    const ids = itemIdsOf(draw(String(number)))
    t.ok(ids.includes('X'))
    t.notOk(ids.includes('Y') || ids.includes('rules-know-1'))
  }
})

t.test('repairs bring forms within a tolerance that few random forms meet', async (t) => {
  const items = itemsOf('rules', 'know', 60).map((item, index) => ({
    ...item,
    parameters: {
      values: { discrimination: 1, difficulty: (index - 30) / 12, guessing: 0.2 },
      provenance: 'calibrated' as const,
      note: '',
    },
  }))
  const tolerance = { expectedScore: 0.05, informationShare: 0.02, timeShare: 0.2 }
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 12 }]
  const bank = aBank({ items })
  const blueprint = aBlueprint({ cells, tolerance, constraints: {} })
  const { draw } = prepareDraw(bank, blueprint)
  const forms = Array.from({ length: 300 }, (_, number) => draw(String(number)))
  t.equal(forms.filter(({ certificate }) => certificate.equivalent).length, 300)
  t.ok(new Set(forms.map((form) => itemIdsOf(form).sort().join())).size > 290, 'and they differ')
})

/** Digests of forms and certificates as drawn before constraints existed: a promise to keep. */
const PUBLISHED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'blueprint.json': [
    [
      'acd4cae9ee51fd0082b3f5980e5c9ca57c0b2c63e8c4c1502f33cdd3ecb9e8bb',
      '6cb06b31beb504ee51e603a6529e639a47dc62ddf1db3982035ed3f46e7ec119',
    ],
    [
      '349fee175da54306b985d9ca77545f0e91d105e6647c72a5c0e11c20bda1b57c',
      'e32d2d1ef2c75e275976c726355c2cff6a8988d2f227fe036bfb21ec00be6777',
    ],
    [
      '510a67cd1fe133af1caa2f69b99706de684cb287c68a2dc60a2aa33264d13313',
      '5abda180226c03b467a7581175f0747cf1cdea3077cb27f8072bc68a0ff2b221',
    ],
    [
      '9690f527f46e4faf145857f7f1ab51aeb7f0595a67ce416f48da6e6e12357469',
      'e429e1428708aa4baf900b8162db1f63c3ae3cca1150ead398581203b5974590',
    ],
    [
      '6114006006cf26e75ab81b6f0575e333d87f5f1ff83a91bedd7b1952e914ccd0',
      '54cfc5a66d87cb667c5c60c604ff37a9235ed349d8b4b7c39da2bc650e760eb8',
    ],
  ],
  'blueprint-counter.json': [
    [
      '787cbb996100beca48f3e3e527c9ab40569c0ccebc3c2cf3000cf1f875905a73',
      'eafc5e7f82f16bc1bd7e5252b4863d5506847d51988129c5af878983a8db15c8',
    ],
    [
      '3bfd7ee0e650b6b88486f873f65e2e1d5bfdd81d92065806ccf00c26ae90f18f',
      '81a4c16001516d81a4cdfcf15f28379ac21f8f7fe7bdb81a64b40451ab679c8c',
    ],
    [
      'f0202183e2d55bad8c6ee69e877e4c874b2447ef7395842d149cbc3be21f8624',
      '069e297681e8307c5ff4e20b4cf644b8cd3950791912f337a6c366085401b46d',
    ],
    [
      '02a2e688445076061d2a709f3380f5466c24df03650e39973de95c82daa11ce9',
      'c7d9d06aca086bb27d0bad764cb38d953c356f6a5d186928af1fe6f79e7b8d3a',
    ],
    [
      'df7895f4be69816562b5419518d44e724328259016581ffc4937449dceb5f448',
      '26bd80039427f70b2d44e1f6a2bc9fd869410f9d753225859c6dd855dda87746',
    ],
  ],
}

t.test('secrets that are published already still give the same forms', async (t) => {
  const folder = new URL('../../../question-banks/grassroots/', import.meta.url)
  const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  for (const [name, digests] of Object.entries(PUBLISHED)) {
    const { draw } = prepareDraw(read('bank.json') as Bank, read(name) as Blueprint)
    const forms = digests.map((_, index) => draw(`promise ${index + 1}`))
    t.same(
      forms.map(({ digest, certificate }) => [digest, digestOf(certificate)]),
      digests,
      name,
    )
  }
})

t.test('over many forms keys stand in every position equally often', async (t) => {
  const bank = aBank({ items: itemsOf('rules', 'know', 12) })
  const plans = [undefined, { include: ['rules-know-3'], exposureCap: 0.6 }]
  for (const constraints of plans) {
    const { draw } = prepareDraw(bank, aBlueprint(constraints ? { constraints } : {}))
    const byItem = new Map<string, number[]>()
    for (let number = 0; number < 1500; number += 1) {
      for (const { item, options } of draw(`position ${number}`).items) {
        const counts = byItem.get(item) ?? [0, 0, 0, 0]
        const place = options.indexOf('A')
        byItem.set(item, counts.with(place, (counts[place] ?? 0) + 1))
      }
    }
    t.equal(byItem.size, 12)
    for (const [item, counts] of byItem) {
      const mean = counts.reduce((sum, count) => sum + count, 0) / 4
      const statistic = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
      // One in a thousand, over 24 tests of which none is expected to fail.
      t.ok(1 - chisquare.cdf(statistic, 3) > 0.001, `${item}: ${counts}`)
    }
  }
})

t.test('a further item in one cell leaves the candidates of the others as they were', async (t) => {
  fc.assert(
    fc.property(generatedPlans(0), seeds, ({ bank, blueprint }, seed) => {
      const [first] = blueprint.cells
      if (!first) return
      const more = anItem({ id: 'further', competency: first.competency, level: first.level })
      const before = prepareDraw(bank, blueprint).pick(seed, 1)?.slice(1)
      const wider = { ...bank, items: [...bank.items, more] }
      t.same(prepareDraw(wider, blueprint).pick(seed, 1)?.slice(1), before)
    }),
    { numRuns: 50 },
  )
})
