import binomial from '@stdlib/stats-base-dists-binomial'
import fc from 'fast-check'
import t from 'tap'
import {
  fQuantile,
  incompleteBeta,
} from '../../../../src/domain/measurement/analysis/f-distribution.ts'
import { itemCovariances } from '../../../../src/domain/measurement/analysis/item-covariances.ts'
import { itemFindings } from '../../../../src/domain/measurement/analysis/item-findings.ts'
import { itemStatistics } from '../../../../src/domain/measurement/analysis/item-statistics.ts'
import { testFindings } from '../../../../src/domain/measurement/analysis/test-findings.ts'
import {
  alphaIfDeleted,
  feldtInterval,
  testStatistics,
} from '../../../../src/domain/measurement/analysis/test-statistics.ts'
import { seededRandom, shuffle } from '../../../../src/domain/random.ts'
import { drawThetas, simulateResponses, spreadItems } from './simulated-responses.ts'

const tables = fc
  .record({ persons: fc.integer({ min: 1, max: 12 }), items: fc.integer({ min: 1, max: 6 }) })
  .chain(({ persons, items }) =>
    fc.array(
      fc.array(fc.constantFrom(0, 1, 1, 2, Number.NaN), { minLength: items, maxLength: items }),
      { minLength: persons, maxLength: persons },
    ),
  )
  .map((rows) => ({
    items: (rows[0] ?? []).map((_, at) => `I${at + 1}`),
    rows: rows.map((row) => Float64Array.from(row)),
  }))

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}

t.test('whatever is missing or constant, no figure is NaN or infinite', async (t) => {
  fc.assert(
    fc.property(tables, (table) => {
      const found = [testStatistics(table), ...itemStatistics(table)]
      for (const value of numbersIn(found)) {
        if (!Number.isFinite(value)) throw new Error(`${value}`)
      }
      for (const { message } of [
        ...testFindings(testStatistics(table)),
        ...itemStatistics(table).flatMap(itemFindings),
      ]) {
        if (/NaN|undefined|Infinity/.test(message.en + message['zh-CN']))
          throw new Error(message.en)
      }
    }),
  )
  t.pass()
})

t.test('the order of persons and of items changes nothing but D27 at ties', async (t) => {
  const rows = simulateResponses({
    seed: 'order',
    thetas: drawThetas(150, 'order'),
    items: spreadItems(12),
  })
  const items = spreadItems(12).map((_, at) => `I${at}`)
  const random = seededRandom('order', 'shuffle')
  const order = shuffle([...items.keys()], random)
  const moved = {
    items: order.map((at) => items[at] ?? ''),
    rows: shuffle(rows, random).map((row) => Float64Array.from(order, (at) => row[at] ?? 0)),
  }
  const [one, other] = [testStatistics({ items, rows }), testStatistics(moved)]
  for (const name of ['alpha', 'lambda2', 'omega', 'sem', 'mean'] as const) {
    t.ok(Math.abs((one[name] ?? 0) - (other[name] ?? 1)) < 1e-8, name)
  }
  const byName = new Map(itemStatistics(moved).map((item) => [item.item, item]))
  for (const item of itemStatistics({ items, rows })) {
    const same = byName.get(item.item)
    t.ok(Math.abs((item.corrected ?? 0) - (same?.corrected ?? 1)) < 1e-10)
    t.ok(Math.abs((item.alphaIfDeleted ?? 0) - (same?.alphaIfDeleted ?? 1)) < 1e-10)
  }
})

t.test('alpha of parallel items is that of the theory, also from forms of their own', async (t) => {
  // Sixty equal items: alpha must follow Spearman-Brown in the number answered.
  const items = Array.from({ length: 60 }, () => ({ slope: 1.3, difficulty: 0 }))
  const thetas = drawThetas(3000, 'parallel')
  const rows = simulateResponses({ seed: 'parallel', thetas, items })
  const names = items.map((_, at) => `I${at}`)
  const whole = testStatistics({ items: names, rows })
  const random = seededRandom('parallel', 'forms')
  const own = rows.map((row) => {
    const kept = new Set(shuffle([...names.keys()], random).slice(0, 20))
    return row.map((value, at) => (kept.has(at) ? value : Number.NaN))
  })
  const forms = testStatistics({ items: names, rows: own })
  const alpha = whole.alpha ?? 0
  const single = alpha / (60 - 59 * alpha)
  const expected = (20 * single) / (1 + 19 * single)
  t.equal(forms.basis, 'own-forms')
  t.equal(forms.length, 20)
  t.ok(Math.abs((forms.alpha ?? 0) - expected) < 0.02, `${forms.alpha} for ${expected}`)
  t.equal(forms.lambda2, null)
  t.equal(
    testFindings(forms).some(({ code }) => code === 'own-forms'),
    true,
  )
})

