import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import { titleOfRule } from '../../../src/domain/policy/built-in-rules.ts'
import { compareOutcomes } from '../../../src/domain/policy/compare-outcomes.ts'
import { evaluatePolicy } from '../../../src/domain/policy/evaluate-policy.ts'
import type { PolicyFacts } from '../../../src/domain/policy/facts.ts'
import { type PolicyDocument, PolicyOutcome } from '../../../src/domain/policy/policy.ts'
import { FINDINGS } from '../../../src/domain/review/decision.ts'
import { aPolicy, aRule, aText, somePolicyFacts } from '../../support/builders.ts'

const conditions = fc.constantFrom(
  'true',
  'false',
  'passed',
  '!passed',
  'passProbability >= 0.8',
  'level == "qualified"',
  'competencies["gone"].theta > 0.0',
  '1 / 0 == 1',
  'not even CEL',
)
const rules = fc
  .array(
    fc.record({
      when: conditions,
      effect: fc.constantFrom('grant' as const, 'withhold' as const),
      amount: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 6 },
  )
  .map((drafts) =>
    drafts.map(({ when, effect, amount }, index) =>
      aRule({
        id: `rule-${index}`,
        when,
        effect,
        reason: aText(`理由${index}`, `Reason ${index}`),
        ...(effect === 'grant' ? { award: { kind: 'credits' as const, amount } } : {}),
      }),
    ),
  )
const policies = rules.map((list) => aPolicy({ rules: list }))
const facts: fc.Arbitrary<PolicyFacts> = fc
  .record({
    passed: fc.boolean(),
    passProbability: fc.double({ min: 0, max: 1, noNaN: true }),
    caseState: fc.constantFrom('none' as const, 'open' as const, 'decided' as const),
    finding: fc.constantFrom('' as const, ...FINDINGS),
  })
  .map(somePolicyFacts)

const holds = (policy: PolicyDocument, effect: 'grant' | 'withhold', of: PolicyFacts) =>
  policy.rules.some(
    (rule) =>
      rule.effect === effect &&
      evaluatePolicy(aPolicy({ rules: [{ ...rule, effect: 'withhold' }] }), {
        ...of,
        caseState: 'none',
        finding: '',
      }).decidedBy.includes(rule.id),
  )

t.test('any withholding rule that matches wins', async (t) => {
  fc.assert(
    fc.property(policies, facts, (policy, of) => {
      if (!holds(policy, 'withhold', of)) return
      t.equal(evaluatePolicy(policy, of).effect, 'withhold')
    }),
  )
})

t.test(
  'nothing is granted unless a rule grants, no case is open and nothing is broken',
  async (t) => {
    fc.assert(
      fc.property(policies, facts, (policy, of) => {
        const outcome = evaluatePolicy(policy, of)
        const brokenWithhold = outcome.errors.some(
          ({ rule }) => policy.rules.find(({ id }) => id === rule)?.effect === 'withhold',
        )
        const expected =
          holds(policy, 'grant', of) &&
          !holds(policy, 'withhold', of) &&
          !brokenWithhold &&
          of.caseState !== 'open' &&
          !['invalidated', 're-test'].includes(of.finding)
        t.equal(outcome.effect === 'grant', expected)
      }),
    )
  },
)

t.test('the order of rules means nothing', async (t) => {
  fc.assert(
    fc.property(policies, facts, fc.nat(), (policy, of, turn) => {
      const cut = turn % (policy.rules.length + 1)
      const turned = [...policy.rules.slice(cut), ...policy.rules.slice(0, cut)].reverse()
      t.same(evaluatePolicy({ ...policy, rules: turned }, of), evaluatePolicy(policy, of))
    }),
  )
})

t.test('replaying an outcome gives the same effect, rules and reasons', async (t) => {
  fc.assert(
    fc.property(policies, facts, (policy, of) => {
      const outcome = evaluatePolicy(policy, of)
      const stored = JSON.parse(JSON.stringify({ policy, of, outcome }))
      t.same(evaluatePolicy(stored.policy, stored.of), stored.outcome)
      t.ok(Value.Check(PolicyOutcome, outcome))
    }),
  )
})

t.test('every outcome names who decided, with a title and a reason each', async (t) => {
  fc.assert(
    fc.property(policies, facts, (policy, of) => {
      const { decidedBy, reasons } = evaluatePolicy(policy, of)
      t.ok(decidedBy.length > 0)
      t.equal(reasons.length, decidedBy.length)
      t.same(decidedBy, [...decidedBy].sort())
      for (const id of decidedBy) t.ok(titleOfRule(policy, id))
    }),
  )
})

t.test('cases', async (t) => {
  const credits = (id: string, amount: number) => aRule({ id, award: { kind: 'credits', amount } })
  const two = aPolicy({ rules: [credits('a', 6), credits('b', 10), aRule({ id: 'c' })] })

  t.match(evaluatePolicy(aPolicy({ rules: [aRule({ when: 'false' })] }), somePolicyFacts()), {
    effect: 'withhold',
    decidedBy: ['probity:default'],
    awards: [],
  })
  t.same(
    evaluatePolicy(two, somePolicyFacts()).awards,
    [{ kind: 'certificate' }, { kind: 'credits', amount: 10 }],
    'of several amounts the largest counts, not the sum',
  )
  const certificate = (id: string, validMonths: number) =>
    aRule({ id, award: { kind: 'certificate', validMonths } })
  const terms = aPolicy({ rules: [certificate('a', 12), certificate('b', 6)] })
  const longer = evaluatePolicy(terms, somePolicyFacts())
  t.same(longer.awards, [{ kind: 'certificate', validMonths: 12 }], 'as numbers, not as text')
  const shorter = evaluatePolicy(aPolicy({ rules: [certificate('a', 6)] }), somePolicyFacts())
  const endless = evaluatePolicy(aPolicy({ rules: [aRule()] }), somePolicyFacts())
  t.same(compareOutcomes(longer, shorter), { gained: [], lost: ['certificate'] })
  t.same(compareOutcomes(longer, endless), { gained: ['certificate'], lost: [] })
  t.match(
    evaluatePolicy(two, somePolicyFacts({ caseState: 'open' })),
    { effect: 'hold', decidedBy: ['probity:case-open'], awards: [{}, {}] },
    'an open case holds, and says what would be granted',
  )
  t.match(
    evaluatePolicy(two, somePolicyFacts({ caseState: 'decided', finding: 'invalidated' })),
    { effect: 'withhold', decidedBy: ['probity:invalidated'] },
    'an invalidated result is not rewarded',
  )
  t.match(evaluatePolicy(two, somePolicyFacts({ caseState: 'decided', finding: 're-test' })), {
    effect: 'hold',
    decidedBy: ['probity:re-test'],
  })
  const broken = aRule({ id: 'z', effect: 'withhold', when: 'competencies["gone"].theta < 0.0' })
  t.match(
    evaluatePolicy({ ...two, rules: [...two.rules, broken] }, somePolicyFacts()),
    {
      effect: 'hold',
      decidedBy: ['probity:broken-rule'],
      errors: [{ rule: 'z', message: /gone/ }],
    },
    'a broken withholding rule holds',
  )
  t.match(
    evaluatePolicy(
      { ...two, rules: [...two.rules, { ...broken, effect: 'grant' }] },
      somePolicyFacts(),
    ),
    { effect: 'grant', decidedBy: ['a', 'b', 'c'], errors: [{ rule: 'z' }] },
    'a broken granting rule is skipped',
  )
})
