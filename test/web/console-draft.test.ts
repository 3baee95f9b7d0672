import fc from 'fast-check'
import t from 'tap'
import Value from 'typebox/value'
import {
  Blueprint,
  type Delivery,
  type FormConstraints,
} from '../../src/domain/assembly/blueprint.ts'
import { ITEM_TYPES } from '../../src/domain/bank/item-type.ts'
import type { ExamDraft } from '../../src/domain/scheduling/exam.ts'
import { DEFAULT_REVIEW_RULES } from '../../src/domain/scheduling/review-rules.ts'
import { basisAfter } from '../../src/web/console/exams/builder/forms-basis.ts'
import { countConstraints, emptyRange } from '../../src/web/console/exams/constraint-fields.ts'
import {
  blueprintOf,
  draftOf,
  previewBlueprintOf,
} from '../../src/web/console/exams/draft-document.ts'
import { faultsOf } from '../../src/web/console/exams/draft-faults.ts'
import { type DraftForm, fieldsOfDraft } from '../../src/web/console/exams/draft-form.ts'
import { localFromUtc, utcFromLocal } from '../../src/web/console/exams/local-time.ts'

const draft: ExamDraft = {
  unitId: '0190a000-0000-7000-8000-000000000001',
  bankVersionId: '0190a000-0000-7000-8000-000000000002',
  policyVersionId: '0190a000-0000-7000-8000-000000000003',
  blueprint: {
    format: 'probity-blueprint/1',
    title: { 'zh-CN': '2026 年春季安全生产', en: 'Work safety, 2026 spring' },
    post: 'safety-inspector',
    cells: [
      { competency: 'work-safety', level: 'know', itemCount: 8 },
      { competency: 'work-safety', level: 'judge', itemCount: 4 },
    ],
    timeLimitSeconds: 2700,
    levels: [
      { id: 'basic', name: { 'zh-CN': '基础', en: 'Basic' }, cut: null },
      { id: 'proficient', name: { 'zh-CN': '胜任', en: 'Proficient' }, cut: -0.3 },
      { id: 'advanced', name: { 'zh-CN': '优秀', en: 'Advanced' }, cut: 0.9 },
    ],
    passingLevel: 'proficient',
    tolerance: { expectedScore: 0.6, informationShare: 0.07, timeShare: 0.1 },
  },
  window: { opensAt: '2026-04-01T01:00:00.000Z', closesAt: '2026-04-08T10:30:00.000Z' },
  audienceUnitIds: ['0190a000-0000-7000-8000-000000000004'],
  decisionsNeeded: 2,
  releaseResults: 'after-screening',
}
const form = (changes: Partial<DraftForm> = {}): DraftForm => ({
  ...fieldsOfDraft(draft),
  ...changes,
})

t.test('a saved draft goes through the fields unchanged, in any zone', async (t) => {
  for (const zone of ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'UTC']) {
    process.env.TZ = zone
    t.same(draftOf(form()), draft, zone)
  }
})

t.test('local times become UTC', async (t) => {
  process.env.TZ = 'Asia/Shanghai'
  t.equal(utcFromLocal('2026-04-01T09:00'), '2026-04-01T01:00:00.000Z')
  t.equal(localFromUtc('2026-03-31T16:00:00Z'), '2026-04-01T00:00')
  t.equal(utcFromLocal('1 April'), null)
  t.equal(utcFromLocal('2026-02-30T09:00'), null)
  t.equal(localFromUtc('never'), '')
})

t.test(
  'a local time that the clocks skip is refused, a repeated one is its first pass',
  async (t) => {
    process.env.TZ = 'Europe/Berlin'
    t.equal(utcFromLocal('2026-03-29T02:30'), null)
    t.equal(faultsOf(form({ opensAt: '2026-03-29T02:30' })).opensAt, 'no-such-time')
    t.equal(utcFromLocal('2026-10-25T02:30'), '2026-10-25T00:30:00.000Z')
  },
)

t.test('what keeps a draft from being saved is named by field', async (t) => {
  process.env.TZ = 'Asia/Shanghai'
  const cases: [Partial<DraftForm>, string, string][] = [
    [{ unitId: '' }, 'unitId', 'missing'],
    [{ titleEn: ' ' }, 'titleEn', 'missing'],
    [{ cells: [] }, 'cells', 'no-cell'],
    [{ timeLimitMinutes: '' }, 'timeLimitMinutes', 'not-positive'],
    [{ timeLimitMinutes: 0.5 }, 'timeLimitMinutes', 'out-of-range'],
    [{ opensAt: '2026-04-09T09:00' }, 'closesAt', 'closes-before-opening'],
    [{ audienceUnitIds: [] }, 'audienceUnitIds', 'missing'],
    [{ decisionsNeeded: 4 }, 'decisionsNeeded', 'out-of-range'],
    [{ passingLevel: 'gone' }, 'passingLevel', 'missing'],
    [{ passingLevel: 'basic' }, 'passingLevel', 'passing-level-without-cut'],
  ]
  for (const [changes, path, code] of cases) {
    t.equal(faultsOf(form(changes))[path], code, `${path}: ${code}`)
    t.equal(draftOf(form(changes)), null)
  }
})

