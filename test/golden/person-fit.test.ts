import t from 'tap'
import {
  orderItems,
  orderStatistics,
  transposedScalability,
} from '../../src/domain/forensics/person-fit/order-statistics.ts'
import { patternMoments } from '../../src/domain/forensics/person-fit/pattern-moments.ts'
import type { ScoringItem } from '../../src/domain/measurement/scoring/scoring-item.ts'
import {
  REFERENCE_ABSENT,
  readReferenceJson,
  readReferenceTable,
  referencePresent,
} from './reference.ts'

const skip = referencePresent ? false : REFERENCE_ABSENT

const SETS = [
  ['pf_cred1_2pl', 'irt_cred1_2PL', 'credential_form1_scores'],
  ['pf_irtoys2pl', 'irt_irtoys_2PL', 'irtoys_scored_472x18'],
  ['pf_irtoys3pl', 'irt_irtoys_3PL_prior', 'irtoys_scored_472x18'],
  ['pf_sat12_2pl', 'irt_sat12_2PL', 'sat12_scored_600x32'],
] as const

interface ReferenceModel {
  readonly items_irt: readonly { readonly a: number; readonly b: number; readonly g: number }[]
}

function readItems(name: string): ScoringItem[] {
  return readReferenceJson<ReferenceModel>(`expected/${name}.json`).items_irt.map(
    ({ a, b, g }) => ({
      model: 'logistic',
      discrimination: a,
      locations: [b],
      guessing: g,
    }),
  )
}

function readMatrix(name: string) {
  const rows = readReferenceTable(`data/${name}.csv`).map((row) =>
    Object.entries(row)
      .filter(([column]) => column !== 'person')
      .map(([, cell]) => (cell === '' || cell === 'NA' ? -1 : Number(cell))),
  )
  const itemCount = rows[0]?.length ?? 0
  return { personCount: rows.length, itemCount, scores: Int8Array.from(rows.flat()) }
}

/** The greatest difference by column, over persons for whom both say something. */
function compare() {
  const worst = new Map<string, number>()
  const counts = new Map<string, number>()
  return {
    worst,
    counts,
    see(column: string, cell: string | undefined, value: number | null | undefined) {
      if (cell === undefined || cell === '' || cell === 'NA') return
      if (value === null || value === undefined) return
      worst.set(column, Math.max(worst.get(column) ?? 0, Math.abs(value - Number(cell))))
      counts.set(column, (counts.get(column) ?? 0) + 1)
    },
  }
}

for (const [expected, model, data] of SETS) {
  t.test(
    `lz, lz* and its skewness correction agree with aberrance: ${expected}`,
    { skip },
    async (t) => {
      const { itemCount, scores } = readMatrix(data)
      const momentsOf = patternMoments(readItems(model))
      const { worst, counts, see } = compare()
      for (const row of readReferenceTable(`expected/${expected}.csv`)) {
        const person = Number(row['person']) - 1
        const theta = Number(row['theta_ml_6'])
        const own = scores.subarray(person * itemCount, (person + 1) * itemCount)
        const found = momentsOf(own, theta)
        see('lz', row['L_S_NO'], found?.lz)
        // Where the estimate stands at its bound the likelihood equation does not hold: aberrance
        // takes it as if it did, here what is left of it is taken off.
        if (Math.abs(theta) > 5.99) continue
        see('lz*', row['L_S_TS'], found?.corrected)
        see('corrected for skewness', row['L_S_TSCF'], found?.normalized)
      }
      t.ok((counts.get('lz*') ?? 0) > 400, 'persons were compared')
      t.ok((worst.get('lz') ?? 1) < 1e-9, `lz off by ${worst.get('lz')}`)
      // Its search for the ability stops at about 1e-4.
      t.ok((worst.get('lz*') ?? 1) < 2e-4, `lz* off by ${worst.get('lz*')}`)
      const skewed = worst.get('corrected for skewness') ?? 1
      t.ok(skewed < 3e-4, `corrected for skewness off by ${skewed}`)
    },
  )
}

const ORDERS = [
  ['pf_cred1_2pl', 'credential_form1_scores'],
  ['pf_irtoys2pl', 'irtoys_scored_472x18'],
  ['pf_sat12_2pl', 'sat12_scored_600x32'],
  ['pf_inadequacy', 'perfit_inadequacy_806x28'],
] as const

/** PerFit rounds to four decimals. */
const ROUNDED = 5.1e-5

for (const [expected, data] of ORDERS) {
  t.test(
    `HT, U3, Guttman errors and C* agree with aberrance and PerFit: ${expected}`,
    { skip },
    async (t) => {
      const matrix = readMatrix(data)
      const { itemCount, scores } = matrix
      const order = orderItems(
        matrix,
        Array.from({ length: itemCount }, (_, column) => column),
      )
      const scalability = transposedScalability(matrix)
      const { worst, counts, see } = compare()
      for (const row of readReferenceTable(`expected/${expected}.csv`)) {
        const person = Number(row['person']) - 1
        const own = scores.subarray(person * itemCount, (person + 1) * itemCount)
        const found = orderStatistics(order, own)
        if (found === null) continue
        for (const column of ['U3_S', 'U3', 'PerFit_U3']) see(column, row[column], found.u3)
        for (const column of ['ZU3_S', 'ZU3']) see(column, row[column], found.zu3)
        for (const column of ['MC_S', 'Cstar']) see(column, row[column], found.cStar)
        for (const column of ['Gnormed', 'PerFit_Gnormed']) see(column, row[column], found.guttman)
        for (const column of ['HT_S', 'Ht', 'PerFit_Ht']) {
          see(column, row[column], scalability?.(person))
        }
      }
      t.ok(worst.size >= 5, 'all statistics were compared')
      for (const [column, difference] of worst) {
        const limit = column.endsWith('_S') ? 1e-9 : ROUNDED
        t.ok(difference < limit, `${column} off by ${difference}, ${counts.get(column)} persons`)
      }
    },
  )
}
