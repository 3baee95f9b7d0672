import t from 'tap'
import type { PreparedCohort } from '../../../../src/domain/forensics/cohort/cohort-data.ts'
import { leakList } from '../../../../src/domain/forensics/preknowledge/leak-list.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { anExam, countBelow, preknowledge, simulatedCohort } from './simulated-cohort.ts'

function honestPs(runs: number, scenario: Scenario, area: number) {
  return Array.from({ length: runs }, (_, run) => {
    const { cohort } = simulatedCohort(scenario, `honest ${run}`, { area })
    return leakList(cohort).items.map(({ p }) => p ?? Number.NaN)
  }).flat()
}

for (const [what, scenario, area] of [
  ['3PL data under a 2PL model, speed correlated with ability', anExam(), 0],
  ['small samples', anExam({ persons: 120 }), 0],
  ['forms drawn for each person', anExam({ forms: { itemsPerPerson: 25 } }), 0],
  ['a third of the items an area of its own, in answers and times', anExam(), 0.7],
] as const) {
  t.test(`honest items have p values that hold: ${what}`, async (t) => {
    const ps = honestPs(10, scenario, area)
    const counts = countBelow(ps)
    t.comment(`${counts} of ${ps.length}`)
    t.equal(ps.length, 400)
    // About the upper 99.9 % points of the binomial at .05, .01 and .001.
    t.ok(counts[0] <= 36 && counts[1] <= 12 && counts[2] <= 4)
  })
}

t.test('leaked items are found, and others are not', async (t) => {
  for (const [persons, items, power] of [
    [0.1, 0.3, 0.6],
    [0.2, 0.4, 0.6],
  ] as const) {
    let [leaks, found, wrong] = [0, 0, 0]
    for (let run = 0; run < 2; run += 1) {
      const scenario = anExam({ persons: 500, ...preknowledge(persons, items) })
      const { cohort, leaked } = simulatedCohort(scenario, `leak ${run}`)
      const flagged = leakList(cohort).items.filter((one) => one.flagged)
      leaks += leaked.size
      found += flagged.filter(({ item }) => leaked.has(item)).length
      wrong += flagged.filter(({ item }) => !leaked.has(item)).length
      t.ok(flagged.every(({ evidence, timeFactor }) => evidence && (timeFactor ?? 0) < 1.2))
    }
    t.comment(`${persons} of persons, ${items} of items: ${found} of ${leaks}, ${wrong} wrong`)
    t.ok(found / leaks >= power, `${found} of ${leaks}`)
    t.ok(wrong <= 0.1 * (found + wrong), `${wrong} wrong`)
  }
})

t.test('rapid guessing at the same items makes no leak', async (t) => {
  const scenario = anExam({
    planted: [{ kind: 'rapid-guessing', persons: 0.1, items: 0.3 }],
  })
  const wrong = [0, 1].map((run) => {
    const { cohort } = simulatedCohort(scenario, `guess ${run}`)
    return leakList(cohort).items.filter(({ flagged }) => flagged).length
  })
  t.ok(Math.max(...wrong) <= 1, wrong.join())
})

t.test('with parameters given, what everybody knows is found by its drop', async (t) => {
  const drift = [{ item: 'I07', size: -1.5 }]
  const scenario = anExam({ model: '2pl', items: { count: 40, a: 1.2, b: 0 }, drift })
  const { cohort } = simulatedCohort(scenario, 'given', { given: true })
  const { items } = leakList(cohort)
  t.ok(items[6]?.flagged && (items[6]?.drop ?? 0) > 0.8)
  t.match(items[6]?.evidence?.en, /than the bank says/)
})

t.test('equal cohorts and seeds give equal lists', async (t) => {
  const { cohort } = simulatedCohort(anExam({ persons: 200 }), 'same')
  const list = () => leakList(cohort, { random: seededRandom('seed') })
  t.same(list(), list())
})

t.test('too few persons, no parameters or no times are said', async (t) => {
  const { cohort } = simulatedCohort(anExam({ persons: 99 }), 'few')
  const few = leakList(cohort)
  t.same(
    few.findings.map(({ code }) => code),
    ['leak-list-too-small'],
  )
  t.ok(few.items.every(({ p, flagged }) => p === null && !flagged))
  const larger = simulatedCohort(anExam({ persons: 150 }), 'timeless').cohort
  const bare: PreparedCohort = { ...larger, model: null, abilities: null }
  t.same(
    leakList(bare).findings.map(({ code }) => code),
    ['leak-list-too-small'],
  )
  const timeless = leakList({ ...larger, times: null, timeFit: null })
  t.ok(timeless.findings.some(({ code }) => code === 'leak-list-without-times'))
  t.ok(timeless.items.every(({ p, timeFactor }) => p !== null && timeFactor === null))
})
