import t from 'tap'
import { benjaminiHochberg } from '../../src/domain/benjamini-hochberg.ts'
import { analyseDif } from '../../src/domain/measurement/analysis/dif.ts'
import { logisticDif } from '../../src/domain/measurement/analysis/logistic-dif.ts'
import { REFERENCE_ABSENT, readReferenceTable, referencePresent } from './reference.ts'

const skip = referencePresent ? false : REFERENCE_ABSENT

const SETS = [
  { name: 'gmat', data: 'gmat_dif', column: 'group', focal: '1' },
  { name: 'hci', data: 'hci_scored_651', column: 'gender', focal: '1' },
  { name: 'verbal', data: 'verbal_aggression_316', column: 'Gender', focal: '1' },
] as const

for (const { name, data, column, focal } of SETS) {
  t.test(`DIF of ${name} agrees with difR`, { skip }, async (t) => {
    const expected = readReferenceTable(`expected/dif_${name}.csv`)
    const items = expected.map(({ item = '' }) => item)
    const table = readReferenceTable(`data/${data}.csv`)
    const rows = table.map((row) => Float64Array.from(items, (item) => Number(row[item])))
    const groups = table.map((row) => row[column] ?? null)
    const [found] = analyseDif({ items, rows }, { name: column, groups })
    if (!found) return t.fail('there are two groups')
    // The larger group is ours to refer to; difR was told who is focal.
    const sign = found.focal === focal ? 1 : -1
    const smaller = Math.min(...found.counts)
    for (const [at, row] of expected.entries()) {
      const item = found.items[at]
      const near = (value: number | undefined, reference: string, what: string) => {
        const want = Number(row[reference])
        const off = Math.abs((value ?? Number.NaN) - want)
        t.ok(off <= 1e-8 * Math.max(1, Math.abs(want)), `${item?.item} ${what}: ${value}, ${want}`)
      }
      const plain = item?.plain
      near(sign * (plain?.delta ?? 0), 'deltaMH', 'delta')
      near(((plain?.deltaError ?? 0) / 2.35) ** 2, 'varLambda', 'variance')
      near(sign * (plain?.standardizedDifference ?? 0), 'Std_PDIF', 'standardized difference')
      // Where the correction exceeds the difference difR squares what is left; R itself does not.
      if (plain && plain.chiSquare > 0) near(plain.chiSquare, 'MH_chi2_cc', 'chi-square')
      const purified = item?.purified
      if (purified && purified.chiSquare > 0) {
        near(purified.chiSquare, 'MH_chi2_purified', 'purified chi-square')
      }
      near((purified?.oddsRatio ?? 0) ** sign, 'alphaMH_purified', 'purified odds ratio')
      if (smaller < 200) continue
      near(item?.logistic?.chiSquare, 'LR_both_chi2_purified', 'purified logistic')
    }
  })
}

t.test(
  'over the items only the known DIF of the GMAT data is left, and none of HCI',
  { skip },
  async (t) => {
    for (const [{ name, data, column }, known] of [
      [SETS[0], ['Item1', 'Item2']],
      [SETS[1], []],
    ] as const) {
      const items = readReferenceTable(`expected/dif_${name}.csv`).map(({ item = '' }) => item)
      const table = readReferenceTable(`data/${data}.csv`)
      const rows = table.map((row) => Float64Array.from(items, (item) => Number(row[item])))
      const groups = table.map((row) => row[column] ?? null)
      const [found] = analyseDif({ items, rows }, { name: column, groups })
      const flagged = found?.items.filter(
        ({ verdict }) => !['none', 'no-verdict'].includes(verdict),
      )
      t.same(
        flagged?.map(({ item }) => item),
        known,
        name,
      )
    }
  },
)

t.test('plain logistic regression agrees with difR', { skip }, async (t) => {
  for (const { name, data, column } of SETS) {
    const expected = readReferenceTable(`expected/dif_${name}.csv`)
    const table = readReferenceTable(`data/${data}.csv`)
    const focal = Uint8Array.from(table, (row) => Number(row[column]))
    const scores = Float64Array.from(table, (row) =>
      expected.reduce((sum, { item = '' }) => sum + Number(row[item]), 0),
    )
    for (const reference of expected) {
      const values = Uint8Array.from(table, (row) => Number(row[reference['item'] ?? '']))
      const found = logisticDif({ values, scores, focal })
      const off = Math.abs((found?.chiSquare ?? 0) - Number(reference['LR_both_chi2']))
      t.ok(off < 1e-8, `${name} ${reference['item']} chi-square`)
      t.ok(Math.abs((found?.p ?? 0) - Number(reference['LR_both_p'])) < 1e-8, 'p')
      // With 2,000 persons the likelihood underflows in difR: its R squared is Cox and Snell's.
      const share = values.reduce((sum, value) => sum + value, 0) / values.length
      const empty = share * Math.log(share) + (1 - share) * Math.log(1 - share)
      const scale = name === 'gmat' ? 1 - Math.exp(2 * empty) : 1
      const effect = (found?.effect ?? 0) * scale
      t.ok(Math.abs(effect - Number(reference['LR_both_deltaR2'])) < 1e-8, 'effect')
    }
  }
})

t.test('Benjamini-Hochberg agrees with p.adjust', { skip }, async (t) => {
  const table = readReferenceTable('expected/dif_gmat.csv')
  const qs = benjaminiHochberg(table.map(({ MH_p }) => Number(MH_p)))
  for (const [at, row] of table.entries()) {
    t.ok(Math.abs((qs[at] ?? 9) - Number(row['MH_p_BH'])) < 1e-12)
  }
})
