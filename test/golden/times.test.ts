import binomial from '@stdlib/stats-base-dists-binomial'
import t from 'tap'
import type { PreparedCohort } from '../../src/domain/forensics/cohort/cohort-data.ts'
import { prepareCohort } from '../../src/domain/forensics/cohort/prepare-cohort.ts'
import { rapidThreshold } from '../../src/domain/forensics/rapid-guessing.ts'
import { lookUpShape } from '../../src/domain/forensics/times/look-up-shape.ts'
import { rapidResponses } from '../../src/domain/forensics/times/rapid-responses.ts'
import { cumulativeThreshold } from '../../src/domain/forensics/times/rapid-thresholds.ts'
import { responseSpeed } from '../../src/domain/forensics/times/response-speed.ts'
import { responseTimeMisfit } from '../../src/domain/forensics/times/response-time-misfit.ts'
import { speedChange } from '../../src/domain/forensics/times/speed-change.ts'
import { upperChiSquare } from '../../src/domain/forensics/times/upper-chi-square.ts'
import { fitLognormalTimes } from '../../src/domain/measurement/fit-lognormal-times.ts'
import { isTime } from '../../src/domain/measurement/lognormal-times.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

type Table = Record<string, string>[]

/** Cells of the columns whose names fit, row by row; empty is not-a-number. */
function cells(table: Table, isColumn: (name: string) => boolean): Float64Array[] {
  return table.map((row) =>
    Float64Array.from(
      Object.entries(row).filter(([name]) => isColumn(name)),
      ([, cell]) => (cell === '' || cell === 'NA' ? Number.NaN : Number(cell)),
    ),
  )
}

function largest(errors: Iterable<number>): number {
  let most = 0
  for (const error of errors) most = error <= most ? most : Math.abs(error)
  return most
}

interface LognormalReference {
  readonly logLik: number
  readonly sigma_tau: number
  readonly items: readonly { readonly beta: number; readonly alpha: number }[]
}

/** A long table as persons by items. */
function dghirtTimes(): Float64Array[] {
  const rows = new Map<string, Float64Array>()
  for (const row of readReferenceTable('data/dghirt_sim_long.csv')) {
    const own = rows.get(row.id ?? '') ?? new Float64Array(30).fill(Number.NaN)
    own[Number(row.item) - 1] = Number(row.RT)
    rows.set(row.id ?? '', own)
  }
  return [...rows.values()]
}

const FITS: readonly { readonly name: string; readonly times: () => Float64Array[] }[] = [
  {
    name: 'chess',
    times: () =>
      cells(readReferenceTable('data/amsterdam_chess_259.csv'), (name) => name.startsWith('RT')),
  },
  {
    name: 'rotation',
    times: () =>
      cells(readReferenceTable('data/mental_rotation_121_x_rt.csv'), (name) =>
        name.startsWith('T['),
      ),
  },
  { name: 'dghirt', times: dghirtTimes },
]

for (const { name, times } of FITS) {
  t.test(`the lognormal model agrees with the reference: ${name}`, async (t) => {
    if (!referencePresent) return t.comment(REFERENCE_ABSENT)
    const reference = readReferenceJson<LognormalReference>(`expected/rt_${name}_lognormal.json`)
    const fit = fitLognormalTimes(times())
    t.equal(fit.items.length, reference.items.length)
    t.ok(Math.abs(fit.logLikelihood - reference.logLik) < 0.01, `${fit.logLikelihood}`)
    t.ok(Math.abs(fit.speedDeviation - reference.sigma_tau) < 5e-4, `${fit.speedDeviation}`)
    const errors = reference.items.flatMap(({ beta, alpha }, item) => [
      beta - (fit.items[item]?.timeIntensity ?? 99),
      (alpha - (fit.items[item]?.timeDiscrimination ?? 99)) / alpha,
    ])
    t.ok(largest(errors) < 2e-3, `parameters off by ${largest(errors)}`)
  })
}

interface LogisticReference {
  readonly items_slope_intercept: readonly { readonly a1: number; readonly d: number }[]
}

/** The licensure exam under the item parameters of the reference. */
function licensure(): PreparedCohort {
  const isItem = (name: string) => name !== 'person'
  const times = cells(readReferenceTable('data/credential_form1_rt_seconds.csv'), isItem)
  const scores = cells(readReferenceTable('data/credential_form1_scores.csv'), isItem)
  const count = times[0]?.length ?? 0
  const { items_slope_intercept: parameters } = readReferenceJson<LogisticReference>(
    'expected/irt_cred1_2PL.json',
  )
  const data = {
    persons: times.map((_, person) => String(person)),
    items: Array.from({ length: count }, (_, item) => String(item + 1)),
    scores: Int8Array.from(
      scores.flatMap((row) => Array.from(row, (score) => (Number.isNaN(score) ? -1 : score))),
    ),
    options: null,
    times,
    away: null,
    places: null,
    changes: null,
    groupings: [],
    suspectItems: [],
    earlier: null,
  }
  return prepareCohort(data, {
    items: parameters.map(({ a1, d }) => ({
      model: 'logistic' as const,
      discrimination: a1,
      locations: [-d / a1],
      guessing: 0,
    })),
    latent: { mean: 0, deviation: 1 },
  }).cohort
}

