import t from 'tap'
import { responseSpeed } from '../../../../src/domain/forensics/times/response-speed.ts'
import { responseTimeMisfit } from '../../../../src/domain/forensics/times/response-time-misfit.ts'
import { FIGURES, HONEST, preparedCohort, shareBelow, testedPs } from './simulated-cohorts.ts'

const { items } = FIGURES

for (const indicator of [responseSpeed, responseTimeMisfit]) {
  const cohorts = [
    { rule: 'complete rows', scenario: HONEST },
    { rule: 'small cohorts and short forms', scenario: { ...HONEST, persons: 60, ...items(20) } },
    {
      rule: 'forms that differ and answers left out',
      scenario: {
        ...HONEST,
        ...items(90),
        forms: { itemsPerPerson: 30 },
        missing: { share: 0.05 },
      },
    },
  ]
  for (const { rule, scenario } of cohorts) {
    t.test(`${indicator.id} is calibrated in honest cohorts: ${rule}`, async (t) => {
      const ps: number[] = []
      for (let at = 0; ps.length < 4000; at += 1) {
        const { cohort } = preparedCohort(scenario, `${rule}${at}`, { known: true })
        ps.push(...testedPs(indicator, cohort))
      }
      const found = [0.05, 0.01, 0.001].map((level) => shareBelow(ps, level))
      t.comment(found.join(' '))
      t.ok((found[0] ?? 1) < 0.06 && (found[1] ?? 1) < 0.013 && (found[2] ?? 1) < 0.002)
      t.ok((found[0] ?? 0) > 0.025, 'and p can be small')
    })
  }

  t.test(`${indicator.id} says why nobody was tested`, async (t) => {
    const few = preparedCohort({ ...HONEST, persons: 20 }, 'few', { known: true }).cohort
    const short = preparedCohort({ ...HONEST, ...items(9) }, 'short', { known: true }).cohort
    const { times: _, ...untimed } = HONEST
    const none = preparedCohort(untimed, 'none', { known: true }).cohort
    for (const cohort of [few, short, none]) {
      const { tests, findings } = indicator.test(cohort)
      t.ok(tests.length === cohort.persons.length && tests.every((test) => test === null))
      t.equal(findings.length, 1)
    }
  })
}

t.test(
  'persons three and a half times as fast are found by speed, slow ones are not',
  async (t) => {
    const pace = (seconds: number, person: number) =>
      person < 8 ? seconds / 3.5 : person < 16 ? seconds * 3 : seconds
    const { cohort } = preparedCohort(HONEST, 'pace', { known: true, times: pace })
    const { tests, describe } = responseSpeed.test(cohort)
    t.ok(tests.slice(0, 8).filter((test) => (test?.p ?? 1) < 0.01).length >= 7)
    t.ok(tests.slice(8, 16).every((test) => (test?.p ?? 0) > 0.5))
    const { summary, evidence } = describe(0)
    t.match(summary.en, /Far faster/)
    t.ok(evidence.length > 2)
  },
)

t.test('guessing a third of the items is found as misfit', async (t) => {
  const { cohort, planted } = preparedCohort(
    { ...HONEST, planted: [{ kind: 'rapid-guessing', persons: 0.03, items: 0.3 }] },
    'guess',
    { known: true },
  )
  const { tests, describe } = responseTimeMisfit.test(cohort)
  const found = [...planted].filter((person) => (tests[person]?.p ?? 1) < 0.01)
  t.ok(found.length >= 0.9 * planted.size, `${found.length} of ${planted.size}`)
  t.match(describe([...planted][0] ?? 0).summary.en, /L_T/)
})
