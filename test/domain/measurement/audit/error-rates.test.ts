import t from 'tap'
import {
  FORMALITIES,
  PLANNED_FORMALITIES,
  plannedExam,
  SOUND_EXAMS,
  SOUND_PLANS,
  satExam,
} from '../../../../src/cli/bench/audit-scenarios.ts'
import { auditPlan } from '../../../../src/domain/measurement/audit/audit-plan.ts'
import { auditResponses } from '../../../../src/domain/measurement/audit/audit-responses.ts'

t.setTimeout(240_000)

// Exams of each kind; `bench audit` makes thousands. Bounds were chosen on other seeds.
const SAT = 16
const PLANS = 60

/** Share of exams of these kinds that are called a formality. */
function shareCalled<Kind>(
  kinds: readonly Kind[],
  count: number,
  verdictOf: (kind: Kind, seed: string) => string,
): number {
  const verdicts = kinds.flatMap((kind) =>
    Array.from({ length: count }, (_, number) => verdictOf(kind, `tested ${number}`)),
  )
  return verdicts.filter((verdict) => verdict === 'formality').length / verdicts.length
}

const verdictAfter = (kind: Parameters<typeof satExam>[0], seed: string) => {
  const audit = auditResponses(satExam(kind, seed))
  return 'verdict' in audit ? audit.verdict : 'refused'
}
const verdictBefore = (kind: Parameters<typeof plannedExam>[0], seed: string) =>
  auditPlan(plannedExam(kind, seed)).verdict

t.test('of exams that were sat, planted formalities are found', async (t) => {
  const found = shareCalled(FORMALITIES, SAT, verdictAfter)
  t.comment(`found ${found}`)
  t.ok(found >= 0.95, `${found}`)
})

t.test('sound exams that were sat are not called a formality', async (t) => {
  const called = shareCalled(SOUND_EXAMS, SAT, verdictAfter)
  t.ok(called <= 0.05, `${called}`)
})

t.test('before anyone sits them, planted formalities are found', async (t) => {
  const found = shareCalled(PLANNED_FORMALITIES, PLANS, verdictBefore)
  t.ok(found >= 0.95, `${found}`)
})

t.test('sound plans are not called a formality', async (t) => {
  const called = shareCalled(SOUND_PLANS, PLANS, verdictBefore)
  t.ok(called <= 0.05, `${called}`)
})

t.test('fewer than fifty persons are no evidence, whatever they answered', async (t) => {
  for (const kind of FORMALITIES) {
    const exam = satExam(kind, 'few')
    const { seconds, ...rest } = exam
    const audit = auditResponses({
      ...rest,
      rows: exam.rows.slice(0, 49),
      ...(seconds ? { seconds: seconds.slice(0, 49) } : {}),
    })
    if (!('verdict' in audit)) throw new Error('refused')
    t.equal(audit.verdict, 'weak')
    t.match(audit.reasons[0], { code: 'too-few-persons', value: 49, threshold: 50 })
  }
})
