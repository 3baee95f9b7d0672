import t from 'tap'
import type { FormConstraints } from '../../../src/domain/assembly/blueprint.ts'
import { checkBlueprint } from '../../../src/domain/assembly/check-blueprint.ts'
import { prepareDraw } from '../../../src/domain/assembly/draw-form.ts'
import { previewExam } from '../../../src/domain/assembly/preview.ts'
import { summarizeForms } from '../../../src/domain/assembly/summarize-forms.ts'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import { aBank, aBlueprint, anItem, itemIdsOf, itemsOf } from '../../support/builders.ts'

/** Eight true-false items among 24. */
const mixed = aBank({
  items: [
    ...itemsOf('rules', 'know', 8, { type: 'true-false' }).map((item) => ({
      ...item,
      id: `tf-${item.id}`,
    })),
    ...itemsOf('rules', 'know', 16),
  ],
})
const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 6 }]
const planned = (constraints: FormConstraints) => aBlueprint({ cells, constraints })
const wide = { expectedScore: 6, informationShare: 5, timeShare: 5 }

function ratesOf(bank: Bank, constraints: FormConstraints, draws: number): Map<string, number> {
  const { draw } = prepareDraw(bank, { ...planned(constraints), tolerance: wide })
  const rates = new Map<string, number>()
  for (let number = 0; number < draws; number += 1) {
    for (const id of itemIdsOf(draw(`rate ${number}`))) {
      rates.set(id, (rates.get(id) ?? 0) + 1 / draws)
    }
  }
  return rates
}

const found = (bank: Bank, constraints: FormConstraints) =>
  checkBlueprint({ ...planned(constraints), tolerance: wide }, bank).findings

t.test('the cap holds where a wanted information favours the sharpest items', async (t) => {
  const items = itemsOf('rules', 'know', 24).map((item, index) => ({
    ...item,
    parameters: {
      values: { discrimination: 0.5 + index / 16, difficulty: 0, guessing: 0 },
      provenance: 'calibrated' as const,
      note: '',
    },
  }))
  const bank = aBank({ items })
  // At its difficulty an item has information a^2 / 4. A random form has six times the mean; the
  // cap leaves room for more, up to six times the mean of the sharpest three quarters.
  const each = items.map(({ parameters }) => parameters.values.discrimination ** 2 / 4)
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const information = [{ theta: 0, min: 6 * (0.7 * mean(each) + 0.3 * mean(each.slice(6))) }]
  const draws = 3000
  const cap = 0.34
  const chance = 4 * Math.sqrt((cap * (1 - cap)) / draws)
  const free = Math.max(...ratesOf(bank, { information }, draws).values())
  t.ok(free > cap + chance, `without the cap: ${free}`)
  const capped = Math.max(...ratesOf(bank, { information, exposureCap: cap }, draws).values())
  t.ok(capped <= cap + chance, `with the cap: ${capped}`)
  t.same(found(bank, { information, exposureCap: cap }), [])
})

t.test('the cap holds against a constraint that favours few items', async (t) => {
  const draws = 3000
  const types = [{ type: 'true-false' as const, min: 2, max: 3 }]
  const cap = 0.3
  const chance = 4 * Math.sqrt((cap * (1 - cap)) / draws)
  const capped = ratesOf(mixed, { types, exposureCap: cap }, draws)
  t.ok(Math.max(...capped.values()) <= cap + chance)
  t.same(found(mixed, { types, exposureCap: cap }), [])
  // Three of eight on every form are 37.5 % each, whatever the draw.
  const forced = { types: [{ type: 'true-false' as const, min: 3 }], exposureCap: cap }
  t.match(found(mixed, forced), [{ code: 'exposure-cap', severity: 'error' }])
})

t.test('a cap below needed / available is refused with the items to write', async (t) => {
  const [finding, ...others] = found(mixed, { exposureCap: 0.2 })
  t.same(others, [])
  t.match(finding, { severity: 'error', code: 'exposure-cap', pointer: '/cells/0/itemCount' })
  // 6 / 0.2 = 30 items, 24 are there.
  t.match(finding?.message.en, 'takes 6 of 24 items of rules/know, so they are seen by 25%')
  t.match(finding?.message.en, 'write 6 more for rules/know')
  t.match(finding?.message['zh-CN'], '请再编写 6 题')
  const enough = aBank({ items: itemsOf('rules', 'know', 30) })
  t.same(found(enough, { exposureCap: 0.2 }), [])
})

t.test('included items are exempt from the cap, and that is said', async (t) => {
  const constraints = { include: ['rules-know-1'], exposureCap: 0.3 }
  t.match(found(mixed, constraints), [{ severity: 'warning', code: 'included-above-cap' }])
  const rates = ratesOf(mixed, constraints, 1000)
  t.ok(Math.abs((rates.get('rules-know-1') ?? 0) - 1) < 1e-9)
  rates.delete('rules-know-1')
  t.ok(Math.max(...rates.values()) <= 0.3 + 4 * Math.sqrt(0.21 / 1000))
})

