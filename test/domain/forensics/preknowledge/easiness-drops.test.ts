import t from 'tap'
import { easinessDrops } from '../../../../src/domain/forensics/preknowledge/easiness-drops.ts'
import { anExam, countBelow, simulatedCohort } from './simulated-cohort.ts'

const ROWS = Int32Array.from({ length: 300 }, (_, person) => person)
const TWO_PARAMETERS = { model: '2pl', persons: 300 } as const

t.test('honest items have p values that hold', async (t) => {
  const ps = Array.from({ length: 25 }, (_, run) => {
    const { cohort } = simulatedCohort(anExam(TWO_PARAMETERS), `drop ${run}`, { given: true })
    return (easinessDrops(cohort, ROWS) ?? []).map((drop) => drop?.p ?? Number.NaN)
  }).flat()
  const counts = countBelow(ps)
  t.comment(`${counts} of ${ps.length}`)
  t.equal(ps.length, 1000)
  t.ok(counts[0] < 70 && counts[1] < 20 && counts[2] < 6)
})

t.test('an item that became easier by 0.8 is found, one that became harder is not', async (t) => {
  const drift = [
    { item: 'I05', size: -0.8 },
    { item: 'I06', size: 0.8 },
  ]
  let [found, wrong] = [0, 0]
  for (let run = 0; run < 5; run += 1) {
    const scenario = anExam({
      ...TWO_PARAMETERS,
      items: { count: 40, a: 1.2, b: { kind: 'normal', mean: 0, sd: 0.7 } },
      drift,
    })
    const { cohort } = simulatedCohort(scenario, `drift ${run}`, { given: true })
    const drops = easinessDrops(cohort, ROWS) ?? []
    if ((drops[4]?.p ?? 1) < 0.001) found += 1
    if ((drops[5]?.p ?? 1) < 0.5) wrong += 1
    t.ok(Math.abs((drops[4]?.shift ?? 0) - 0.8) < 0.5, `shift ${drops[4]?.shift}`)
  }
  t.ok(found >= 4 && wrong === 0, `${found} of 5 found`)
})

t.test('parameters estimated on the cohort itself show no drop', async (t) => {
  const { cohort } = simulatedCohort(anExam(TWO_PARAMETERS), 'own')
  t.equal(easinessDrops(cohort, ROWS), null)
})
