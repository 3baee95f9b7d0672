import fc from 'fast-check'
import t from 'tap'
import type {
  Blueprint,
  FixedForm,
  FormConstraints,
} from '../../../src/domain/assembly/blueprint.ts'
import { certifyForm, checkForm } from '../../../src/domain/assembly/certify-form.ts'
import { assemblyFaults, checkBlueprint } from '../../../src/domain/assembly/check-blueprint.ts'
import { prepareDraw } from '../../../src/domain/assembly/draw-form.ts'
import { summarizeFixedForms, toFixedForms } from '../../../src/domain/assembly/fixed-forms.ts'
import { previewExam } from '../../../src/domain/assembly/preview.ts'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import { Refusal } from '../../../src/domain/refusal.ts'
import { drawSample, planExam } from '../../../src/workflows/plan-exam.ts'
import { aBank, aBlueprint, generatedPlans, itemIdsOf, itemsOf } from '../../support/builders.ts'

const id = (number: number) => `rules-know-${number}`
const form = (name: string, ...numbers: readonly number[]): FixedForm => ({
  name,
  items: numbers.map(id),
})
const ONE = form('1', 1, 2, 3, 4, 5, 6)
const TWO = form('2', 7, 8, 9, 10, 11, 12)
/** Half of the first form and half of the second. */
const MIXED = form('3', 4, 5, 6, 7, 8, 9)

const fixed = (forms: readonly FixedForm[], overrides: Partial<Blueprint> = {}): Blueprint =>
  aBlueprint({ ...overrides, delivery: { mode: 'fixed-forms', forms: [...forms] } })
const found = (blueprint: Blueprint, bank: Bank = aBank()) =>
  checkBlueprint(blueprint, bank).findings.map(({ pointer, code }) => `${code} ${pointer}`)

t.test('each seed gives one of the forms, whole and in an order of its own', async (t) => {
  const bank = aBank()
  const blueprint = fixed([ONE, TWO, MIXED])
  const { draw, choose, pick } = prepareDraw(bank, blueprint)
  const names = new Map(
    [ONE, TWO, MIXED].map(({ name, items }) => [items.toSorted().join(), name] as const),
  )
  const counts = new Map<string, number>()
  const orders = new Set<string>()
  const draws = 3000
  for (let index = 0; index < draws; index += 1) {
    const drawn = draw(`seed-${index}`)
    const ids = itemIdsOf(drawn)
    const name = names.get(ids.toSorted().join())
    if (name === undefined) throw new Error('the items are not those of one form')
    counts.set(name, (counts.get(name) ?? 0) + 1)
    orders.add(ids.join())
  }
  // Four standard errors of a share of one third.
  const chance = 4 * Math.sqrt((1 / 3) * (2 / 3) * draws)
  for (const count of counts.values()) t.ok(Math.abs(count - draws / 3) < chance, `${count}`)
  t.equal(counts.size, 3)
  t.ok(orders.size > draws / 2, 'candidates of one form rarely have the same order')
  const drawn = draw('a')
  t.same(draw('a'), drawn)
  t.same(checkForm(drawn, bank, blueprint), [])
  t.same(certifyForm(drawn, bank, blueprint), drawn.certificate)
  t.equal(drawn.certificate.draws, 1)
  t.same(
    itemIdsOf(drawn).toSorted(),
    choose('a')
      .items.map((item) => item.id)
      .toSorted(),
  )
  t.same(pick('a', 1)?.[0], choose('a').items)
})

t.test(
  'a form drawn for its own sake stays valid as a fixed one, with its certificate',
  async (t) => {
    fc.assert(
      fc.property(generatedPlans(0.5), fc.uuid(), ({ bank, blueprint }, seed) => {
        const drawn = prepareDraw(bank, blueprint).draw(seed)
        const [kept] = toFixedForms([drawn], bank, blueprint)
        if (!kept) throw new Error('no form')
        t.same(kept.items.toSorted(), itemIdsOf(drawn).toSorted())
        const again: Blueprint = { ...blueprint, delivery: { mode: 'fixed-forms', forms: [kept] } }
        const errors = checkBlueprint(again, bank).findings.filter(
          ({ code }) => code !== 'form-not-equivalent' && code !== 'job-relevance-low',
        )
        t.same(
          errors.filter(({ severity }) => severity === 'error'),
          [],
        )
        const { draws, ...certificate } = prepareDraw(bank, again).draw(`${seed}-other`).certificate
        t.same({ ...certificate, draws: drawn.certificate.draws }, drawn.certificate)
      }),
      { numRuns: 40 },
    )
  },
)