t.test('cells are named twice or counted in halves only to be told so', async (t) => {
  const cell = { key: 'a', competency: 'work-safety', level: 'know', itemCount: 3 } as const
  const twice = faultsOf(form({ cells: [cell, { ...cell, key: 'b', itemCount: 1.5 }] }))
  t.same(twice, { 'cells.1.competency': 'same-cell-twice', 'cells.1.itemCount': 'not-whole' })
})

t.test('cuts must rise', async (t) => {
  const levels = form().levels.map((level, index) =>
    index === 2 ? { ...level, cut: -0.3 } : level,
  )
  t.equal(faultsOf(form({ levels }))['levels.2.cut'], 'cuts-not-rising')
})

t.test('the live panel does not wait for names, window or audience', async (t) => {
  const unnamed = form({ titleZh: '', titleEn: '', opensAt: '', audienceUnitIds: [] })
  t.equal(blueprintOf(unnamed), null)
  t.equal(previewBlueprintOf(unnamed)?.title.en, '…')
  t.equal(previewBlueprintOf(form({ cells: [] })), null)
})

/** A number with at most three decimals, as people write them. */
const written = (least: number, most: number): fc.Arbitrary<number> =>
  fc
    .integer({ min: Math.ceil(least * 1000), max: Math.floor(most * 1000) })
    .map((thousandths) => thousandths / 1000)

function ranges(bound: fc.Arbitrary<number>) {
  return fc.tuple(bound, bound, fc.constantFrom('min', 'max', 'both')).map(([one, other, ends]) => {
    const [min, max] = [Math.min(one, other), Math.max(one, other)]
    return { ...(ends === 'max' ? {} : { min }), ...(ends === 'min' ? {} : { max }) }
  })
}

const ids = fc.uniqueArray(fc.stringMatching(/^[A-Z][0-9]{1,3}$/), { minLength: 1, maxLength: 6 })
const counts = ranges(fc.integer({ min: 0, max: 500 }))
const figures = ranges(written(0, 90))
const many = <Row>(row: fc.Arbitrary<Row>) => fc.array(row, { minLength: 1, maxLength: 3 })
const points = many(
  fc.tuple(written(-6, 6), figures).map(([theta, range]) => ({ theta, ...range })),
)
const typeRules = fc
  .record(
    { type: fc.constantFrom(...ITEM_TYPES), competency: fc.constantFrom('law', 'duty') },
    { requiredKeys: ['type'] },
  )
  .chain((rule) => counts.map((range) => ({ ...rule, ...range })))
const timeRules = fc
  .record({ competencies: ids }, { requiredKeys: [] })
  .chain((rule) => ranges(written(0, 9000)).map((range) => ({ ...rule, ...range })))

const someConstraints: fc.Arbitrary<FormConstraints> = fc
  .record(
    {
      types: many(typeRules),
      relevantItems: counts,
      seconds: many(timeRules),
      information: points,
      expectedScore: points,
      stimulusItems: counts,
      stimuli: counts,
      include: ids,
      exclude: ids,
      exposureCap: written(0.001, 1),
      overlapLimit: written(0, 1),
    },
    { requiredKeys: [] },
  )
  .filter((constraints) => Object.keys(constraints).length > 0)

const someDelivery: fc.Arbitrary<Delivery> = fc.oneof(
  fc.record({
    mode: fc.constant('fixed-forms' as const),
    forms: fc.array(fc.record({ name: fc.stringMatching(/^[0-9]{1,2}$/), items: ids })),
  }),
  fc.record({
    mode: fc.constant('adaptive' as const),
    fewestItems: fc.integer({ min: 1, max: 12 }),
    standardError: written(0.05, 1),
    randomesque: fc.integer({ min: 1, max: 20 }),
  }),
)
const withBlueprint = (part: Partial<Blueprint>): ExamDraft => ({
  ...draft,
  blueprint: { ...draft.blueprint, ...part },
})

