import t from 'tap'
import type { ExamDraft } from '../../src/domain/scheduling/exam.ts'
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