t.test('to say that forms are drawn on the fly changes no form', async (t) => {
  const own = { delivery: { mode: 'own-forms' as const } }
  const bank = aBank({ items: itemsOf('rules', 'know', 30) })
  for (const constraints of [undefined, { exposureCap: 0.25, include: [id(3)] }]) {
    const blueprint = aBlueprint(constraints ? { constraints } : {})
    const [plain, said] = [blueprint, { ...blueprint, ...own }].map((one) => prepareDraw(bank, one))
    for (let index = 0; index < 20; index += 1) {
      t.same(said?.draw(`${index}`), plain?.draw(`${index}`))
    }
  }
})

t.test('sound forms have no findings', async (t) => {
  t.same(found(fixed([ONE, TWO])), [])
  t.same(found(fixed([ONE, TWO, MIXED], { constraints: { overlapLimit: 0.5 } })), [])
  t.same(found(fixed([ONE, TWO], { constraints: { exposureCap: 0.5, overlapLimit: 0 } })), [])
})

t.test('each fault of a form is found where it lies', async (t) => {
  const cases: readonly (readonly [Blueprint, readonly string[]])[] = [
    [fixed([]), ['no-fixed-forms /delivery/forms']],
    [fixed([ONE, form('2', 7, 8, 9, 10, 11, 99)]), ['unknown-item /delivery/forms/1/items/5']],
    [fixed([form('1', 1, 2, 3, 4, 5, 5)]), ['item-twice /delivery/forms/0/items/5']],
    [fixed([ONE, { ...TWO, name: '1' }]), ['form-name-twice /delivery/forms/1/name']],
    [fixed([ONE], { constraints: { include: [id(9)] } }), ['include-missing /delivery/forms/0']],
    [fixed([ONE], { constraints: { exclude: [id(2)] } }), ['exclude-present /delivery/forms/0']],
    [
      fixed([ONE], { constraints: { types: [{ type: 'single-choice', max: 5 }] } }),
      ['constraint-broken /delivery/forms/0'],
    ],
    [
      fixed([ONE, TWO, MIXED], { constraints: { overlapLimit: 0.49 } }),
      ['overlap-limit /delivery/forms/2'],
    ],
    [
      fixed([ONE, TWO, MIXED], { constraints: { exposureCap: 0.6 } }),
      ['exposure-cap /delivery/forms'],
    ],
  ]
  for (const [blueprint, expected] of cases) t.same(found(blueprint), expected)
  const short = found(fixed([form('1', 1, 2, 3, 4, 5)]))
  t.ok(short.includes('cell-count /delivery/forms/0'))
  t.ok(short.includes('form-not-equivalent /delivery/forms/0'), 'a sixth is missing of each figure')
})

t.test('enemies may not meet on a form', async (t) => {
  const [first, ...others] = itemsOf('rules', 'know', 12)
  if (!first) throw new Error('no item')
  const bank = aBank({ items: [{ ...first, enemies: [id(2)] }, ...others] })
  t.same(found(fixed([TWO, ONE]), bank), ['enemies-meet /delivery/forms/1'])
})

t.test('a form out of tolerance says by how much', async (t) => {
  const parameters = {
    values: { discrimination: 1, difficulty: 3, guessing: 0 },
    provenance: 'expert-judgement' as const,
    note: 'two experts',
  }
  const easier = itemsOf('rules', 'know', 12).slice(6)
  const items = [...itemsOf('rules', 'know', 6, { parameters }), ...easier]
  const bank = aBank({ items })
  const faults = checkBlueprint(fixed([ONE]), bank).findings
  t.ok(faults.length > 0)
  for (const { code, pointer } of faults) {
    t.equal(`${code} ${pointer}`, 'form-not-equivalent /delivery/forms/0')
  }
  const { expectedScore } = prepareDraw(bank, fixed([ONE])).draw('a').certificate
  t.equal(expectedScore.within, false)
  // 6 / (1 + e^3): the six items have a = 1 and lie 3 above the cut.
  t.ok(Math.abs(expectedScore.value - 6 / (1 + Math.exp(3))) < 1e-5)
  t.match(faults[0]?.message.en, '0.28')
})

