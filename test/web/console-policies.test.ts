import fc from 'fast-check'
import t from 'tap'
import { listFacts } from '../../src/domain/policy/fact-catalogue.ts'
import type { PolicyDocument, PolicyRule } from '../../src/domain/policy/policy.ts'
import { offerFor } from '../../src/web/console/policies/editor/condition-completion.ts'
import { placeFindings } from '../../src/web/console/policies/editor/place-findings.ts'
import {
  documentOf,
  draftOf,
  emptyDraft,
  emptyRule,
  keyed,
  readDraft,
} from '../../src/web/console/policies/editor/policy-draft.ts'
import { changesBetween } from '../../src/web/console/policies/policy-changes.ts'
import { aPolicy, aRule } from '../support/builders.ts'

const FACTS = listFacts().filter(({ subject }) => subject === 'attempt')

const aTitle = fc.record({ 'zh-CN': fc.constantFrom('甲', '乙'), en: fc.constantFrom('A', 'B') })
const anyRule = fc.record({
  id: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
  title: aTitle,
  when: fc.constantFrom('passed', '!passed'),
  effect: fc.constant('grant' as const),
  award: fc.record({
    kind: fc.constant('credits' as const),
    amount: fc.integer({ min: 1, max: 3 }),
  }),
  reason: aTitle,
})
const anyDocument: fc.Arbitrary<PolicyDocument> = fc
  .uniqueArray(anyRule, { selector: ({ id }) => id, minLength: 1, maxLength: 4 })
  .map((rules) => aPolicy({ rules }))

/** What a reader of the list of changes would make of the earlier document. */
function apply(before: PolicyDocument, after: PolicyDocument): PolicyRule[] {
  const rules = new Map(before.rules.map((rule) => [rule.id, { ...rule }]))
  for (const change of changesBetween(before, after)) {
    if (change.kind === 'rule-added') rules.set(change.rule.id, change.rule)
    if (change.kind === 'rule-removed') rules.delete(change.rule.id)
    if (change.kind !== 'rule-changed') continue
    const told = change.fields.map(({ field, after: value }) => [field, value])
    const old = rules.get(change.rule.id)
    if (old) rules.set(old.id, { ...old, ...Object.fromEntries(told) })
  }
  return [...rules.values()]
}

const byId = (rules: readonly PolicyRule[]) => [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))

t.test('what changed between two versions', async (t) => {
  t.test('turns the earlier rules into the later ones', async () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (before, after) => {
        const same = JSON.stringify(byId(apply(before, after)))
        return same === JSON.stringify(byId(after.rules))
      }),
      { numRuns: 200 },
    )
  })
  t.test('is nothing for the same document, in whatever order it is written', async () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const turned = Object.fromEntries(Object.entries(document).reverse()) as PolicyDocument
        const rules = [...turned.rules].reverse()
        return changesBetween(document, { ...turned, rules }).length === 0
      }),
      { numRuns: 50 },
    )
  })
  t.test('tells terms and worked cases, too', async (t) => {
    const before = aPolicy({ rules: [aRule({})] })
    const [example] = before.examples
    const after = { ...before, cycle: 'year' as const, examples: before.examples.slice(1) }
    t.match(changesBetween(before, after), [
      { kind: 'term-changed', field: 'cycle', before: null, after: 'year' },
      ...(example ? [{ kind: 'examples-changed', added: 0, removed: 1 }] : []),
    ])
  })
})

t.test('a draft', async (t) => {
  t.test('gives back the document it was made of, through a file as well', async () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const read = readDraft(JSON.parse(JSON.stringify(documentOf(draftOf(document)))))
        return read !== null && changesBetween(document, documentOf(read)).length === 0
      }),
      { numRuns: 50 },
    )
  })
  t.test('is not made of what the fields could not show', async (t) => {
    const document = aPolicy({ rules: [aRule({})] })
    for (const wrong of [
      null,
      [],
      { ...document, format: 'probity-bank/1' },
      { ...document, rules: [{ ...document.rules[0], when: 3 }] },
      { ...document, rules: {} },
      { ...document, examples: [{ title: document.title, facts: {}, expect: {} }] },
      { ...document, title: 'only one' },
    ]) {
      t.equal(readDraft(wrong), null)
    }
  })
  t.test('begins with a rule whose id is free', async (t) => {
    const { rules } = emptyDraft()
    const next = emptyRule(rules)
    t.not(next.id, rules[0]?.part.id)
    t.equal(emptyRule([keyed({ ...next, id: 'rule-2' })]).id, 'rule-3')
  })
})

t.test('completion', async (t) => {
  const labels = (before: string): string[] =>
    offerFor(before, FACTS, 'en')?.options.map(({ label }) => label) ?? []
  t.test('offers facts where one begins, and what replaces the begun word', async (t) => {
    t.ok(labels('passed && pass').includes('passProbability'))
    t.equal(offerFor('passed && pass', FACTS, 'en')?.from, 'passed && '.length)
  })
  t.test('offers values of a known set, and nothing else within a text', async (t) => {
    t.strictSame(labels('caseState == "'), ['none', 'open', 'decided'])
    t.strictSame(labels('rank == "sec'), [])
    t.strictSame(labels('level in ["adv'), [])
  })
  t.test('offers the fields of an entry', async (t) => {
    t.ok(labels('competencies["civil-code"].').includes('theta'))
    t.notOk(labels('competencies["civil-code"].').includes('passed'))
  })
})

t.test('findings stand with the rule or case their pointer leads into', async (t) => {
  const at = (pointer: string) => ({
    ...{ pointer, item: null, severity: 'error' as const, code: 'x', range: null },
    message: { 'zh-CN': '错', en: 'wrong' },
  })
  const placed = placeFindings(
    ['/rules/12/when', '/rules/1', '/examples/0/facts/theta', '/rulesets/1', '', '/rules'].map(at),
  )
  t.strictSame([...placed.rules.keys()], [12, 1])
  t.strictSame([...placed.examples.keys()], [0])
  t.strictSame(
    placed.terms.map(({ pointer }) => pointer),
    ['/rulesets/1', '', '/rules'],
  )
})
