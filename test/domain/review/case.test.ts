import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import { mayReview, stateOfCase } from '../../../src/domain/review/case.ts'
import { decide } from '../../../src/domain/review/decide.ts'
import {
  type Decision,
  DecisionInput,
  decisionChoices,
  FINDINGS,
  type Finding,
  REASON_CODES,
} from '../../../src/domain/review/decision.ts'

const decision = (finding: Finding, auditorPersonId: string): Decision => ({
  auditorPersonId,
  finding,
  reasonCode: REASON_CODES[finding][0],
  note: '',
})
const decisions = (...findings: readonly Finding[]) =>
  findings.map((finding, index) => decision(finding, `auditor-${index}`))

const outside = {
  auditorPersonId: 'auditor',
  auditorUnitPath: '/county/audit/',
  candidatePersonId: 'candidate',
  candidateUnitPath: '/county/town/',
}

const nobodyYet = { decisions: [], decisionsNeeded: 2, seats: [], formerAuditors: [] }
const seat = (auditorPersonId: string) => ({
  id: `seat of ${auditorPersonId}`,
  auditorPersonId,
  dueAt: new Date('2026-03-09'),
  replaces: null,
})

t.test('two who agree settle a case; else a third decides by majority', async (t) => {
  const cases: readonly (readonly [readonly Finding[], string, Finding | null, boolean])[] = [
    [[], 'open', null, false],
    [['cleared'], 'open', null, false],
    [['cleared', 'cleared'], 'decided', 'cleared', false],
    [['invalidated', 'invalidated'], 'decided', 'invalidated', false],
    [['cleared', 'invalidated'], 'open', null, true],
    [['cleared', 'invalidated', 'invalidated'], 'decided', 'invalidated', false],
    [['cleared', 'invalidated', 'cleared'], 'decided', 'cleared', false],
    [['cleared', 'invalidated', 're-test'], 'decided', 'inconclusive', false],
  ]
  for (const [findings, state, finding, needsThird] of cases) {
    const expected = { state, finding, needsThird }
    t.same(stateOfCase(decisions(...findings), 2), expected, findings.join(', '))
  }
})

t.test('one is enough where one is asked for; three must agree where three are', async (t) => {
  t.match(stateOfCase(decisions('cleared'), 1), { state: 'decided', finding: 'cleared' })
  t.match(stateOfCase(decisions('cleared', 'cleared'), 3), { state: 'open', needsThird: false })
  t.match(stateOfCase(decisions('cleared', 'cleared', 're-test'), 3), { needsThird: true })
  t.match(stateOfCase(decisions('cleared', 'cleared', 're-test', 'cleared'), 3), {
    state: 'decided',
    finding: 'cleared',
  })
  t.match(stateOfCase(decisions('cleared', 'cleared', 're-test', 're-test'), 3), {
    finding: 'inconclusive',
  })
})

t.test('nothing is invalidated unless at least two auditors said so', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FINDINGS), { maxLength: 5 }), (findings) => {
      const { finding } = stateOfCase(decisions(...findings), 2)
      if (finding !== 'invalidated') return
      t.ok(findings.slice(0, 3).filter((said) => said === 'invalidated').length >= 2)
    }),
  )
})

t.test('a decided case stays as decided whatever comes later', async (t) => {
  const finding = fc.constantFrom(...FINDINGS)
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 4 }), finding, (findings, late) => {
      const before = stateOfCase(decisions(...findings), 2)
      if (before.state !== 'decided') return
      t.same(stateOfCase(decisions(...findings, late), 2), before)
    }),
  )
})

t.test('nobody reviews oneself or anybody on one line in the tree of units', async (t) => {
  t.ok(mayReview(outside))
  t.notOk(mayReview({ ...outside, auditorPersonId: 'candidate' }), 'oneself')
  for (const auditorUnitPath of ['/county/town/', '/county/', '/county/town/office/']) {
    t.notOk(mayReview({ ...outside, auditorUnitPath }), auditorUnitPath)
  }
  t.ok(mayReview({ ...outside, auditorUnitPath: '/county/town-2/' }), 'a name that starts alike')
})

t.test('a decision is kept with its auditor and leads to the next state', async (t) => {
  const input = { finding: 'cleared', reasonCode: 'base-rate', note: 'seen' } as const
  const first = decide({ ...nobodyYet, reviewing: outside, input })
  t.same(first.decision, { ...input, auditorPersonId: 'auditor' })
  t.match(first.caseState, { state: 'open' })
  const second = decide({
    ...nobodyYet,
    decisions: [first.decision],
    reviewing: { ...outside, auditorPersonId: 'another' },
    input,
  })
  t.same(second.caseState, { state: 'decided', finding: 'cleared', needsThird: false })
})

t.test('what must not be decided is refused', async (t) => {
  const input = { finding: 'cleared', reasonCode: 'base-rate', note: '' } as const
  const attempt = (changes: Partial<Parameters<typeof decide>[0]>) => () =>
    decide({ ...nobodyYet, reviewing: outside, input, ...changes })
  t.throws(attempt({ decisions: [decision('cleared', 'auditor')] }), { code: 'already-decided' })
  t.throws(attempt({ decisions: decisions('cleared', 'cleared') }), { code: 'case-closed' })
  const others = { seats: [seat('auditor-1'), seat('auditor-2')] }
  t.throws(attempt(others), { code: 'seat-taken' })
  t.throws(attempt({ formerAuditors: ['auditor'] }), { code: 'seat-taken' }, 'judged it before')
  t.doesNotThrow(attempt({ seats: [seat('auditor'), seat('auditor-2')] }))
  t.throws(attempt({ reviewing: { ...outside, auditorUnitPath: '/county/' } }), {
    code: 'conflict-of-interest',
  })
  t.throws(attempt({ input: { ...input, reasonCode: 'proxy-confirmed' } }), {
    code: 'invalid-input',
    faults: [{ pointer: '/reasonCode' }],
  })
})

t.test('every finding has reasons, every one of them named in both languages', async (t) => {
  const choices = decisionChoices()
  t.same(
    choices.map(({ finding }) => finding),
    FINDINGS,
  )
  for (const { finding, name, reasons } of choices) {
    t.ok(reasons.length > 0)
    for (const text of [name, ...reasons.map((reason) => reason.name)]) {
      t.match(text['zh-CN'], /\p{Script=Han}/u)
      t.ok(text.en)
    }
    for (const { code } of reasons) {
      t.ok(Value.Check(DecisionInput, { finding, reasonCode: code, note: '' }))
    }
  }
  t.notOk(Value.Check(DecisionInput, { finding: 'guilty', reasonCode: 'network', note: '' }))
})