t.test('for assembling, missing or stale forms are no fault, unknown names are', async (t) => {
  t.same(assemblyFaults(fixed([]), aBank()), [])
  t.same(assemblyFaults(fixed([form('1', 99)]), aBank()), [])
  const short = aBlueprint({ cells: [{ competency: 'rules', level: 'know', itemCount: 13 }] })
  t.same(assemblyFaults(short, aBank()), [], 'that is explained better elsewhere')
  t.match(assemblyFaults(fixed([], { post: 'pilot' }), aBank()), [{ code: 'unknown-post' }])
})

t.test('exposure and overlap follow from the forms exactly', async (t) => {
  const { rates, overlap, overlapOfCandidates } = summarizeFixedForms([ONE, TWO, MIXED])
  t.equal(rates.get(id(1)), 1 / 3)
  t.equal(rates.get(id(4)), 2 / 3)
  // Pairs share 0, 3 and 3 of 6 items.
  t.same(overlap, { largest: 0.5, mean: 1 / 3 })
  // Of nine equally likely pairs three are of the same form, four share half, two nothing.
  t.ok(Math.abs(overlapOfCandidates - (3 * 1 + 4 * 0.5) / 9) < 1e-12)
  t.same(summarizeFixedForms([ONE]).overlap, { largest: 0, mean: 0 })

  const preview = previewExam({ bank: aBank(), blueprint: fixed([ONE, TWO, MIXED]) })
  t.equal(preview.cells[0]?.exposure, 2 / 3)
  t.equal(preview.overlap, overlapOfCandidates)
})

t.test('what two candidates share in simulation is what the preview says', async (t) => {
  const constraints: FormConstraints = { overlapLimit: 0.5 }
  const blueprint = fixed([ONE, TWO, MIXED], { constraints })
  const { choose } = prepareDraw(aBank(), blueprint)
  const pairs = 4000
  let shared = 0
  for (let index = 0; index < pairs; index += 1) {
    const [left, right] = ['left', 'right'].map(
      (side) => new Set(choose(`${side}-${index}`).items.map((item) => item.id)),
    )
    shared += (left?.intersection(right ?? new Set()).size ?? 0) / 6
  }
  const { overlap } = previewExam({ bank: aBank(), blueprint })
  // A share lies in 0 to 1, so that its standard deviation is at most 0.5.
  t.ok(Math.abs(shared / pairs - overlap) < (4 * 0.5) / Math.sqrt(pairs))
})

t.test('the samples of a plan are the forms, at most five', async (t) => {
  const plan = planExam(aBank(), fixed([ONE, TWO, MIXED]))
  t.equal(plan.feasible, true)
  t.equal(plan.sampleForms.length, 3)
  ;[ONE, TWO, MIXED].forEach(({ items }, index) => {
    const sample = drawSample(aBank(), fixed([ONE, TWO, MIXED]), index + 1)
    t.same(itemIdsOf(sample).toSorted(), items.toSorted())
    t.equal(sample.digest, plan.sampleForms[index]?.digest)
  })
  const many = Array.from({ length: 7 }, (_, index) => ({ ...ONE, name: `${index}` }))
  t.equal(planExam(aBank(), fixed(many)).sampleForms.length, 5)
  t.throws(() => drawSample(aBank(), fixed([ONE]), 2), Refusal)
})

t.test('without forms nothing can be drawn, and no exam is feasible', async (t) => {
  t.throws(() => prepareDraw(aBank(), fixed([])).draw('a'), /assemble forms first/)
  const plan = planExam(aBank(), fixed([], { constraints: { exposureCap: 0.9 } }))
  t.equal(plan.feasible, false)
  t.same(plan.sampleForms, [])
  t.throws(() => prepareDraw(aBank(), fixed([form('1', 99)])), Refusal)
})
