import t from 'tap'
import { rapidThreshold } from '../../src/domain/forensics/rapid-guessing.ts'
import {
  classifyByAbility,
  classifyByScore,
} from '../../src/domain/measurement/scoring/classification.ts'
import { scoreEffort } from '../../src/domain/measurement/scoring/effort-moderated.ts'
import { expectedScore } from '../../src/domain/measurement/scoring/form-information.ts'
import { numberCorrectDistribution } from '../../src/domain/measurement/scoring/number-correct.ts'
import {
  type ScoringMethod,
  scoreCohort,
} from '../../src/domain/measurement/scoring/score-cohort.ts'
import {
  categoryProbabilities,
  type ScoringItem,
} from '../../src/domain/measurement/scoring/scoring-item.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

const skip = referencePresent ? false : REFERENCE_ABSENT

interface ReferenceModel {
  readonly items_irt: readonly Readonly<Record<string, number | string>>[]
  readonly group: { readonly mean: number; readonly cov: number }
}

function readItems(model: ReferenceModel, kind: ScoringItem['model'], D = 1): ScoringItem[] {
  return model.items_irt.map((item) => ({
    model: kind,
    discrimination: D * Number(item['a']),
    locations: Object.keys(item)
      .filter((name) => /^b\d*$/.test(name))
      .map((name) => Number(item[name])),
    guessing: Number(item['g'] ?? 0),
  }))
}

/** Responses row by row from category 0; -1 is missing. */
function readValues(name: string, count: number): Int8Array {
  const rows = readReferenceTable(`data/${name}.csv`).map((row) =>
    Object.entries(row)
      .filter(([column]) => column !== 'person')
      .slice(0, count)
      .map(([, cell]) => (cell === '' || cell === 'NA' ? Number.NaN : Number(cell))),
  )
  const start = rows.some((row) => row.includes(0)) ? 0 : 1
  return Int8Array.from(
    rows.flatMap((row) => row.map((cell) => (Number.isNaN(cell) ? -1 : cell - start))),
  )
}

/** Tolerances: mirt stops its searches at about 1e-6, and its MAP curvature is numeric. */
const SETS: readonly [string, string, ScoringItem['model'], readonly ScoringMethod[]][] = [
  ['lsat7_2PL', 'lsat7', 'logistic', ['eap', 'map', 'wle']],
  ['lsat6_Rasch', 'lsat6', 'logistic', ['eap', 'map', 'wle']],
  ['sat12_Rasch', 'sat12_scored_600x32', 'logistic', ['eap', 'map', 'wle']],
  ['sat12_2PL', 'sat12_scored_600x32', 'logistic', ['eap', 'map', 'wle']],
  ['sapa_missing_2PL', 'sapa_ability_1525x16', 'logistic', ['eap', 'map', 'wle']],
  ['cred1_2PL', 'credential_form1_scores', 'logistic', ['eap', 'map', 'wle']],
  ['science_graded', 'science_ltm_392x4', 'grm', ['eap', 'map', 'wle']],
  ['science_gpcm', 'science_ltm_392x4', 'gpcm', ['eap', 'map', 'wle']],
  ['tamgpcm_graded', 'tam_gpcm_3items', 'grm', ['eap', 'map', 'wle']],
  ['tamgpcm_gpcm', 'tam_gpcm_3items', 'gpcm', ['eap', 'map', 'wle']],
  // mirt maximizes l + log(I) / 2, which is Warm's estimate only without guessing.
  ['lsat7_3PL_prior', 'lsat7', 'logistic', ['eap', 'map']],
  ['sat12_3PL_prior', 'sat12_scored_600x32', 'logistic', ['eap', 'map']],
  ['cred1_3PL_prior', 'credential_form1_scores', 'logistic', ['eap', 'map']],
]
const TOLERANCE = {
  eap: { theta: 1e-6, error: 1e-6 },
  map: { theta: 1e-4, error: 1e-4 },
  wle: { theta: 1e-4, error: 1e-3 },
} as const

for (const [name, data, kind, methods] of SETS) {
  t.test(`all persons of ${name} get the scores of mirt`, { skip }, async (t) => {
    const model = readReferenceJson<ReferenceModel>(`expected/irt_${name}.json`)
    const items = readItems(model, kind)
    const values = readValues(data, items.length)
    const expected = readReferenceTable(`expected/irt_${name}_scores.csv`)
    const prior = { mean: model.group.mean, deviation: Math.sqrt(model.group.cov) }
    for (const method of methods) {
      if (method === 'mle') continue
      const found = scoreCohort({ items, values, method, prior })
      t.equal(found.theta.length, expected.length)
      const [theta, error] = [method, `${method}_se`].map((column, which) =>
        expected.reduce((worst, row, person) => {
          if (found.answered[person] === 0) return worst
          const own = which === 0 ? found.theta : found.standardError
          const off = Math.abs((own[person] ?? Number.NaN) - Number(row[column]))
          return Math.max(worst, off)
        }, 0),
      )
      const limit = TOLERANCE[method]
      t.ok((theta ?? 9) <= limit.theta, `${method} off by ${theta?.toExponential(1)}`)
      t.ok((error ?? 9) <= limit.error, `its SE off by ${error?.toExponential(1)}`)
    }
  })
}

interface Expected {
  readonly Accuracy: number
  readonly Consistency: number
}