t.test('thresholds, effort, misfit and speed of a real exam', async (t) => {
  if (!referencePresent) return t.comment(REFERENCE_ABSENT)
  const cohort = licensure()
  const { times, scores, items } = cohort
  const rows = times ?? []

  t.test('NT10 and CUMP by item agree with the reference', async (t) => {
    const expected = readReferenceTable('expected/rg_cred1_items.csv')
    const means = items.map((_, item) => {
      const own = rows.map((row) => row[item] ?? Number.NaN).filter(isTime)
      return own.reduce((sum, seconds) => sum + seconds, 0) / own.length
    })
    const nt10 = expected.map(
      ({ NT10_cap10 }, item) => Number(NT10_cap10) - rapidThreshold(means[item] as number),
    )
    // The reference counts times of 0, which were not recorded, as the fastest.
    const cump = items.map((_, item) =>
      cumulativeThreshold(
        {
          seconds: Float64Array.from(rows, (row) => row[item] ?? Number.NaN),
          right: Int8Array.from(rows, (_row, person) => scores[person * items.length + item] ?? -1),
        },
        0.25,
      ),
    )
    t.ok(largest(nt10) < 1e-9, `NT10 off by ${largest(nt10)}`)
    t.same(
      cump,
      expected.map(({ CUMP }) => (CUMP === '' ? null : Number(CUMP))),
    )
  })

  t.test('effort by person agrees with the reference', async (t) => {
    const expected = readReferenceTable('expected/rg_cred1_persons.csv')
    const { tests } = rapidResponses.test(cohort)
    const errors = expected.map(
      ({ rte_NT10 }, person) => Number(rte_NT10) - 1 + (tests[person]?.statistic ?? 99),
    )
    t.ok(largest(errors) < 1e-9, `RTE off by ${largest(errors)}`)
    t.equal(tests.filter((test) => (test?.statistic ?? 0) > 0.1).length, 1)
  })

  t.test('the theoretical p of L_T agrees, and calls a tenth of a real cohort', async (t) => {
    const expected = readReferenceTable('expected/rt_cred1_persons.csv')
    const p = expected.map(
      (row) =>
        Number(row.p_L_T_df_n_minus_1) - upperChiSquare(Number(row.L_T), Number(row.n_rt) - 1),
    )
    t.ok(largest(p) < 1e-9, `p off by ${largest(p)}`)
    const theory = expected.filter((row) => Number(row.p_L_T_df_n_minus_1) < 0.001).length
    t.ok(theory > 100, `theory alone would call ${theory}`)
  })

  const real = [
    { indicator: responseSpeed, called: 0 },
    { indicator: responseTimeMisfit, called: 2 },
    { indicator: lookUpShape, called: 0 },
    { indicator: speedChange, called: 0 },
  ]
  for (const { indicator, called } of real) {
    t.test(`${indicator.id} calls as many real persons as it states`, async (t) => {
      const { tests } = indicator.test(cohort)
      const shares = [0.05, 0.01].map((level) => countBelow(tests, level) / rows.length)
      t.comment(`shares below .05 and .01: ${shares.join(' ')}`)
      t.ok((shares[0] ?? 1) < 0.065 && (shares[1] ?? 1) < 0.015)
      const found = countBelow(tests, 0.001)
      t.equal(found, called)
      // Past the upper 95 % bound so few would be found with probability below .05.
      t.ok(binomial.cdf(found, rows.length, indicator.falseFlagRate.value) < 0.05)
    })
  }

  t.test('the fastest by tau are the fastest against the cohort', async (t) => {
    const expected = readReferenceTable('expected/rt_cred1_persons.csv')
    const { tests } = responseSpeed.test(cohort)
    const complete = expected
      .map((row, person) => ({ row, z: tests[person]?.statistic ?? 0 }))
      .filter(({ row }) => row.n_rt === '170')
    const byTau = complete.toSorted(
      (one, other) => Number(other.row.tau_ml) - Number(one.row.tau_ml),
    )
    const byZ = complete.toSorted((one, other) => other.z - one.z)
    t.same(
      byZ.slice(0, 50).map(({ row }) => row.EID),
      byTau.slice(0, 50).map(({ row }) => row.EID),
    )
  })
})

function countBelow(tests: readonly ({ readonly p: number | null } | null)[], level: number) {
  return tests.filter((test) => (test?.p ?? 1) < level).length
}
