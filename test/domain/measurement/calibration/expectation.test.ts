import fc from 'fast-check'
import t from 'tap'
import {
  expectCounts,
  normalQuadrature,
} from '../../../../src/domain/measurement/calibration/expectation.ts'
import {
  itemModelOf,
  probabilitiesAt,
} from '../../../../src/domain/measurement/calibration/item-models.ts'
import { packPatterns } from '../../../../src/domain/measurement/calibration/pattern-blocks.ts'
import { responseMatrix } from '../../../../src/domain/measurement/calibration/response-matrix.ts'

const quadrature = normalQuadrature(41)
const model = itemModelOf('grm')

/** The same sums straight from their definition, in logs. */
function byDefinition(rows: readonly (number | null)[][], tables: readonly Float64Array[]) {
  const { nodes, weights } = quadrature
  let logLikelihood = 0
  const counts = tables.map(({ length }) => new Float64Array(length))
  for (const row of rows) {
    const logs = [...nodes].map((_, node) =>
      row.reduce<number>(
        (sum, value, item) =>
          value === null
            ? sum
            : sum + Math.log(tables[item]?.[value * nodes.length + node] ?? Number.NaN),
        Math.log(weights[node] ?? 0),
      ),
    )
    const highest = Math.max(...logs)
    const total = logs.reduce((sum, log) => sum + Math.exp(log - highest), 0)
    logLikelihood += highest + Math.log(total)
    row.forEach((value, item) => {
      if (value === null) return
      logs.forEach((log, node) => {
        const own = counts[item]
        const at = value * nodes.length + node
        if (own) own[at] = (own[at] ?? 0) + Math.exp(log - highest) / total
      })
    })
  }
  return { logLikelihood, counts }
}

function compare(rows: readonly (number | null)[][], parameters: readonly Float64Array[]) {
  const matrix = responseMatrix(rows)
  const tables = parameters.map((own, item) =>
    probabilitiesAt(model, own, {
      nodes: quadrature.nodes,
      categoryCount: matrix.categoryCounts[item] ?? 2,
    }),
  )
  const found = expectCounts(packPatterns(matrix), tables, {
    quadrature,
    weights: matrix.weights,
  })
  const expected = byDefinition(rows, tables)
  const off = found.counts.flatMap((own, item) =>
    [...own].map((value, at) => Math.abs(value - (expected.counts[item]?.[at] ?? 0))),
  )
  return {
    likelihood: Math.abs(found.logLikelihood - expected.logLikelihood),
    scale: Math.abs(expected.logLikelihood),
    counts: Math.max(...off),
    persons: found.mass.reduce((sum, value) => sum + value, 0),
  }
}

t.test('lookup by pattern gives the sums of the definition', async () => {
  const item = fc.tuple(
    fc.integer({ min: 2, max: 4 }),
    fc.double({ min: 0.3, max: 3, noNaN: true }),
  )
  const data = fc.array(item, { minLength: 1, maxLength: 25 }).chain((items) =>
    fc.tuple(
      fc.constant(items),
      fc.array(fc.tuple(...items.map(([count]) => fc.option(fc.nat(count - 1), { freq: 4 }))), {
        minLength: 1,
        maxLength: 12,
      }),
    ),
  )
  fc.assert(
    fc.property(data, ([items, sparse]) => {
      // Every category is used once, so that all items have the categories they were made with.
      const most = Math.max(...items.map(([count]) => count))
      const full = Array.from({ length: most }, (_, value) =>
        items.map(([count]) => Math.min(value, count - 1)),
      )
      const rows = [...full, ...(sparse as (number | null)[][])]
      const parameters = items.map(([count, slope]) =>
        Float64Array.from([slope, ...Array.from({ length: count - 1 }, (_, at) => 1 - at)]),
      )
      const { likelihood, counts, persons } = compare(rows, parameters)
      return likelihood < 1e-8 && counts < 1e-9 && Math.abs(persons - rows.length) < 1e-9
    }),
    { numRuns: 150 },
  )
})

t.test('answers that no ability explains do not underflow', async (t) => {
  const count = 400
  const parameters = Array.from({ length: count }, () => Float64Array.of(8, 0))
  const rows = [
    Array.from({ length: count }, (_, at) => at % 2),
    Array.from({ length: count }, (_, at) => (at < 200 ? 0 : 1)),
    Array.from({ length: count }, () => 1),
  ]
  const { likelihood, scale, counts, persons } = compare(rows, parameters)
  t.ok(likelihood < 1e-9 * scale, `log-likelihood off by ${likelihood} of ${scale}`)
  t.ok(counts < 1e-9)
  t.ok(Math.abs(persons - 3) < 1e-9)
})
