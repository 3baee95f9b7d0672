import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import { evaluatePolicy } from '../../../src/domain/policy/evaluate-policy.ts'
import { explainOutcome } from '../../../src/domain/policy/explain-outcome.ts'
import type { PolicyFacts } from '../../../src/domain/policy/facts.ts'
import {
  applyAlternative,
  findCounterfactuals,
} from '../../../src/domain/policy/find-counterfactuals.ts'
import { Counterfactual } from '../../../src/domain/policy/views.ts'
import { aPolicy, aRule, somePolicyFacts } from '../../support/builders.ts'

const credits = (id: string, when: string, amount: number) =>
  aRule({ id, when, award: { kind: 'credits', amount } })

/** The path a counterfactual names, as the rules write it. */
function pathOf(fact: string) {
  const [, name = '', entry, field] = /^(\w+)(?:\["([^"]+)"\])?(?:\.(\w+))?$/.exec(fact) ?? []
  return { fact: name, entry: entry ?? null, field: field ?? null }
}

const grid = [-2, -1.5, -1, -0.5, -0.1, 0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.85, 1, 1.2, 1.5, 2]
const atoms = fc.oneof(
  fc
    .record({
      op: fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
      value: fc.constantFrom('-1.0', '0.0', '0.5', '0.8', '1.0'),
      name: fc.constantFrom('theta', 'passProbability', 'competencies["rules"].theta'),
    })
    .map(({ op, value, name }) => `${name} ${op} ${value}`),
  fc.constantFrom(
    'passed',
    '!passed',
    'level == "qualified"',
    'level in ["other"]',
    'flagCount < 2',
  ),
)
const conditions = fc
  .array(fc.array(atoms, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
  .map((parts) => parts.map((part) => `(${part.join(' && ')})`).join(' || '))
const documents = fc
  .array(fc.record({ when: conditions, withholds: fc.nat(4).map((n) => n === 0) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((rules) =>
    aPolicy({
      rules: rules.map(({ when, withholds }, index) =>
        withholds
          ? aRule({ id: `r${index}`, when, effect: 'withhold' })
          : credits(`r${index}`, when, index + 1),
      ),
    }),
  )
const facts = fc
  .record({
    passed: fc.boolean(),
    theta: fc.constantFrom(...grid),
    passProbability: fc.constantFrom(...grid.filter((one) => one >= 0 && one <= 1)),
    level: fc.constantFrom('qualified', 'other', ''),
  })
  .map(somePolicyFacts)

const gist = (it: ReturnType<typeof evaluatePolicy>) =>
  JSON.stringify([it.effect, it.effect === 'grant' ? it.awards : null])

t.test('whatever is said to change an outcome changes it, to just what is said', async (t) => {
  let said = 0
  fc.assert(
    fc.property(documents, facts, (document, of) => {
      const before = evaluatePolicy(document, of)
      for (const one of findCounterfactuals(document, of)) {
        said += 1
        t.ok(Value.Check(Counterfactual, one))
        const path = pathOf(one.fact)
        const after = evaluatePolicy(document, applyAlternative(document, of, { ...one, path }))
        t.not(gist(after), gist(before), one.text.en)
        t.same(
          { effect: after.effect, awards: after.awards },
          { effect: one.effect, awards: one.awards },
        )
      }
    }),
    { numRuns: 300, seed: 3 },
  )
  t.ok(said > 300)
})

t.test(
  'no nearer value of a number changes it, and where one changes it one is said',
  async (t) => {
    fc.assert(
      fc.property(documents, facts, (document, of) => {
        const before = gist(evaluatePolicy(document, of))
        const found = findCounterfactuals(document, of)
        for (const name of ['theta', 'passProbability'] as const) {
          const values = grid.filter((one) => name === 'theta' || (one >= 0 && one <= 1))
          for (const side of [-1, 1]) {
            const changing = values
              .filter((one) => Math.sign(one - of[name]) === side)
              .filter((one) => gist(evaluatePolicy(document, { ...of, [name]: one })) !== before)
            const nearest = Math.min(...changing.map((one) => Math.abs(one - of[name])))
            const said = found.find(
              (one) => one.fact === name && Math.sign(Number(one.instead) - of[name]) === side,
            )
            if (changing.length > 0) {
              t.ok(said, `${name} ${JSON.stringify(document.rules.map(({ when }) => when))}`)
              t.ok(Math.abs(Number(said?.instead) - of[name]) <= nearest + 2e-6)
            }
          }
        }
      }),
      { numRuns: 300, seed: 8 },
    )
  },
)

t.test('sentences people read', async (t) => {
  const document = aPolicy({
    rules: [
      credits('sure', 'passed && passProbability >= 0.8', 10),
      credits('likely', 'passed && passProbability < 0.8', 6),
    ],
  })
  const of = somePolicyFacts({ passProbability: 0.7412 })
  const explained = explainOutcome(document, of, evaluatePolicy(document, of))
  const better = explained.wouldChange.find(({ direction }) => direction === 'better')
  t.match(better?.text, {
    en: 'With probability of passing of at least 0.80 instead of 0.74: granted: 10 credits.',
    'zh-CN': '如果合格概率至少为 0.80（现为 0.74），则授予：10 学分。',
  })
  t.equal(explained.replayed, true)
  t.match(explained.decidedBy, [{ id: 'likely', when: /0\.8/ }])
  t.same(
    explained.facts.filter(({ read }) => read).map(({ id }) => id),
    ['passed', 'passProbability'],
  )
  const close = { ...of, passProbability: 0.79999 }
  t.match(
    findCounterfactuals(document, close).find(({ fact }) => fact === 'passProbability')?.text.en,
    /0\.80000 instead of 0\.79999/,
    'two numbers never look the same',
  )
  const open: PolicyFacts = somePolicyFacts({ caseState: 'open' })
  const held = findCounterfactuals(document, open)
  t.ok(
    held.some(
      ({ fact, now, direction }) =>
        fact === 'caseState' && now === 'open' && direction === 'better',
    ),
  )
  const tampered = { ...evaluatePolicy(document, of), effect: 'withhold' as const }
  t.equal(explainOutcome(document, of, tampered).replayed, false)
})