t.test(
  'what must be brought goes through the fields; a password leaves as its digest',
  async (t) => {
    const key = 'a'.repeat(64)
    const safeExamBrowser = {
      configKeys: [key],
      browserExamKeys: [key, key],
      quitPasswordDigest: key,
    }
    for (const requirements of [
      { consent: true, safeExamBrowser: null },
      { consent: false, safeExamBrowser },
    ]) {
      t.same(draftOf(fieldsOfDraft({ ...draft, requirements })), { ...draft, requirements })
    }
    const fields = fieldsOfDraft({ ...draft, requirements: { consent: false, safeExamBrowser } })
    const changed = (changes: Partial<DraftForm['requirements']>) =>
      form({ requirements: { ...fields.requirements, ...changes } })
    const saved = JSON.stringify(draftOf(changed({ quitPassword: 'abc' })))
    // SHA-256 of "abc", FIPS 180-2, appendix B.1.
    t.match(saved, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    t.notMatch(saved, '"abc"')
    t.equal(draftOf(changed({ configKeys: `${key} b` })), null)
    t.same(faultsOf(changed({ browserExamKeys: 'x' })), {
      'requirements.browserExamKeys': 'no-key',
    })
    t.same(
      faultsOf(changed({ safeBrowser: false, configKeys: 'x' })),
      {},
      'what is off is not asked',
    )
    t.same(draftOf(changed({ safeBrowser: false })), draft, 'nothing asked for is nothing said')
  },
)

t.test('rules of review are kept as saved; the usual ones go without saying', async (t) => {
  const strict = { ...draft, reviewRules: { opensAt: 1.5, sampleShare: 0.075 } }
  t.same(draftOf(fieldsOfDraft(strict)), strict)
  const usual = { ...draft, reviewRules: DEFAULT_REVIEW_RULES }
  t.same(draftOf(fieldsOfDraft(usual)), draft)
  const wrong = (samplePercent: number | '') =>
    faultsOf(form({ reviewRules: { opensAt: 1, samplePercent } }))
  t.same(wrong(51), { 'reviewRules.samplePercent': 'out-of-range' })
  t.same(wrong(''), { 'reviewRules.samplePercent': 'missing' })
  t.same(wrong(0), {})
})

t.test('an imported draft with constraints goes through the fields unchanged', async (t) => {
  process.env.TZ = 'Asia/Shanghai'
  fc.assert(
    fc.property(someConstraints, (constraints) => {
      const imported = withBlueprint({ constraints })
      t.ok(Value.Check(Blueprint, imported.blueprint), 'what is generated is a blueprint')
      t.same(draftOf(fieldsOfDraft(imported)), imported)
    }),
    { numRuns: 200 },
  )
})

t.test('so does every way of delivery', async (t) => {
  process.env.TZ = 'Asia/Shanghai'
  fc.assert(
    fc.property(someDelivery, (delivery) => {
      const imported = withBlueprint({ delivery })
      t.ok(Value.Check(Blueprint, imported.blueprint))
      t.same(draftOf(fieldsOfDraft(imported)), imported)
    }),
  )
})

t.test('an adaptive exam sets all constraints but the excluded items aside', async (t) => {
  const fields = fieldsOfDraft(
    withBlueprint({ constraints: { exclude: ['A1'], include: ['A2'], overlapLimit: 0.2 } }),
  )
  const adaptive = { ...fields.delivery, mode: 'adaptive', fewestItems: 8 } as const
  t.same(blueprintOf({ ...fields, delivery: adaptive })?.constraints, { exclude: ['A1'] })
  t.equal(countConstraints(fields.constraints), 3, 'and keeps them in the fields')
  t.match(blueprintOf(fields)?.constraints, { include: ['A2'], overlapLimit: 0.2 })
})

t.test('what is wrong with constraints and delivery is named by field', async (t) => {
  const fields = form()
  const row = { key: 'r', ...emptyRange() }
  const cases: [Partial<DraftForm['constraints']>, string, string][] = [
    [{ types: [{ ...row, type: 'numeric', competency: '' }] }, 'types.0.min', 'no-limit'],
    [
      { types: [{ ...row, type: 'numeric', competency: '', min: 1.5 }] },
      'types.0.min',
      'not-whole',
    ],
    [{ times: [{ ...row, competencies: [], min: 9, max: 8 }] }, 'times.0.max', 'most-below-least'],
    [{ information: [{ ...row, theta: '', min: 5 }] }, 'information.0.theta', 'missing'],
    [{ expectedScore: [{ ...row, theta: 7, min: 5 }] }, 'expectedScore.0.theta', 'out-of-range'],
    [{ stimuli: { min: '', max: 501 } }, 'stimuli.max', 'out-of-range'],
    [{ exposurePercent: 0 }, 'exposurePercent', 'out-of-range'],
    [{ overlapPercent: 101 }, 'overlapPercent', 'out-of-range'],
  ]
  for (const [changes, path, code] of cases) {
    const changed = form({ constraints: { ...fields.constraints, ...changes } })
    t.same(faultsOf(changed), { [`constraints.${path}`]: code }, `${path}: ${code}`)
    t.equal(previewBlueprintOf(changed), null)
  }
  const adaptive = { ...fields.delivery, mode: 'adaptive', fewestItems: 13 } as const
  t.same(faultsOf(form({ delivery: adaptive })), { 'delivery.fewestItems': 'more-than-form' })
})

t.test(
  'forms stand for what was ordered, not for fields changed while they were sought',
  async (t) => {
    const saved = { shown: 'old forms', demand: 'as saved' }
    const ordered = { shown: 'new forms', demand: 'as ordered' }
    const after = basisAfter(saved, { shown: 'new forms', demand: 'changed meanwhile' }, ordered)
    t.same(after, ordered)
    t.same(basisAfter(after, { ...after, demand: 'changed again' }, ordered), ordered)
    const others = { shown: 'forms of another draft', demand: 'of that draft' }
    t.same(basisAfter(after, others, ordered), others, 'the fields that forms come with')
    t.same(basisAfter({ ...saved, demand: null }, saved, null), saved, 'the first whole demand')
  },
)
