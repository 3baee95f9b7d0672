import t from 'tap'
import { seededRandom } from '../../../../src/domain/random.ts'
import {
  flagRates,
  type RatedAttempt,
} from '../../../../src/domain/settlement/review-statistics/flag-rates.ts'

const noName = () => null

function attempts(
  groups: Readonly<Record<string, readonly [flagged: number, total: number]>>,
): RatedAttempt[] {
  return Object.entries(groups).flatMap(([rank, [flagged, total]]) =>
    Array.from(
      { length: total },
      (_, index): RatedAttempt => ({
        groups: { rank, age: null, device: 'desk', accommodation: 'without' },
        flagged: index < flagged,
        caseState: index === 0 ? 'cleared' : null,
      }),
    ),
  )
}

t.test('Pearson’s test as in the textbook (Agresti 2002, table 2.3: aspirin)', async (t) => {
  const [byRank] = flagRates(attempts({ placebo: [189, 11_034], aspirin: [104, 11_037] }), noName)
  t.equal(byRank?.test?.statistic.toFixed(1), '25.0')
  t.equal(byRank?.test?.degreesOfFreedom, 1)
  t.ok((byRank?.test?.p ?? 1) < 1e-5)
  t.match(byRank?.groups[1], { group: { id: 'placebo' }, flagged: { count: 189, total: 11_034 } })
})

t.test('small groups are not told, nor worked out from the others', async (t) => {
  const ids = (groups: Parameters<typeof attempts>[0]) =>
    flagRates(attempts(groups), noName)[0]?.groups.map(({ group }) => group.id)
  t.same(ids({ a: [9, 90], b: [6, 60], c: [3, 29] }), ['a'], 'c alone would be told by b')
  t.same(ids({ a: [9, 90], b: [6, 60], c: [1, 15], d: [1, 16] }), ['a', 'b'])
  t.same(ids({ a: [9, 90], b: [6, 60], c: [1, 10], d: [1, 10] }), ['a'])
  t.same(ids({ a: [9, 90], b: [6, 60] }), ['a', 'b'])
  const [byRank] = flagRates(attempts({ a: [9, 90], b: [6, 60], c: [3, 29] }), noName)
  t.equal(byRank?.hiddenGroups, 2)
})

t.test('with too few flags to compare there is no p', async (t) => {
  const [byRank] = flagRates(attempts({ a: [1, 40], b: [0, 40] }), noName)
  t.equal(byRank?.test, null)
  t.equal(byRank?.groups.length, 2)
})

t.test('groups flagged alike are called different one time in twenty', async (t) => {
  const random = seededRandom('flag rates')
  const runs = 600
  let called = 0
  for (let run = 0; run < runs; run += 1) {
    const flags = (total: number) => Array.from({ length: total }, random).filter((it) => it < 0.15)
    const count = (total: number) => [flags(total).length, total] as const
    const rates = flagRates(attempts({ a: count(200), b: count(120), c: count(60) }), noName)
    if ((rates[0]?.test?.p ?? 1) < 0.05) called += 1
  }
  t.ok(called / runs > 0.03 && called / runs < 0.075, `${called} of ${runs}`)
})
