import t from 'tap'
import {
  correlationsOf,
  itemCovariances,
} from '../../src/domain/measurement/analysis/item-covariances.ts'
import { itemStatistics } from '../../src/domain/measurement/analysis/item-statistics.ts'
import {
  guttmanLambda2,
  testStatistics,
} from '../../src/domain/measurement/analysis/test-statistics.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

const skip = referencePresent ? false : REFERENCE_ABSENT

interface ReferenceTest {
  readonly N: number
  readonly mean: number
  readonly sd: number
  readonly alpha_raw_cov: number
  readonly SEM: number
  readonly omega_total_1factor_pearson_minres: number
  readonly guttman_lambda2: number
  readonly split_half_oddeven_r: number
  readonly spearman_brown: number
}

const SETS = [
  ['lsat6', 'lsat6'],
  ['lsat7', 'lsat7'],
  ['irtoys', 'irtoys_scored_472x18'],
  ['sat12', 'sat12_scored_600x32'],
  ['hci', 'hci_scored_651'],
  ['gmat', 'gmat_dif'],
  ['verbal', 'verbal_aggression_316'],
  ['mathexam', 'mathexam14w_729'],
  ['cred1', 'credential_form1_scores'],
] as const

for (const [name, data] of SETS) {
  t.test(`classical statistics of ${name} agree with psych and base R`, { skip }, async (t) => {
    const expectedItems = readReferenceTable(`expected/ctt_${name}_items.csv`)
    const items = expectedItems.map(({ item = '' }) => item)
    const rows = readReferenceTable(`data/${data}.csv`).map((row) =>
      Float64Array.from(items, (item) => Number(row[item] === '' ? Number.NaN : row[item])),
    )
    const near = (found: number | null, expected: number, what: string, limit = 1e-10) => {
      const off = Math.abs((found ?? Number.NaN) - expected)
      t.ok(off <= limit, `${what}: ${found} for ${expected}`)
    }
    const expected = readReferenceJson<ReferenceTest>(`expected/ctt_${name}.json`)
    const found = testStatistics({ items, rows })
    t.equal(found.persons, expected.N)
    t.equal(found.basis, 'complete')
    near(found.mean, expected.mean, 'mean', 1e-9)
    near(found.deviation, expected.sd, 'deviation', 1e-9)
    near(found.alpha, expected.alpha_raw_cov, 'alpha')
    near(found.sem, expected.SEM, 'SEM', 1e-9)
    // psych computes lambda 2 of standardized items.
    const standardized = correlationsOf(itemCovariances({ items, rows }))
    const lambda2 = guttmanLambda2(standardized.matrix, standardized.size)
    near(lambda2, expected.guttman_lambda2, 'lambda2')
    near(found.splitHalf, expected.split_half_oddeven_r, 'split half')
    near(found.spearmanBrown, expected.spearman_brown, 'Spearman-Brown')
    // The reference's optimizer stops earlier than ours.
    near(found.omega, expected.omega_total_1factor_pearson_minres, 'omega', 2e-5)
    for (const [at, item] of itemStatistics({ items, rows }).entries()) {
      const row = expectedItems[at] ?? {}
      near(item.p, Number(row['p']), `${item.item} p`)
      near(item.pointBiserial, Number(row['point_biserial']), `${item.item} point-biserial`)
      near(item.corrected, Number(row['point_biserial_corrected']), `${item.item} corrected`)
      near(item.d27, Number(row['D27_order_ties']), `${item.item} D27`)
      near(item.alphaIfDeleted, Number(row['alpha_if_deleted']), `${item.item} alpha if deleted`)
    }
  })
}
