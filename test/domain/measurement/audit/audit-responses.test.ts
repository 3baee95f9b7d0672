import fc from 'fast-check'
import t from 'tap'
import Value from 'typebox/value'
import { SOUND_EXAMS, satExam } from '../../../../src/cli/bench/audit-scenarios.ts'
import { AUDIT_CODES, Audit } from '../../../../src/domain/measurement/audit/audit.ts'
import {
  type AuditedExam,
  auditResponses,
} from '../../../../src/domain/measurement/audit/audit-responses.ts'

function audited(exam: AuditedExam): Audit {
  const audit = auditResponses(exam)
  if ('refused' in audit) throw new Error(audit.findings.map(({ message }) => message.en).join())
  return audit
}

const codesOf = ({ reasons, sound, leftOut }: Audit) => [
  ...[...reasons, ...sound].map(({ code }) => code),
  ...leftOut.map(({ code }) => code),
]

const cell = fc.constantFrom(0, 1, null)
const exams: fc.Arbitrary<AuditedExam> = fc
  .record({ persons: fc.integer({ min: 1, max: 70 }), items: fc.integer({ min: 1, max: 6 }) })
  .chain(({ persons, items }) => {
    const table = <T>(of: fc.Arbitrary<T>) =>
      fc.array(fc.array(of, { minLength: items, maxLength: items }), {
        minLength: persons,
        maxLength: persons,
      })
    return fc.record({
      items: fc.constant(Array.from({ length: items }, (_, at) => `I${at}`)),
      rows: table(fc.oneof(cell, fc.constant(1))),
      cuts: fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 2 }),
      seconds: table(fc.constantFrom(Number.NaN, 0, -3, 12, 600)).map((rows) =>
        rows.map((row) => Float64Array.from(row)),
      ),
      readingSeconds: fc.constant(new Map([['I0', 20]])),
      timeLimitSeconds: fc.constant(600),
    })
  })

t.test('whatever was answered, figures are numbers and every one is told or named', async () => {
  fc.assert(
    fc.property(exams, (exam) => {
      const audit = auditResponses(exam)
      if ('refused' in audit) return exam.rows.every((row) => row.every((one) => one === null))
      const figures = [...audit.reasons, ...audit.sound]
      const codes = codesOf(audit)
      return (
        Value.Check(Audit, audit) &&
        figures.every(({ value, threshold }) => Number.isFinite(value + threshold)) &&
        figures.every(({ rating, repair }) => (rating === 'good') === (repair === null)) &&
        AUDIT_CODES.every(
          (code) => code === 'job-relevance' || codes.filter((one) => one === code).length === 1,
        ) &&
        (exam.rows.length >= 50 || audit.verdict === 'weak')
      )
    }),
    { numRuns: 60 },
  )
})

t.test('the order of persons does not matter', async (t) => {
  const exam = satExam('ordinary', 'order')
  const turned = audited({
    ...exam,
    rows: exam.rows.toReversed(),
    ...(exam.seconds ? { seconds: exam.seconds.toReversed() } : {}),
  })
  const rounded = ({ reasons, sound }: Audit) =>
    [...reasons, ...sound].map(({ code, rating, value }) => [code, rating, value.toFixed(6)])
  t.same(rounded(turned), rounded(audited(exam)))
})

t.test('what no exam can be is refused in words', async (t) => {
  const cases = [
    [{ items: ['A'], rows: [[1.5]], cuts: [0] }, 'no-category'],
    [{ items: ['A', 'A'], rows: [[1, 0]], cuts: [0] }, 'item-twice'],
    [{ items: ['A'], rows: [[null]], cuts: [0] }, 'nobody-answered'],
    [{ items: ['A'], rows: [], cuts: [0] }, 'nobody-answered'],
  ] as const
  for (const [exam, code] of cases) {
    t.match(auditResponses(exam), { refused: true, findings: [{ code }] })
  }
})

t.test('an exam that all got right is a formality', async (t) => {
  const items = Array.from({ length: 20 }, (_, at) => `I${at}`)
  const rows = Array.from({ length: 60 }, () => items.map(() => 1))
  t.equal(audited({ items, rows, cuts: [0] }).verdict, 'formality')
})

t.test('answers looked up by many show in times', async (t) => {
  const exam = satExam('ordinary', 'looked up')
  // Every second wrong answer was looked up, and took a minute longer for it.
  const swapped = exam.rows.map((row, person) =>
    row.map((one, item) => ((person + item) % 2 === 0 ? 1 : one)),
  )
  const seconds = exam.rows.map((row, person) =>
    Float64Array.from(
      row,
      (one, item) => 20 + (one === 0 && swapped[person]?.[item] === 1 ? 60 : 0),
    ),
  )
  const { reasons } = audited({ ...exam, rows: swapped, seconds })
  t.ok(reasons.some(({ code, rating }) => code === 'look-up' && rating === 'bad'))
})

t.test('answers given faster than one can read show in times', async (t) => {
  const exam = satExam('ordinary', 'known before')
  const seconds = exam.rows.map((row) => Float64Array.from(row, () => 5))
  const readingSeconds = new Map(exam.items.map((item) => [item, 15]))
  const { reasons } = audited({ ...exam, seconds, readingSeconds })
  const found = reasons.find(({ code }) => code === 'reading-time')
  t.equal(found?.rating, 'bad')
  t.ok(Math.abs((found?.value ?? 0) - 1 / 3) < 1e-9)
})

t.test('with own forms the error at the cut is that of a form, not of all items', async (t) => {
  const items = Array.from({ length: 40 }, (_, at) => `I${at}`)
  const item = { discrimination: 1, difficulty: 0, guessing: 0 }
  const parameters = new Map(items.map((name) => [name, item]))
  const rows = Array.from({ length: 80 }, (_, person) =>
    items.map((_item, at) => ((at + person) % 4 === 0 ? ((at + person) % 8) / 4 : null)),
  )
  const { reasons, sound } = audited({ items, rows, parameters, cuts: [0] })
  const found = [...reasons, ...sound].find(({ code }) => code === 'standard-error-at-cut')
  // Ten items each, of information 1/4 at the cut.
  t.ok(Math.abs((found?.value ?? 0) - (10 / 4) ** -0.5) < 1e-9)
})

t.test('items used before count, and without that knowledge it says so', async (t) => {
  const exam = satExam(SOUND_EXAMS[0], 'used before')
  const usedBefore = new Set(exam.items)
  t.match(
    audited({ ...exam, usedBefore }).reasons.find(({ code }) => code === 'repeated-items'),
    { value: 1, rating: 'bad' },
  )
  t.ok(audited(exam).leftOut.some(({ code }) => code === 'repeated-items'))
})