t.test('an overlap limit below k / n is refused with the items to write', async (t) => {
  // 6 of 24: two forms share 6 * 6 / 24 = 1.5 of 6 items, a quarter; a fifth needs 30 items.
  t.same(found(mixed, { overlapLimit: 0.25 }), [])
  const [finding] = found(mixed, { overlapLimit: 0.2 })
  t.match(finding, { code: 'overlap-limit', pointer: '/constraints/overlapLimit' })
  t.match(finding?.message.en, 'at least 25% of their items')
  t.match(finding?.message.en, 'write 6 more for rules/know')
  const sure = { include: itemIds(mixed, 3), overlapLimit: 0.4 }
  t.match(found(mixed, sure)[0]?.message.en, 'include fewer items')
})

const itemIds = (bank: Bank, count: number) => bank.items.slice(0, count).map(({ id }) => id)

t.test('constraints that favour few items show in the overlap that is told', async (t) => {
  const even = previewExam({ bank: mixed, blueprint: planned({}) }).overlap
  const types = [{ type: 'true-false' as const, min: 6 }]
  const uneven = previewExam({ bank: mixed, blueprint: planned({ types }) }).overlap
  t.ok(Math.abs(even - 6 / 24) < 0.02, `${even}`)
  t.ok(Math.abs(uneven - 6 / 8) < 0.02, `${uneven}`)
  t.match(found(mixed, { types, overlapLimit: 0.5 }), [{ code: 'overlap-limit' }])
})

t.test('trials say before publication which constraint is in the way', async (t) => {
  t.match(
    found(mixed, {
      types: [
        { type: 'true-false', min: 5 },
        { type: 'numeric', min: 1 },
      ],
    }),
    [{ severity: 'error', code: 'constraint-infeasible', pointer: '/constraints/types/1' }],
  )
  const tight = { ...planned({ information: [{ theta: 0, min: 0.1 }] }), tolerance: wide }
  t.same(checkBlueprint(tight, mixed).findings, [])
})

t.test('forms assembled together are not tried by drawing, but names still are', async (t) => {
  const codes = (constraints: FormConstraints) =>
    checkBlueprint(planned(constraints), mixed, 'assembled').findings.map(({ code }) => code)
  t.same(codes({ types: [{ type: 'numeric', min: 1 }], exposureCap: 0.1 }), [])
  t.same(codes({ exclude: ['gone'] }), ['unknown-item'])
})

t.test('names and ranges of constraints are checked one by one', async (t) => {
  const hostile = [
    anItem({ id: 'X', enemies: ['Y'] }),
    anItem({ id: 'Y' }),
    ...itemsOf('rules', 'judge', 1),
  ]
  const bank = aBank({ items: [...mixed.items, ...hostile] })
  const codes = (constraints: FormConstraints) =>
    found(bank, constraints).map(({ code, pointer }) => `${code} ${pointer}`)
  const [one = '', two = ''] = itemIds(mixed, 2)
  const cases: readonly (readonly [FormConstraints, string])[] = [
    [{ stimuli: { min: 2, max: 1 } }, 'range-empty /constraints/stimuli'],
    [{ seconds: [{}, { min: 2, max: 1 }] }, 'range-empty /constraints/seconds/1'],
    [
      { types: [{ type: 'numeric', competency: 'law' }] },
      'unknown-competency /constraints/types/0/competency',
    ],
    [
      { seconds: [{ competencies: ['rules', 'law'] }] },
      'unknown-competency /constraints/seconds/0/competencies/1',
    ],
    [{ exclude: [one, 'gone'] }, 'unknown-item /constraints/exclude/1'],
    [{ include: ['gone'] }, 'unknown-item /constraints/include/0'],
    [{ include: [one, two], exclude: [two] }, 'included-and-excluded /constraints/include/1'],
    [{ include: ['rules-judge-1'] }, 'include-outside-cells /constraints/include/0'],
    [{ include: ['X', 'Y'] }, 'included-enemies /constraints/include/1'],
    [{ include: itemIds(mixed, 7) }, 'include-over-count /constraints/include/6'],
    [{ relevantItems: { min: 1 } }, 'relevance-without-post /constraints/relevantItems'],
  ]
  for (const [constraints, expected] of cases) t.ok(codes(constraints).includes(expected), expected)
})

t.test('the summary of many forms counts as one does by hand', async (t) => {
  const { draw } = prepareDraw(mixed, planned({}))
  const forms = Array.from({ length: 40 }, (_, number) => draw(`sum ${number}`))
  const summary = summarizeForms(forms, { exposureCap: 0.9, overlapLimit: 0 })
  let [shared, pairs, most] = [0, 0, 0]
  for (const [index, one] of forms.entries()) {
    for (const other of forms.slice(index + 1)) {
      const ids = itemIdsOf(other)
      const common = itemIdsOf(one).filter((id) => ids.includes(id)).length / 6
      shared += common
      most = Math.max(most, common)
      pairs += 1
    }
  }
  t.ok(Math.abs(summary.overlap - shared / pairs) < 1e-12)
  t.ok(summary.overlapOfPairs.most <= most)
  t.ok(Math.abs(summary.overlapOfPairs.mean - summary.overlap) < 0.05)
  t.match(summary.exposure.verdict, { limit: 0.9, kept: true })
  t.match(summary.overlapVerdict, { limit: 0, kept: false })
  t.equal(summarizeForms(forms, undefined).exposure.verdict, null)
})
