import t, { type Test } from 'tap'
import type { ItemParameters } from '../../src/domain/bank/item.ts'
import {
  estimateAbility,
  type ScoredResponse,
} from '../../src/domain/measurement/estimate-ability.ts'
import { marginalReliability } from '../../src/domain/measurement/expected-quality.ts'
import { testInformation } from '../../src/domain/measurement/item-response.ts'
import {
  estimateMap,
  estimateMle,
  estimateWle,
} from '../../src/domain/measurement/point-estimates.ts'
import golden from './abilities.json' with { type: 'json' }
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

const { tolerance } = golden

function near(t: Test, found: number, expected: number, limit: number, what: string) {
  const error = Math.abs(found - expected)
  t.ok(error <= limit, `${what}: off by ${error.toExponential(1)}`)
}

function responsesFor(pattern: string, parameters: readonly ItemParameters[]): ScoredResponse[] {
  return parameters.map((item, index) => ({ parameters: item, correct: pattern[index] === '1' }))
}

for (const set of golden.sets) {
  t.test(`EAP, MAP and WLE agree with ${set.name} in mirt`, async (t) => {
    for (const expected of set.patterns) {
      const responses = responsesFor(expected.pattern, set.parameters)
      const eap = estimateAbility(responses)
      near(t, eap.theta, expected.eap, tolerance.eap, `${expected.pattern} EAP`)
      near(t, eap.standardError, expected.eapStandardError, tolerance.eap, 'its SE')
      const map = estimateMap(responses)
      near(t, map.theta, expected.map, tolerance.map, `${expected.pattern} MAP`)
      near(t, map.standardError, expected.mapStandardError, tolerance.mapStandardError, 'its SE')
      if (expected.wle === null || expected.wleStandardError === null) continue
      const wle = estimateWle(responses)
      near(t, wle.theta, expected.wle, tolerance.wle, `${expected.pattern} WLE`)
      near(t, wle.standardError, expected.wleStandardError, tolerance.wleStandardError, 'its SE')
    }
  })

  t.test(`information and marginal reliability agree with ${set.name} in mirt`, async (t) => {
    for (const { theta, value } of set.information) {
      near(t, testInformation(theta, set.parameters), value, tolerance.information, `at ${theta}`)
    }
    const found = marginalReliability(set.parameters)
    near(t, found, set.marginalReliability, tolerance.marginalReliability, 'reliability')
  })
}

const WHOLE_SETS = [
  { name: 'lsat7_2PL', responses: 'lsat7', wle: true },
  { name: 'lsat7_3PL_prior', responses: 'lsat7', wle: false },
  { name: 'sat12_2PL', responses: 'sat12_scored_600x32', wle: true },
  { name: 'sat12_3PL_prior', responses: 'sat12_scored_600x32', wle: false },
  { name: 'sapa_missing_2PL', responses: 'sapa_ability_1525x16', wle: true },
  { name: 'cred1_2PL', responses: 'credential_form1_scores', wle: true },
] as const

interface ReferenceModel {
  readonly items_irt: readonly { item: string; a: number; b: number; g: number }[]
}

/** Responses of one row; an empty cell was not presented. */
function observed(row: Readonly<Record<string, string>>, model: ReferenceModel): ScoredResponse[] {
  const cells = Object.entries(row).filter(([column]) => column !== 'person')
  return model.items_irt.flatMap(({ a, b, g }, index) => {
    const cell = cells[index]?.[1] ?? ''
    if (cell === '' || cell === 'NA') return []
    return [
      {
        parameters: { discrimination: a, difficulty: b, guessing: g },
        correct: cell === '1',
      },
    ]
  })
}

t.test('every person of whole data sets agrees with mirt', async (t) => {
  if (!referencePresent) {
    t.comment(REFERENCE_ABSENT)
    return
  }
  for (const { name, responses, wle } of WHOLE_SETS) {
    const model = readReferenceJson<ReferenceModel>(`expected/irt_${name}.json`)
    const scores = readReferenceTable(`expected/irt_${name}_scores.csv`)
    const worst = { eap: 0, standardError: 0, wle: 0 }
    for (const [index, row] of readReferenceTable(`data/${responses}.csv`).entries()) {
      const given = observed(row, model)
      const expected = scores[index]
      if (given.length === 0 || expected === undefined) continue
      const found = estimateAbility(given)
      worst.eap = Math.max(worst.eap, Math.abs(found.theta - Number(expected.eap)))
      const error = Math.abs(found.standardError - Number(expected.eap_se))
      worst.standardError = Math.max(worst.standardError, error)
      // Every tenth is enough for the slower estimators.
      if (!wle || index % 10 > 0) continue
      const warm = estimateWle(given).theta - Number(expected.wle)
      worst.wle = Math.max(worst.wle, Math.abs(warm))
    }
    t.ok(worst.eap <= tolerance.eap, `${name}: EAP off by ${worst.eap.toExponential(1)}`)
    t.ok(worst.standardError <= tolerance.eap, `${name}: SE ${worst.standardError}`)
    if (wle) t.ok(worst.wle <= 2e-5, `${name}: WLE off by ${worst.wle.toExponential(1)}`)
  }
})

t.test('ML within [-6, 6] agrees with aberrance on the licensure data', async (t) => {
  if (!referencePresent) {
    t.comment(REFERENCE_ABSENT)
    return
  }
  const model = readReferenceJson<ReferenceModel>('expected/irt_cred1_2PL.json')
  const rows = readReferenceTable('data/credential_form1_scores.csv')
  const expected = readReferenceTable('expected/pf_cred1_2pl.csv')
  let worst = 0
  for (const { person, theta_ml_6: theta } of expected.slice(0, 200)) {
    const row = rows[Number(person) - 1] ?? {}
    worst = Math.max(worst, Math.abs(estimateMle(observed(row, model)).theta - Number(theta)))
  }
  t.ok(worst < 1e-3, `off by ${worst.toExponential(1)}`)
})
