import fc from 'fast-check'
import t from 'tap'
import Value from 'typebox/value'
import { ExamDraft } from '../../src/domain/scheduling/exam.ts'
import { NOTICE_DAYS } from '../../src/domain/scheduling/publication-rules.ts'
import { draftOf } from '../../src/web/console/exams/draft-document.ts'
import { faultsOf, faultsOfWindow } from '../../src/web/console/exams/draft-faults.ts'
import { fieldsOfDraft, windowOf } from '../../src/web/console/exams/draft-form.ts'
import {
  NOTICE_DAYS as toldDays,
  usualWindow,
} from '../../src/web/console/exams/retests/usual-window.ts'

const EXAM = '0190a000-0000-7000-8000-000000000009'

const draft: ExamDraft = {
  unitId: '0190a000-0000-7000-8000-000000000001',
  bankVersionId: '0190a000-0000-7000-8000-000000000002',
  policyVersionId: '0190a000-0000-7000-8000-000000000003',
  blueprint: {
    format: 'probity-blueprint/1',
    title: { 'zh-CN': '2026 年春季安全生产（复测）', en: 'Work safety, 2026 spring (re-test)' },
    post: null,
    cells: [{ competency: 'work-safety', level: 'know', itemCount: 12 }],
    timeLimitSeconds: 1200,
    levels: [
      { id: 'basic', name: { 'zh-CN': '基础', en: 'Basic' }, cut: null },
      { id: 'proficient', name: { 'zh-CN': '胜任', en: 'Proficient' }, cut: -0.3 },
    ],
    passingLevel: 'proficient',
    tolerance: { expectedScore: 0.6, informationShare: 0.07, timeShare: 0.1 },
  },
  window: { opensAt: '2026-04-01T01:00:00.000Z', closesAt: '2026-04-01T09:00:00.000Z' },
  audienceUnitIds: ['0190a000-0000-7000-8000-000000000004'],
  decisionsNeeded: 2,
  releaseResults: 'after-screening',
}

t.test(
  'a re-test stays one when the builder saves it, with every share there can be',
  async (t) => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: 10_000 }), (hundredths) => {
        const retest = { ...draft, verifies: { examId: EXAM, share: hundredths / 10_000 } }
        t.ok(Value.Check(ExamDraft, retest), 'what is generated is a draft')
        t.same(draftOf(fieldsOfDraft(retest)), retest)
      }),
    )
    for (const none of [draft, { ...draft, verifies: null }]) {
      t.same(draftOf(fieldsOfDraft(none)), draft, 'an exam that re-tests nothing says nothing')
    }
  },
)

t.test('a lot too small to hide who was asked for, or larger than all, is refused', async (t) => {
  const fields = fieldsOfDraft({ ...draft, verifies: { examId: EXAM, share: 0.1 } })
  const faults = (sharePercent: number | '') =>
    faultsOf({ ...fields, verifies: { examId: EXAM, sharePercent } })
  for (const share of [5, 10, 100]) t.same(faults(share), {}, `${share} %`)
  for (const share of [0, 4.99, 100.01]) {
    t.same(faults(share), { 'verifies.sharePercent': 'out-of-range' }, `${share} %`)
    const wrong = { ...fields, verifies: { examId: EXAM, sharePercent: share } }
    t.equal(draftOf(wrong), null)
  }
  t.same(faults(''), { 'verifies.sharePercent': 'missing' })
})

t.test('a re-test is proposed nine to five by the viewer’s clock, with due notice', async (t) => {
  process.env.TZ = 'Asia/Shanghai'
  const evening = usualWindow(new Date('2026-12-31T15:30:00Z'))
  t.same(evening, { opensAt: '2027-01-08T09:00', closesAt: '2027-01-08T17:00' })
  t.same(windowOf(evening), {
    opensAt: '2027-01-08T01:00:00.000Z',
    closesAt: '2027-01-08T09:00:00.000Z',
  })
  t.equal(usualWindow(new Date('2026-12-31T16:30:00Z')).opensAt, '2027-01-09T09:00')
  process.env.TZ = 'Europe/Berlin'
  // The clocks go forward in the days between; that leaves an hour less, and still enough.
  const before = new Date('2026-03-22T22:30:00Z')
  t.same(windowOf(usualWindow(before)), {
    opensAt: '2026-03-30T07:00:00.000Z',
    closesAt: '2026-03-30T15:00:00.000Z',
  })
  const lastMinute = new Date('2026-03-28T22:59:00Z')
  const opens = Date.parse(windowOf(usualWindow(lastMinute))?.opensAt ?? '')
  t.ok(opens - lastMinute.getTime() >= NOTICE_DAYS * 86_400_000)
  t.equal(toldDays, NOTICE_DAYS, 'the dialog tells the notice that is asked for')
})

t.test('its window is checked like that of every exam', async (t) => {
  const window = usualWindow(new Date('2026-05-04T08:00:00Z'))
  t.same(faultsOfWindow(window), {})
  t.same(faultsOfWindow({ ...window, opensAt: '' }), { opensAt: 'missing' })
  t.same(faultsOfWindow({ ...window, closesAt: window.opensAt }), {
    closesAt: 'closes-before-opening',
  })
})
