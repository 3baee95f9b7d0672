import t from 'tap'
import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import { screenData } from '../../../../src/domain/forensics/cohort/screen-data.ts'
import {
  plantedPersons,
  simulatedData,
} from '../../../../src/domain/forensics/cohort/simulated-data.ts'
import { withoutGuesses } from '../../../../src/domain/forensics/times/solution-times.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

const SCENARIO: Scenario = {
  ...{ persons: 400, model: '2pl', items: { count: 50 }, options: { count: 4 } },
  times: { tauSd: 0.2, correlation: 0.3 },
}
const GUESSING = simulateCohort(
  { ...SCENARIO, planted: [{ kind: 'rapid-guessing', persons: 0.06, items: 0.4 }] },
  'gave up',
)

t.test('who gives up is told so, and opens no case by speed', async (t) => {
  const { attempts } = await screenData(simulatedData(GUESSING), { fdr: 0.05 })
  const guessing = plantedPersons(GUESSING, 'rapid-guessing')
  t.equal(guessing.size, 24)
  const flagged = attempts.filter(({ flags }) => flags.some(({ family }) => family === 'effort'))
  t.same(new Set(flagged.map(({ person }) => person)), guessing, 'all of them, and nobody else')
  const timed = attempts.filter(({ flags }) => flags.some(({ family }) => family === 'time'))
  t.ok(timed.length <= 1, `${timed.length} with a flag about times`)
  t.ok(flagged.filter(({ weight }) => weight >= 1).length <= 1)
})

t.test('only the times of guesses are taken out', async (t) => {
  const { cohort } = prepareCohort(simulatedData(GUESSING), null)
  const solving = withoutGuesses(cohort)
  const guesses = new Set(GUESSING.planted.map(({ person, item }) => `${person} ${item}`))
  let [taken, kept] = [0, 0]
  solving.times?.forEach((row, person) => {
    row.forEach((seconds, item) => {
      const before = cohort.times?.[person]?.[item] ?? Number.NaN
      if (Number.isNaN(seconds) === Number.isNaN(before)) kept += 1
      else if (guesses.has(`${person} ${item}`)) taken += 1
      else t.fail(`the time of person ${person} on item ${item} is no guess`)
    })
  })
  t.ok(taken > 0.9 * guesses.size, `${taken} of ${guesses.size} guesses`)
  t.ok(kept > 19_000)
  t.not(solving.timeFit, cohort.timeFit, 'the model of times does not rest on guesses')
})

t.test('who is as fast but right keeps every time, and so does who works on', async (t) => {
  const honest = prepareCohort(simulatedData(simulateCohort(SCENARIO, 'honest')), null).cohort
  t.equal(withoutGuesses(honest), honest)
  const data = simulatedData(GUESSING)
  const scores = data.scores.slice()
  for (const { person, item } of GUESSING.planted) scores[person * data.items.length + item] = 1
  const knowing = prepareCohort({ ...data, scores }, null).cohort
  t.equal(withoutGuesses(knowing), knowing)
})
