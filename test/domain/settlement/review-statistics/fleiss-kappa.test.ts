import t from 'tap'
import { seededRandom } from '../../../../src/domain/random.ts'
import { agreementOf } from '../../../../src/domain/settlement/review-statistics/agreement-of.ts'
import {
  fleissKappa,
  studentQuantile975,
} from '../../../../src/domain/settlement/review-statistics/fleiss-kappa.ts'

/** Fleiss 1971, table 1: 30 patients, six raters, five diagnoses. */
const DIAGNOSES = [
  [0, 0, 0, 6, 0],
  [0, 3, 0, 0, 3],
  [0, 1, 4, 0, 1],
  [0, 0, 0, 0, 6],
  [0, 3, 0, 3, 0],
  [2, 0, 4, 0, 0],
  [0, 0, 4, 0, 2],
  [2, 0, 3, 1, 0],
  [2, 0, 0, 4, 0],
  [0, 0, 0, 0, 6],
  [1, 0, 0, 5, 0],
  [1, 1, 0, 4, 0],
  [0, 3, 3, 0, 0],
  [1, 0, 0, 5, 0],
  [0, 2, 0, 3, 1],
  [0, 0, 5, 0, 1],
  [3, 0, 0, 1, 2],
  [5, 1, 0, 0, 0],
  [0, 2, 0, 4, 0],
  [1, 0, 2, 0, 3],
  [0, 0, 0, 0, 6],
  [0, 1, 0, 5, 0],
  [0, 2, 0, 1, 3],
  [2, 0, 0, 4, 0],
  [1, 0, 0, 4, 1],
  [0, 5, 0, 1, 0],
  [4, 0, 0, 0, 2],
  [0, 2, 0, 4, 0],
  [1, 0, 5, 0, 0],
  [0, 0, 0, 0, 6],
]

t.test('kappa of Fleiss 1971 is .430', async (t) => {
  const found = fleissKappa(DIAGNOSES)
  t.equal(found?.value.toFixed(3), '0.430')
})

t.test('error and interval as published for the first fifteen (Gwet 2014, irrCAC)', async (t) => {
  const found = fleissKappa(DIAGNOSES.slice(0, 15))
  t.equal(found?.value.toFixed(7), '0.4139265')
  t.equal(found?.standardError.toFixed(5), '0.08119')
  t.equal(found?.low.toFixed(3), '0.240')
  t.equal(found?.high.toFixed(3), '0.588')
})

t.test('of two raters it is Scott’s pi, worked out by hand', async (t) => {
  // 10 pairs: 6 agree; shares 12/20 and 8/20, so by chance .52; (.6 - .52) / .48 = 1/6.
  const pairs = [
    ...Array.from({ length: 4 }, () => ['cleared', 'cleared'] as const),
    ...Array.from({ length: 2 }, () => ['re-test', 're-test'] as const),
    ...Array.from({ length: 3 }, () => ['re-test', 'cleared'] as const),
    ['cleared', 're-test'] as const,
  ]
  const found = agreementOf(pairs)
  t.match(found, { cases: 10, agreed: { count: 6, total: 10, value: 0.6 } })
  t.ok(Math.abs((found.kappa?.value ?? 0) - 1 / 6) < 1e-12)
  const turned = agreementOf(pairs.map(([one, other]) => [other, one]))
  t.same(turned, found, 'it does not matter who decided first')
})

t.test('nothing is said of too few, nor where all say the same', async (t) => {
  t.equal(fleissKappa([]), null)
  t.equal(fleissKappa([[2, 0]]), null)
  t.equal(
    fleissKappa([
      [2, 0],
      [2, 0],
    ]),
    null,
  )
})

t.test('the interval covers the truth about as often as it says', async (t) => {
  // Two raters each see the truth (1 or 0 alike often) and are right with probability .85:
  // agreement .85² + .15² = .745, by chance .5, so kappa is .49.
  const random = seededRandom('coverage of kappa')
  const [runs, subjects] = [800, 60]
  let covered = 0
  for (let run = 0; run < runs; run += 1) {
    const counts = Array.from({ length: subjects }, () => {
      const truth = random() < 0.5
      const said = [random() < 0.85, random() < 0.85].map((right) => right === truth)
      const yes = said.filter(Boolean).length
      return [yes, 2 - yes]
    })
    const found = fleissKappa(counts)
    if (found && found.low <= 0.49 && found.high >= 0.49) covered += 1
  }
  t.ok(covered / runs > 0.925 && covered / runs < 0.975, `covered ${covered / runs}`)
})

t.test('quantiles of t as tabled', async (t) => {
  const tabled = [
    [1, 12.706],
    [4, 2.776],
    [5, 2.571],
    [6, 2.447],
    [9, 2.262],
    [14, 2.145],
    [29, 2.045],
    [120, 1.98],
  ] as const
  for (const [degrees, quantile] of tabled) {
    t.ok(Math.abs(studentQuantile975(degrees) - quantile) < 0.0015, `${degrees}`)
  }
})