t.test('the interval of alpha holds the truth about as often as it says', async (t) => {
  const items = Array.from({ length: 10 }, () => ({ slope: 1.2, difficulty: 0 }))
  const names = items.map((_, at) => `I${at}`)
  const alphaOf = (persons: number, seed: string) =>
    testStatistics({
      items: names,
      rows: simulateResponses({ seed, thetas: drawThetas(persons, seed), items }),
    })
  const truth = alphaOf(60_000, 'truth').alpha ?? 0
  const runs = 400
  const held = Array.from(
    { length: runs },
    (_, run) => alphaOf(80, `run ${run}`).alphaInterval,
  ).filter((interval) => interval && interval[0] <= truth && truth <= interval[1]).length
  // Three binomial standard deviations around 95 %, and a little for items that are not normal.
  t.ok(held / runs > 0.905 && held / runs < 0.985, `${held} of ${runs}`)
})

t.test('the incomplete beta function agrees with binomial sums', async (t) => {
  for (const [n, k, p] of [
    [10, 3, 0.2],
    [50, 20, 0.5],
    [400, 30, 0.1],
  ] as const) {
    const expected = binomial.cdf(k, n, p)
    t.ok(Math.abs(incompleteBeta(1 - p, n - k, k + 1) - expected) < 1e-11)
  }
})

t.test('quantiles of F are those of printed tables', async (t) => {
  for (const [p, one, other, expected] of [
    [0.95, 5, 10, 3.3258],
    [0.975, 10, 20, 2.7737],
    [0.025, 10, 20, 0.2925],
    [0.95, 1, 1, 161.4476],
  ] as const) {
    const found = fQuantile(p, [one, other])
    t.ok(Math.abs(found - expected) < 1e-4 * expected + 5e-5, `${found} for ${expected}`)
  }
  t.equal(feldtInterval(0.8, 2, 10), null)
})

/** Everybody has a form of their own, so that many pairs of items nobody answered together. */
const ownForms = fc
  .record({ persons: fc.integer({ min: 6, max: 15 }), items: fc.integer({ min: 4, max: 8 }) })
  .chain(({ persons, items }) =>
    fc.array(
      fc.array(fc.constantFrom(0, 1, Number.NaN, Number.NaN), {
        minLength: items,
        maxLength: items,
      }),
      { minLength: persons, maxLength: persons },
    ),
  )

t.test('without an item alpha is what the other items say, whoever answered what', async (t) => {
  let told = 0
  fc.assert(
    fc.property(ownForms, (responses) => {
      const names = (responses[0] ?? []).map((_, at) => `I${at + 1}`)
      const rows = responses.map((row) => Float64Array.from(row))
      const covariances = itemCovariances({ items: names, rows })
      const size = covariances.items.length
      const found = alphaIfDeleted(covariances, size)
      covariances.items.forEach((item, at) => {
        const rest = itemCovariances({
          items: names.toSpliced(item, 1),
          rows: rows.map((row) => row.filter((_, column) => column !== item)),
        })
        const others = size - 1
        const variances = rest.items.map((_, own) => rest.matrix[own * others + own] ?? 0)
        const variance = variances.reduce((sum, value) => sum + value, 0) / others
        const total = variance + (others - 1) * rest.meanCovariance
        const isTold = size > 2 && rest.pairsApart < (others * (others - 1)) / 2 && total > 1e-12
        const wanted = isTold ? (others * rest.meanCovariance) / total : null
        const own = found[at] ?? null
        if (wanted === null || own === null) return
        told += 1
        if (Math.abs(own - wanted) > 1e-6 * Math.max(1, Math.abs(wanted))) {
          throw new Error(`${own} for ${wanted}`)
        }
      })
    }),
  )
  t.ok(told > 100, `${told} compared`)
})