interface ReferenceClassification {
  readonly Rudner_cut_theta0_wle: Expected
  readonly Lee_cut_raw16_wle: Expected
  readonly Lee_quad_N01_81pts_m4_4_cut16: Expected
  readonly 'lord_wingersky_theta_0.5': readonly number[]
}

t.test('classification agrees with cacIRT on SAT12', { skip }, async (t) => {
  const expected = readReferenceJson<ReferenceClassification>('expected/classification_sat12.json')
  const model = readReferenceJson<ReferenceModel>('expected/irt_sat12_2PL.json')
  const scores = readReferenceTable('expected/irt_sat12_2PL_scores.csv')
  const near = (found: number, wanted: number, what: string) =>
    t.ok(Math.abs(found - wanted) < 1e-9, `${what}: ${found}, expected ${wanted}`)
  const persons = {
    thetas: Float64Array.from(scores, ({ wle }) => Number(wle)),
    weights: new Float64Array(scores.length).fill(1),
  }
  const errors = Float64Array.from(scores, (row) => Number(row['wle_se']))
  const rudner = classifyByAbility(persons, errors, [0])
  near(rudner.accuracy, expected.Rudner_cut_theta0_wle.Accuracy, 'Rudner, accuracy')
  near(rudner.consistency, expected.Rudner_cut_theta0_wle.Consistency, 'Rudner, consistency')
  const chances = categoryProbabilities(readItems(model, 'logistic'), 0.5)
  numberCorrectDistribution(chances).forEach((chance, score) => {
    const wanted = expected['lord_wingersky_theta_0.5'][score] ?? 0
    t.ok(Math.abs(chance - wanted) < 1e-9 * wanted, `P(score = ${score})`)
  })
  // Its default is D = 1.7 for score distributions, yet D = 1 for the expected scores that say
  // which category is true: consistency compares as it is, accuracy only with the same mixture.
  const steep = readItems(model, 'logistic', 1.7)
  const plain = readItems(model, 'logistic')
  const thetas = Float64Array.from({ length: 81 }, (_, at) => -4 + at / 10)
  const nodes = { thetas, weights: thetas.map((theta) => Math.exp((-theta * theta) / 2)) }
  for (const [candidates, wanted] of [
    [persons, expected.Lee_cut_raw16_wle],
    [nodes, expected.Lee_quad_N01_81pts_m4_4_cut16],
  ] as const) {
    const lee = classifyByScore(steep, candidates, [16])
    near(lee.consistency, wanted.Consistency, 'Lee, consistency')
    let [sum, total] = [0, 0]
    candidates.thetas.forEach((theta, at) => {
      const weight = candidates.weights[at] ?? 0
      const one = { thetas: Float64Array.of(theta), weights: Float64Array.of(1) }
      const own = classifyByScore(steep, one, [16])
      const isMixed = expectedScore(plain, theta) >= 16 !== expectedScore(steep, theta) >= 16
      total += weight
      sum += weight * (isMixed ? 1 - own.accuracy : own.accuracy)
    })
    near(sum / total, wanted.Accuracy, 'Lee, accuracy')
  }
})

t.test('rapid responses of the licensure data are those of the reference', { skip }, async (t) => {
  const model = readReferenceJson<ReferenceModel>('expected/irt_cred1_2PL.json')
  const items = readItems(model, 'logistic')
  const values = readValues('credential_form1_scores', items.length)
  const seconds = Float64Array.from(
    readReferenceTable('data/credential_form1_rt_seconds.csv').flatMap((row) =>
      Object.entries(row)
        .filter(([column]) => column !== 'person')
        .map(([, cell]) => (cell === '' ? Number.NaN : Number(cell))),
    ),
  )
  const order = { items, values, seconds, method: 'eap', thresholdFor: rapidThreshold } as const
  const { effort, thresholds, evidence, scores } = scoreEffort(order)
  const wantedItems = readReferenceTable('expected/rg_cred1_items.csv')
  const wantedPersons = readReferenceTable('expected/rg_cred1_persons.csv')
  const worst = (offs: readonly number[]) => offs.reduce((most, off) => Math.max(most, off), 0)
  // There, a time of 0 (not recorded) is a rapid one and part of the mean; here it is no time.
  const timesOf = (item: number) => seconds.filter((_, at) => at % items.length === item)
  const offItems = wantedItems.map((row, item) => {
    const given = timesOf(item).filter((time) => !Number.isNaN(time))
    const recorded = given.filter((time) => time > 0).length
    const wanted = Number(row['NT10_cap10'])
    return wanted === 10
      ? 0
      : Math.abs(((thresholds[item] ?? 99) * recorded) / given.length - wanted)
  })
  const hasZeros = (person: number) =>
    seconds.subarray(person * items.length, (person + 1) * items.length).includes(0)
  const offPersons = wantedPersons.map((row, at) =>
    hasZeros(at) ? 0 : Math.abs((effort[at] ?? 9) - Number(row['rte_NT10'])),
  )
  t.equal(wantedItems.length, 170)
  t.equal(wantedPersons.length, 1636)
  t.ok(worst(offItems) < 1e-9, `thresholds off by ${worst(offItems)}`)
  t.ok(worst(offPersons) < 1e-9, `response-time effort off by ${worst(offPersons)}`)
  t.ok(evidence.every((one) => one === 'enough'))
  const rapid = values.length - scores.answered.reduce((sum, count) => sum + count, 0)
  t.ok(rapid > 0 && rapid < 0.002 * values.length, `${rapid} rapid responses`)
})
