import normal from '@stdlib/stats-base-dists-normal'
import t from 'tap'
import { Value } from 'typebox/value'
import { evaluatePolicy } from '../../../../src/domain/policy/evaluate-policy.ts'
import type { PolicyFacts } from '../../../../src/domain/policy/facts.ts'
import { PolicySimulationView } from '../../../../src/domain/policy/simulation-views.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { judgeResult } from '../../../../src/domain/settlement/policy-simulation/judge-result.ts'
import {
  DEVIATES,
  measureAgain,
} from '../../../../src/domain/settlement/policy-simulation/measure-again.ts'
import { summarizeSimulation } from '../../../../src/domain/settlement/policy-simulation/summarize-simulation.ts'
import { aPolicy, aRule, somePolicyFacts } from '../../../support/builders.ts'

const CUT = 0.2
const random = seededRandom('policy-simulation', 'persons')
const deviate = () => normal.quantile(Math.min(0.999999, Math.max(1e-6, random())), 0, 1)

function aResult(index: number) {
  const theta = deviate()
  const standardError = 0.3
  const passProbability = 1 - normal.cdf(CUT, theta, standardError)
  const facts: PolicyFacts = somePolicyFacts({
    ...{ theta, standardError, passProbability },
    passed: theta >= CUT,
    rank: index % 3 === 0 ? 'section-head' : 'clerk',
  })
  const levels = [
    { level: 'low', probability: 1 - passProbability },
    { level: 'high', probability: passProbability },
  ]
  return { facts, measured: { levels } }
}
const results = Array.from({ length: 240 }, (_, index) => aResult(index))
const credits = (when: string, amount: number) =>
  aRule({ when, award: { kind: 'credits', amount } })
const inForce = aPolicy({ rules: [credits('passProbability >= 0.5', 5)] })
const document = aPolicy({ rules: [credits('passProbability >= 0.8', 8)] })
const judged = results.map((one) => judgeResult(document, { ...one, against: inForce }))
const persons = results.map(({ facts }, index) => ({
  unitPath: index < 3 ? '/a/c/' : index < 100 ? '/a/b/' : '/a/d/',
  rank: facts.rank,
  ageBand: null,
  language: null,
}))
const summary = summarizeSimulation(document, {
  ...{ judged, persons, unitPath: '/a/' },
  unitNames: new Map(),
})

t.test('who gains and who loses is what both documents say, one by one', async (t) => {
  const pairs = results.map(({ facts }) => [
    facts.passProbability >= 0.5,
    facts.passProbability >= 0.8,
  ])
  t.equal(summary.overall?.gaining.count, pairs.filter(([, after]) => after).length)
  t.equal(summary.overall?.losing.count, pairs.filter(([had, has]) => had && !has).length)
  for (const [index, one] of judged.entries()) {
    t.same(one.after, evaluatePolicy(document, results[index]?.facts ?? somePolicyFacts()))
  }
  t.ok(Value.Check(PolicySimulationView, { ...summary, exams: [], against: null }))
})

t.test('groups that are too small are left out, and so is what would tell of them', async (t) => {
  const units = summary.groups.filter(({ kind }) => kind === 'unit').map(({ id }) => id)
  t.notOk(units.includes('/a/c/'), 'three persons')
  t.equal(units.length, 1, 'nor both others, whose difference to all tells of the three')
  const few = { judged: judged.slice(0, 4), persons: persons.slice(0, 4) }
  const told = summarizeSimulation(document, { ...few, unitPath: '/a/', unitNames: new Map() })
  t.match(told, { overall: null, groups: [], awards: [], rules: [], uncertainty: null })
})

t.test('a tree of a thousand units is summed up in no time', async (t) => {
  const [one] = judged
  if (!one) throw new Error('nobody was judged')
  const many = Array.from({ length: 6000 }, (_, index) => ({
    unitPath: `/a/${index % 10}/${index % 1000}/`,
    rank: index % 7 === 0 ? 'section-head' : 'clerk',
    ...{ ageBand: null, language: null },
  }))
  const begun = performance.now()
  const { groups } = summarizeSimulation(document, {
    ...{ judged: many.map(() => one), persons: many, unitPath: '/a/', unitNames: new Map() },
  })
  t.ok(performance.now() - begun < 4000, 'the service does nothing else meanwhile')
  t.equal(groups.filter(({ kind }) => kind === 'unit').length, 10)
})

t.test(
  'nothing moves without an error of measurement, and all of it the way of the error',
  async (t) => {
    for (const { facts, measured } of results.slice(0, 40)) {
      t.same(measureAgain(facts, measured, 0), facts)
      const up = measureAgain(facts, measured, 1)
      t.ok(up.passProbability >= facts.passProbability)
      // The closed form on a normal posterior.
      const expected = 1 - normal.cdf(CUT, facts.theta + facts.standardError, facts.standardError)
      t.ok(Math.abs(up.passProbability - expected) < 1e-6)
      t.equal(up.passed, facts.theta + facts.standardError >= CUT)
    }
    t.ok(Math.abs(DEVIATES.reduce((sum, one) => sum + one, 0)) < 1e-9)
  },
)

t.test('expected gains and losses agree with measuring everybody again by chance', async (t) => {
  const runs = Array.from({ length: 300 }, () =>
    results.reduce((count, { facts, measured }) => {
      const again = measureAgain(facts, measured, deviate())
      return count + (again.passProbability >= 0.8 ? 1 : 0)
    }, 0),
  ).toSorted((left, right) => left - right)
  const mean = runs.reduce((sum, one) => sum + one, 0) / runs.length
  const { gaining, borderline } = summary.uncertainty ?? { gaining: null, borderline: 0 }
  t.ok(gaining && Math.abs(gaining.mean - mean) < 1.5, `${gaining?.mean} and ${mean}`)
  const covered = runs.filter((one) => gaining && one >= gaining.low && one <= gaining.high)
  t.ok(covered.length / runs.length > 0.9 && covered.length / runs.length < 0.99)
  t.ok(borderline > 0 && borderline < results.length)
})
