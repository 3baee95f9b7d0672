import { readFileSync } from 'node:fs'
import t from 'tap'
import { checkPolicy } from '../../../src/domain/policy/check-policy.ts'
import { FACT_SCHEMAS, FACTS, listFacts } from '../../../src/domain/policy/fact-catalogue.ts'
import type { PolicyRule } from '../../../src/domain/policy/policy.ts'
import { compileCondition, factsRead } from '../../../src/domain/policy/rule-language.ts'
import { POLICY_SUBJECTS } from '../../../src/domain/policy/subject.ts'
import { aPolicy, aRule, aText, somePolicyFacts } from '../../support/builders.ts'

const shipped = new URL('../../../question-banks/grassroots/policy.json', import.meta.url)

const found = (...rules: readonly PolicyRule[]) =>
  checkPolicy(aPolicy({ rules: [...rules] })).findings.map(
    ({ severity, code, pointer }) => `${severity} ${code} ${pointer}`,
  )

t.test('the shipped policy has no findings, and its examples come out as written', async (t) => {
  const { policy, findings } = checkPolicy(JSON.parse(readFileSync(shipped, 'utf8')))
  t.same(findings, [])
  t.ok(policy && policy.examples.length >= 10)
})

t.test('conditions are typed: what cannot be true or false of the facts is an error', async (t) => {
  const good = [
    'passed && passProbability >= 0.8',
    'passProbability >= 1',
    '"rules" in competencies && competencies["rules"].theta > 0.5',
    'competencies.all(id, competencies[id].enoughEvidence)',
    'level in ["qualified", "proficient"] || rank == "staff"',
    'finding == "cleared" && caseState == "decided"',
    'double(answeredShare) * 2.0 > 1.0',
  ]
  for (const when of good) t.same(found(aRule({ when })), [], when)
  const bad = [
    'passProbability',
    'pased',
    'passed &&',
    'passed == 1',
    'theta + 1 > 2',
    'competencies["rules"].thet > 0.5',
    'level > 3',
    'dyn(passed)',
    'now() > 3',
    '',
  ]
  for (const when of bad.slice(0, -1)) {
    t.same(found(aRule({ when })), ['error condition /rules/0/when'], when)
  }
  t.same(found(aRule({ when: '' })), ['error schema /rules/0/when'])
})

t.test('a faulty condition names the place', async (t) => {
  const { policy, findings } = checkPolicy(aPolicy({ rules: [aRule({ when: 'passed && pased' })] }))
  t.equal(policy, null)
  t.match(findings, [{ range: { start: 10, end: 15 }, message: { en: /character 11.*pased/ } }])
})

t.test('rule ids are unique, grants name an award, withholding rules none', async (t) => {
  t.same(found(aRule(), aRule()), ['error duplicate-id /rules/1/id'])
  const { award: _, ...bare } = aRule()
  t.same(found(bare), ['error grant-without-award /rules/0'])
  t.same(found(aRule({ effect: 'withhold', award: { kind: 'certificate' } })), [
    'error withhold-with-award /rules/0/award',
  ])
})

t.test('an award that nobody would be given is said to be so', async (t) => {
  const kinds = ['credits', 'certificate', 'eligibility', 'talk'] as const
  const awards = {
    credits: { kind: 'credits', amount: 1 },
    certificate: { kind: 'certificate' },
    eligibility: { kind: 'eligibility', of: 'title' },
    talk: { kind: 'talk' },
  } as const
  const idle = (subject: 'attempt' | 'person' | 'unit') =>
    kinds.filter((kind) => {
      const rule = aRule({ award: awards[kind] })
      const { findings } = checkPolicy(aPolicy({ subject, rules: [rule] }))
      return findings.some(({ code }) => code === 'award-without-holder')
    })
  t.same(idle('attempt'), [])
  t.same(idle('person'), ['certificate'])
  t.same(idle('unit'), ['credits', 'certificate'])
})

t.test('flags never withhold: only what a person found may', async (t) => {
  const when = 'flagCount > 3'
  t.same(found(aRule({ effect: 'withhold', when })), ['error flags-withhold /rules/0/when'])
  t.same(found(aRule({ when: 'flagCount == 0' })), ['warning flags-decide /rules/0/when'])
  t.same(found(aRule({ effect: 'withhold', when: 'finding == "inconclusive"' })), [])
})

t.test('a misspelt level is found where the document names its levels', async (t) => {
  const check = (when: string) =>
    checkPolicy(aPolicy({ levels: ['basic', 'expert'], rules: [aRule({ when })] })).findings
  t.same(check('level == "expert" || level == ""'), [])
  t.match(check('level == "exprt"'), [{ code: 'unknown-level', range: { start: 9, end: 16 } }])
  t.match(check('level in ["basic", "top"]'), [{ code: 'unknown-level' }])
  t.match(check('"rules" in competencies && competencies["rules"].level != "bsic"'), [
    { code: 'unknown-level' },
  ])
  t.same(check('rank == "top"'), [])
})

t.test('an example that comes out otherwise is an error', async (t) => {
  const example = {
    title: aText('例', 'Example'),
    facts: somePolicyFacts(),
    expect: { effect: 'grant' as const, decidedBy: ['rule'] },
  }
  t.same(checkPolicy(aPolicy({ examples: [example] })).findings, [])
  const wrong = { ...example, expect: { effect: 'grant' as const, decidedBy: ['other'] } }
  t.match(checkPolicy(aPolicy({ examples: [wrong] })).findings, [
    { severity: 'error', code: 'example-fails', pointer: '/examples/0/expect' },
  ])
})

t.test('anything else than a policy is an error, never an exception', async (t) => {
  for (const document of [null, 3, 'x', [], {}, { ...aPolicy(), extra: 1 }]) {
    const { policy, findings } = checkPolicy(document)
    t.equal(policy, null)
    t.ok(findings.length > 0)
  }
})

t.test('every fact is described in both languages, with an example that compiles', async (t) => {
  for (const subject of POLICY_SUBJECTS) {
    t.same(Object.keys(FACTS[subject]).sort(), Object.keys(FACT_SCHEMAS[subject].properties).sort())
  }
  for (const { subject, id, name, description, example } of listFacts()) {
    for (const text of [name, description]) {
      t.match(text['zh-CN'], /\p{Script=Han}/u)
      t.ok(text.en.length > 0)
    }
    t.equal(compileCondition(example, subject).fault, null, example)
    t.ok(factsRead(example, subject).includes(id), example)
  }
})
