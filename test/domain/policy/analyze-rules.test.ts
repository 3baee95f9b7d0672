import fc from 'fast-check'
import t from 'tap'
import { analyzeRules } from '../../../src/domain/policy/analyze-rules.ts'
import { evaluatePolicy } from '../../../src/domain/policy/evaluate-policy.ts'
import type { PolicyFacts } from '../../../src/domain/policy/facts.ts'
import type { PolicyDocument } from '../../../src/domain/policy/policy.ts'
import { compileCondition, contextOf } from '../../../src/domain/policy/rule-language.ts'
import { aPolicy, aRule, somePolicyFacts } from '../../support/builders.ts'

const number = (name: string, values: readonly string[]) =>
  fc
    .record({
      op: fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
      value: fc.constantFrom(...values),
      flipped: fc.boolean(),
    })
    .map(({ op, value, flipped }) =>
      flipped ? `${value} ${op} ${name}` : `${name} ${op} ${value}`,
    )
const atoms = fc.oneof(
  number('passProbability', ['-0.5', '0.0', '0.4', '0.8', '1.0', '1.5']),
  number('theta', ['-1.0', '0.0', '1.0']),
  number('flagCount', ['0', '1', '2']),
  number('competencies["a"].theta', ['-1.0', '0.0', '1.0']),
  number('theta - standardError', ['0.0', '0.5']),
  fc.constantFrom(
    'passed',
    'true',
    'false',
    'passed == false',
    'theta < standardError',
    'standardError <= theta',
    'level == "low"',
    'level != "low"',
    'level in ["low", "high"]',
    'caseState == "open"',
    'caseState in ["none", "decided"]',
    'finding == "invalidated"',
    'finding != ""',
    '"a" in competencies',
    'competencies.exists(id, competencies[id].enoughEvidence)',
    'competencies["a"].level == "low"',
    '1 / flagCount > 0',
    '(passed ? theta > 0.0 : theta < 0.0)',
  ),
)
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    atoms,
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) && (${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) || (${b})`),
    tie('condition').map((a) => `!(${a})`),
  ),
}))
const reviews = fc.constantFrom(
  { caseState: 'none', finding: '' } as const,
  { caseState: 'open', finding: '' } as const,
  { caseState: 'decided', finding: 'cleared' } as const,
  { caseState: 'decided', finding: 'invalidated' } as const,
)
const facts: fc.Arbitrary<PolicyFacts> = fc
  .record({
    passed: fc.boolean(),
    passProbability: fc.constantFrom(0, 0.2, 0.4, 0.6, 0.8, 0.9, 1),
    theta: fc.constantFrom(-1.5, -1, -0.5, 0, 0.3, 1, 2),
    standardError: fc.constantFrom(0, 0.3, 1),
    flagCount: fc.nat(3),
    level: fc.constantFrom('', 'low', 'high', 'other'),
    review: reviews,
    competencies: fc.constantFrom(
      {},
      { a: { theta: -1, standardError: 0.4, level: 'low', enoughEvidence: false } },
      { a: { theta: 0.5, standardError: 0.4, level: 'high', enoughEvidence: true } },
    ),
  })
  .map(({ review, ...rest }) => somePolicyFacts({ ...rest, ...review }))

const samples = fc.sample(facts, { numRuns: 400, seed: 7 })
const contexts = samples.map((one) => contextOf(one))

/** true, false, or an error. */
function truthIn(when: string, context: (typeof contexts)[number]): boolean | 'error' {
  try {
    return compileCondition(when).holds?.(context) ?? 'error'
  } catch {
    return 'error'
  }
}

t.test('a rule said never or always to fire never or always does', async (t) => {
  const said = { 'never-fires': 0, 'always-fires': 0 }
  fc.assert(
    fc.property(condition, (when) => {
      if (compileCondition(when).fault) return
      for (const { kind } of analyzeRules(aPolicy({ rules: [aRule({ when })] }))) {
        if (kind !== 'never-fires' && kind !== 'always-fires') continue
        said[kind] += 1
        const wrong = contexts.find(
          (context) =>
            truthIn(when, context) !== (kind === 'always-fires') &&
            (kind === 'always-fires' || truthIn(when, context) === true),
        )
        t.equal(wrong, undefined, `${when} ${kind}`)
      }
    }),
    { numRuns: 1500, seed: 11 },
  )
  t.ok(said['never-fires'] > 30 && said['always-fires'] > 10, JSON.stringify(said))
})

t.test('a rule said never to grant never decides a grant; overlaps come true', async (t) => {
  const said = { 'never-grants': 0, overlap: 0 }
  const documents: fc.Arbitrary<PolicyDocument> = fc
    .array(fc.record({ when: condition, effect: fc.constantFrom('grant', 'grant', 'withhold') }), {
      minLength: 2,
      maxLength: 4,
    })
    .map((rules) =>
      aPolicy({
        rules: rules.map(({ when, effect }, index) =>
          effect === 'grant'
            ? aRule({ id: `r${index}`, when, award: { kind: 'credits', amount: index + 1 } })
            : aRule({ id: `r${index}`, when, effect: 'withhold' }),
        ),
      }),
    )
  fc.assert(
    fc.property(documents, (document) => {
      for (const remark of analyzeRules(document)) {
        if (remark.kind === 'never-grants') {
          said['never-grants'] += 1
          const wrong = samples.find((one) => {
            const { effect, decidedBy } = evaluatePolicy(document, one)
            return effect === 'grant' && decidedBy.includes(remark.rule)
          })
          t.equal(wrong, undefined, JSON.stringify(document.rules.map(({ when }) => when)))
        }
        if (remark.kind === 'overlap') {
          said.overlap += 1
          const { effect, decidedBy } = evaluatePolicy(document, remark.facts)
          t.equal(effect, 'grant')
          t.ok([remark.rule, remark.other].every((id) => decidedBy.includes(id)))
        }
      }
    }),
    { numRuns: 400, seed: 5 },
  )
  t.ok(said['never-grants'] > 20 && said.overlap > 20, JSON.stringify(said))
})

t.test('faults people make are found at their place', async (t) => {
  const kinds = (when: string, ...more: string[]) =>
    analyzeRules(
      aPolicy({
        rules: [
          aRule({ when }),
          ...more.map((one, index) => aRule({ id: `w${index}`, effect: 'withhold', when: one })),
        ],
      }),
    ).map(({ kind, rule }) => `${rule} ${kind}`)
  for (const when of [
    'passProbability > 1.0',
    'passProbability >= 0.8 && passProbability < 0.8',
    'level == "a" && level == "b"',
    'level == "a" && level in ["b", "c"]',
    'passed && !passed',
    'flagCount > 1 && flagCount < 2',
    'finding == "wrong-word"',
    'caseState == "none" && finding == "cleared"',
    'competencies["a"].theta > 1.0 && competencies["a"].theta < 0.0',
    'theta < standardError && theta > standardError',
  ]) {
    t.same(kinds(when), ['rule never-fires'], when)
  }
  t.same(kinds('passProbability >= 0.0'), ['rule always-fires'])
  t.same(kinds('passed || !passed'), ['rule always-fires'])
  t.same(kinds('competencies["a"].theta > 0.0 || competencies["a"].theta <= 0.0'), [])
  t.same(kinds('finding == "invalidated"'), ['rule never-grants'])
  t.same(kinds('theta > 1.0', 'theta > 0.0'), ['rule never-grants'])
  t.same(kinds('theta > 0.0', 'theta > 1.0'), [])
  const when = 'passed && (level == "x" && passProbability > 1.2)'
  const [remark] = analyzeRules(aPolicy({ rules: [aRule({ when })] }))
  const start = when.indexOf('passProbability')
  t.match(remark, { kind: 'never-fires', range: { start, end: when.length - 1 } })
})
