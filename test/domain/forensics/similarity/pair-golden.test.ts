import t from 'tap'
import {
  type MatchModel,
  matchModelOfScores,
} from '../../../../src/domain/forensics/similarity/match-model.ts'
import { preparePairs } from '../../../../src/domain/forensics/similarity/pair-plan.ts'
import { screenPairs } from '../../../../src/domain/forensics/similarity/pair-screen.ts'
import { concludeScreen } from '../../../../src/domain/forensics/similarity/pair-screening.ts'
import type { ScoringItem } from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from '../../../golden/reference.ts'
import { everyPair } from './pair-cohorts.ts'

const only = { skip: referencePresent ? false : REFERENCE_ABSENT }

interface Fitted {
  readonly items_slope_intercept: readonly { readonly a1: number; readonly d: number }[]
}

/** The scores of the exam, and the abilities on record of its persons. */
function referenceOrder() {
  const abilityOf = new Map(
    readReferenceTable('expected/sim_cred1_abilities.csv').map((row) => [
      row['EID'],
      Number(row['theta2pl_ml4']),
    ]),
  )
  const rows = readReferenceTable('data/credential_form1_scores.csv')
  const persons = rows.map(({ person = '' }) => person)
  const answers = Int8Array.from(
    rows.flatMap(({ person: _, ...cells }) =>
      Object.values(cells).map((cell) => (cell === '' ? -1 : Number(cell))),
    ),
  )
  const abilities = Float64Array.from(persons, (name) => abilityOf.get(name) ?? Number.NaN)
  return { model: scoreModel(), answers, abilities }
}

function scoreModel(): MatchModel {
  const { items_slope_intercept: items } = readReferenceJson<Fitted>('expected/irt_cred1_2PL.json')
  return matchModelOfScores(
    items.map(
      ({ a1, d }): ScoringItem => ({
        model: 'logistic',
        discrimination: a1,
        locations: [-d / a1],
        guessing: 0,
      }),
    ),
  )
}

t.test('all pairs of a licensure exam as other packages see them', only, async (t) => {
  const order = referenceOrder()
  const plan = preparePairs({ ...order, alpha: 0.05 })
  const whole = screenPairs(plan, { from: 0, to: plan.binStarts.length - 1 })
  const screening = concludeScreen(plan, whole)
  t.equal(screening.compared, 1_337_430, '1,636 persons')
  // Mean and SD depend a little on how abilities are estimated; a C++ run had -.015 and .892.
  t.ok(Math.abs(screening.mean - -0.015) < 0.02, `mean of omega ${screening.mean}`)
  t.ok(Math.abs(screening.deviation - 0.892) < 0.02, `SD of omega ${screening.deviation}`)
  t.same(screening.findings, [])
  const { first, second, omega, p } = screening.survivors
  const own = new Map(Array.from(first, (row, at) => [`${row}-${second[at]}`, at]))
  let compared = 0
  for (const row of readReferenceTable('expected/sim_cred1_scores_first60_aberrance.csv')) {
    const at = own.get((row['pair'] ?? '').replaceAll(/\d+/g, (place) => `${Number(place) - 1}`))
    const [reference, tail] = [Number(row['OMG_S']), Number(row['GBT_S'])]
    if (at === undefined) {
      if (!(tail >= 0.05)) t.fail(`${row['pair']} with GBT ${tail} was dismissed`)
      continue
    }
    compared += 1
    const apart = Math.abs((omega[at] ?? Number.NaN) - reference)
    if (!(apart < 0.02)) t.fail(`${row['pair']}: omega ${omega[at]} instead of ${reference}`)
    if (!((p[at] ?? 1) <= tail * (1 + 1e-6))) t.fail(`${row['pair']}: ${p[at]} is above ${tail}`)
  }
  t.ok(compared > 50, `${compared} pairs stayed`)
})

t.test('moments of omega are those of all pairs taken exactly', only, async (t) => {
  const { model, answers, abilities } = referenceOrder()
  const rows = Array.from(abilities, (_, row) => row).filter((row) => row % 8 === 0)
  const some = {
    model,
    answers: Int8Array.from(
      rows.flatMap((row) => Array.from(answers.subarray(row * 170, (row + 1) * 170))),
    ),
    abilities: Float64Array.from(rows, (row) => abilities[row] as number),
  }
  const plan = preparePairs(some)
  const whole = screenPairs(plan, { from: 0, to: plan.binStarts.length - 1 })
  const { mean, deviation, compared } = concludeScreen(plan, whole)
  const omegas = everyPair(some).map(({ omega }) => omega)
  const exactMean = omegas.reduce((sum, omega) => sum + omega, 0) / omegas.length
  const squares = omegas.reduce((sum, omega) => sum + (omega - exactMean) ** 2, 0)
  t.equal(compared, omegas.length)
  t.ok(Math.abs(mean - exactMean) < 0.002, `mean ${mean} of ${exactMean}`)
  const exactDeviation = Math.sqrt(squares / omegas.length)
  t.ok(Math.abs(deviation - exactDeviation) < 0.002, `SD ${deviation} of ${exactDeviation}`)
})
