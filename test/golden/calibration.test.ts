import t, { type Test } from 'tap'
import { type Calibration, calibrate } from '../../src/domain/measurement/calibration/calibrate.ts'
import type { CalibratedItem } from '../../src/domain/measurement/calibration/irt-parameters.ts'
import type { CalibratedModel } from '../../src/domain/measurement/calibration/item-models.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

/** What mirt 1.45.1 found: 61 nodes on [-6, 6], tolerance 1e-6. */
interface Expected {
  readonly logLik: number
  readonly npar: number
  readonly items_irt: readonly Readonly<Record<string, number>>[]
  readonly items_slope_intercept: readonly Readonly<Record<string, number>>[]
  readonly se_slope_intercept: Readonly<Record<string, Readonly<Record<string, number | null>>>>
  readonly group: { readonly cov: number }
}

const FILES: Readonly<Record<string, string>> = {
  lsat6: 'lsat6',
  lsat7: 'lsat7',
  sat12: 'sat12_scored_600x32',
  irtoys: 'irtoys_scored_472x18',
  sapa_missing: 'sapa_ability_1525x16',
  science: 'science_ltm_392x4',
  tamgpcm: 'tam_gpcm_3items',
  verbal: 'verbal_aggression_316',
  gmat: 'gmat_dif',
  hci: 'hci_scored_651',
  cred1: 'credential_form1_scores',
}

const MODELS: Readonly<Record<string, CalibratedModel>> = {
  '2PL': '2pl',
  Rasch: 'rasch',
  '1PL_common_a': '1pl',
  '3PL_prior': '3pl',
  graded: 'grm',
  gpcm: 'gpcm',
}

/** Largest differences of parameters allowed: 2PL as the issue asks, others by how flat they are. */
const TOLERANCE: Readonly<Record<CalibratedModel, number>> = {
  rasch: 0.001,
  '1pl': 0.001,
  '2pl': 0.005,
  '3pl': 0.01,
  grm: 0.005,
  gpcm: 0.005,
}

function responsesOf(dataset: string, count: number) {
  const table = readReferenceTable(`data/${FILES[dataset]}.csv`)
  const items = Object.keys(table[0] ?? {})
    .filter((name) => name !== 'person')
    .slice(0, count)
  const rows = table.map((row) =>
    items.map((item) => (row[item] === '' || row[item] === 'NA' ? null : Number(row[item]))),
  )
  return { items, rows }
}

function calibrated(t: Test, dataset: string, model: CalibratedModel, count: number): Calibration {
  const found = calibrate({ ...responsesOf(dataset, count), model })
  if ('refused' in found) throw new Error('the calibration was refused')
  t.ok(found.converged)
  return found
}

function near(t: Test, found: number, expected: number, limit: number, what: string) {
  const error = Math.abs(found - expected)
  t.ok(error <= limit, `${what}: ${found} against ${expected}, off by ${error.toExponential(1)}`)
}

const stepsOf = ({ steps, b }: CalibratedItem) => steps ?? [b]
const expectedSteps = (item: Readonly<Record<string, number>>) =>
  item['b'] !== undefined
    ? [item['b']]
    : [1, 2, 3, 4].flatMap((at) => (item[`b${at}`] === undefined ? [] : [item[`b${at}`] ?? 0]))

const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['lsat6', ['2PL', 'Rasch', '1PL_common_a', '3PL_prior']],
  ['lsat7', ['2PL', 'Rasch', '1PL_common_a', '3PL_prior']],
  ['sat12', ['2PL', 'Rasch', '3PL_prior']],
  ['irtoys', ['2PL', '3PL_prior']],
  ['sapa_missing', ['2PL']],
  ['verbal', ['2PL']],
  ['gmat', ['2PL']],
  ['hci', ['2PL']],
  ['science', ['graded', 'gpcm']],
  ['tamgpcm', ['graded', 'gpcm']],
]

for (const [dataset, references] of CASES) {
  for (const reference of references) {
    const model = MODELS[reference] ?? '2pl'
    const name = `${dataset} ${reference}: likelihood, parameters and errors agree with mirt`
    t.test(name, { skip: !referencePresent && REFERENCE_ABSENT }, async (t) => {
      const expected = readReferenceJson<Expected>(`expected/irt_${dataset}_${reference}.json`)
      const found = calibrated(t, dataset, model, expected.items_irt.length)
      near(t, found.logLikelihood, expected.logLik, 0.01, 'log-likelihood')
      t.equal(found.parameterCount, expected.npar)
      near(t, found.latent.deviation ** 2, expected.group.cov, 0.001, 'variance of ability')
      expected.items_irt.forEach((item, index) => {
        const own = found.items[index]
        if (!own) throw new Error('an item is missing')
        const name = own.item
        near(t, own.a, item['a'] ?? 1, TOLERANCE[model], `${name} a`)
        near(t, own.c, item['g'] ?? 0, TOLERANCE[model], `${name} c`)
        expectedSteps(item).forEach((step, at) => {
          // A flat item's location is a ratio of two small numbers: held in units of its error.
          const limit = Math.max(TOLERANCE[model], 0.02 * (own.se?.steps?.[at] ?? own.se?.b ?? 0))
          near(t, stepsOf(own)[at] ?? Number.NaN, step, limit, `${name} b${at + 1}`)
        })
      })
    })
  }
}

const ERRORS: readonly (readonly [string, string])[] = [
  ['lsat7', '2PL'],
  ['lsat6', '2PL'],
  ['sat12', '2PL'],
  ['irtoys', '2PL'],
  ['science', 'graded'],
  ['science', 'gpcm'],
]

for (const [dataset, reference] of ERRORS) {
  const name = `${dataset} ${reference}: standard errors of slopes agree with mirt`
  t.test(name, { skip: !referencePresent && REFERENCE_ABSENT }, async (t) => {
    const expected = readReferenceJson<Expected>(`expected/irt_${dataset}_${reference}.json`)
    const found = calibrated(t, dataset, MODELS[reference] ?? '2pl', expected.items_irt.length)
    t.equal(found.errors, 'observed')
    expected.items_slope_intercept.forEach((item, index) => {
      const named = String(item['item'])
      const error = expected.se_slope_intercept[named]?.['a1'] ?? Number.NaN
      const own = found.items[index]
      near(t, own?.se?.a ?? Number.NaN, error, 0.02 * error, `${named} SE of a`)
    })
  })
}

t.test(
  'cred1 2PL: 1,636 persons by 170 items agree with mirt',
  { skip: !referencePresent && REFERENCE_ABSENT },
  async (t) => {
    const expected = readReferenceJson<Expected>('expected/irt_cred1_2PL.json')
    const found = calibrated(t, 'cred1', '2pl', 170)
    near(t, found.logLikelihood, expected.logLik, 0.01, 'log-likelihood')
    expected.items_irt.forEach((item, index) => {
      const own = found.items[index]
      near(t, own?.a ?? Number.NaN, item['a'] ?? 0, 0.01, `${own?.item} a`)
      const limit = Math.max(0.01, 0.02 * (own?.se?.b ?? 0))
      near(t, own?.b ?? Number.NaN, item['b'] ?? 0, limit, `${own?.item} b`)
    })
  },
)
