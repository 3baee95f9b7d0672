import t from 'tap'
import { knownItems } from '../../../../src/domain/forensics/preknowledge/item-preknowledge.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { anExam, countBelow, preknowledge, simulatedCohort } from './simulated-cohort.ts'

const FIRST = Array.from({ length: 13 }, (_, item) => item)

function honestPs(runs: number, scenario: Scenario, area: number) {
  return Array.from({ length: runs }, (_, run) => {
    const { cohort } = simulatedCohort(scenario, `person ${run}`, { area })
    return knownItems.test({ ...cohort, suspectItems: FIRST }).tests
  }).flatMap((tests) => tests.flatMap((one) => (one?.p == null ? [] : [one.p])))
}

for (const [what, scenario, runs, area] of [
  ['3PL data under a 2PL model, speed correlated with ability', anExam(), 14, 0],
  ['small samples', anExam({ persons: 40 }), 120, 0],
  ['many answers missing', anExam({ missing: { share: 0.15 } }), 14, 0],
  ['the suspect items are an area of its own', anExam(), 14, 0.5],
] as const) {
  t.test(`honest persons have p values that hold: ${what}`, async (t) => {
    const ps = honestPs(runs, scenario, area)
    const counts = countBelow(ps)
    t.comment(`${counts} of ${ps.length}`)
    t.ok(ps.length > 4500)
    const shares = counts.map((count) => count / ps.length)
    t.ok((shares[0] as number) <= 0.06, `${shares[0]} at .05`)
    t.ok((shares[1] as number) <= 0.014, `${shares[1]} at .01`)
    t.ok((shares[2] as number) <= 0.003, `${shares[2]} at .001`)
  })
}

function hits(scenario: Scenario, isNamed: boolean) {
  let [knowing, found, honest, wrong] = [0, 0, 0, 0]
  for (let run = 0; run < 2; run += 1) {
    const { cohort, leaked, knowers } = simulatedCohort(scenario, `known ${run}`)
    const { tests } = knownItems.test({ ...cohort, suspectItems: isNamed ? [...leaked] : [] })
    tests.forEach((one, person) => {
      if (one === null) return
      const isFlagged = (one.p ?? 1) < 0.001
      if (knowers.has(person)) [knowing, found] = [knowing + 1, found + Number(isFlagged)]
      else [honest, wrong] = [honest + 1, wrong + Number(isFlagged)]
    })
  }
  return { knowing, found, honest, wrong }
}

t.test('who knew a list named beforehand is found', async (t) => {
  const scenario = anExam({ persons: 500, ...preknowledge(0.1, 0.4) })
  const { knowing, found, honest, wrong } = hits(scenario, true)
  t.comment(`${found} of ${knowing}; ${wrong} of ${honest} honest`)
  t.ok(found / knowing >= 0.7)
  t.ok(wrong <= 5)
})

t.test('who knew a list that nobody named is found by the list of the others', async (t) => {
  const scenario = anExam({ persons: 800, ...preknowledge(0.15, 0.4) })
  const { knowing, found, honest, wrong } = hits(scenario, false)
  t.comment(`${found} of ${knowing}; ${wrong} of ${honest} honest`)
  t.ok(knowing > 80 && found / knowing >= 0.5)
  t.ok(wrong <= 6)
})

t.test('a flag says what was seen, without a verdict', async (t) => {
  const { cohort, leaked, knowers } = simulatedCohort(
    anExam({ persons: 300, ...preknowledge(0.1, 0.4) }),
    'words',
  )
  const { tests, describe } = knownItems.test({ ...cohort, suspectItems: [...leaked] })
  const person = [...knowers].reduce((best, one) =>
    (tests[one]?.statistic ?? 0) > (tests[best]?.statistic ?? 0) ? one : best,
  )
  const { summary, evidence } = describe(person)
  t.match(summary.en, /statistically inconsistent with independent work/)
  t.match(evidence[0]?.text.en, /points on the suspect items/)
  t.match(evidence[1]?.text.en, /of the usual time on the suspect items/)
  t.ok(evidence.length > 2 && evidence.slice(2).every(({ itemId }) => itemId !== null))
  const words = JSON.stringify([summary, evidence, knownItems.innocentExplanations])
  t.notMatch(words, /cheat|作弊|NaN|undefined/)
})

t.test('without enough suspect items nobody is tested, and why is said', async (t) => {
  const { cohort } = simulatedCohort(anExam({ persons: 200 }), 'nothing')
  const few = knownItems.test({ ...cohort, suspectItems: [1, 2, 3] })
  t.ok(few.tests.every((one) => one === null))
  t.match(few.findings[0]?.message.en, /3 suspect items/)
  const none = knownItems.test(cohort)
  t.ok(none.tests.every((one) => one === null))
  t.same(
    none.findings.map(({ code }) => code),
    ['suspect-items-too-few'],
  )
  const small = simulatedCohort(anExam({ persons: 60 }), 'small').cohort
  t.ok(knownItems.test(small).findings.some(({ code }) => code === 'leak-list-too-small'))
})

t.test('who answered too few of either part is not tested', async (t) => {
  const { cohort } = simulatedCohort(
    anExam({ persons: 200, forms: { itemsPerPerson: 20 }, missing: {} }),
    'forms',
  )
  const { tests } = knownItems.test({ ...cohort, suspectItems: FIRST })
  const count = cohort.items.length
  tests.forEach((one, person) => {
    const met = FIRST.filter((item) => cohort.scores[person * count + item] !== -1).length
    if (met < 10) t.equal(one, null)
  })
  t.ok(tests.some((one) => one === null))
})
