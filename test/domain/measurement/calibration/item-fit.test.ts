import fc from 'fast-check'
import t from 'tap'
import { fitModel } from '../../../../src/domain/measurement/calibration/fit-model.ts'
import { assessFit } from '../../../../src/domain/measurement/calibration/item-fit.ts'
import type { CalibratedModel } from '../../../../src/domain/measurement/calibration/item-models.ts'
import {
  collapsePatterns,
  type ResponseMatrix,
  responseMatrix,
} from '../../../../src/domain/measurement/calibration/response-matrix.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { drawItems, drawResponses } from '../simulated-responses.ts'

type Rows = readonly (readonly (number | null)[])[]

function fitOf(matrix: ResponseMatrix, model: CalibratedModel = '2pl') {
  const fitted = fitModel({ matrix, model })
  const items = Array.from({ length: matrix.itemCount }, (_, at) => `i${at}`)
  return assessFit({ matrix, fitted, items })
}

function simulated(seed: string, shape: { items: number; persons: number }): number[][] {
  return drawResponses({ items: drawItems(shape.items, seed), persons: shape.persons, seed }).rows
}

function hasNoNaN(value: unknown): boolean {
  return !/NaN|Infinity/.test(
    JSON.stringify(value, (_, own) => (typeof own === 'number' ? String(own) : own)),
  )
}

t.test('items that fit are called misfits as often as the level says', async (t) => {
  const fits = Array.from({ length: 12 }, (_, at) =>
    fitOf(responseMatrix(simulated(`null ${at}`, { items: 20, persons: 1000 }))),
  )
  const ps = fits.flatMap(({ items }) =>
    items.map(({ scoreGroups }) => (scoreGroups.statistic === null ? Number.NaN : scoreGroups.p)),
  )
  const rejected = ps.filter((p) => p < 0.05).length / ps.length
  t.comment(`S-X2 below .05: ${rejected.toFixed(3)} of ${ps.length}`)
  t.ok(rejected > 0.015 && rejected < 0.09, `${rejected}`)
  const ratios = fits.map(({ overall }) =>
    overall.statistic === null ? Number.NaN : overall.statistic / overall.degrees,
  )
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  t.comment(`M2 over its degrees of freedom: ${mean.toFixed(3)}`)
  // 170 degrees, 12 runs: the mean has a standard error of about .03.
  t.ok(Math.abs(mean - 1) < 0.1, `${mean}`)
  const flagged = fits.flatMap(({ dependence }) => dependence.flagged)
  t.same(flagged, [], 'no pair of independent items is flagged')
})

t.test('an item that the able get wrong and one that hints at another are found', async (t) => {
  const seed = 'planted'
  const items = drawItems(20, seed)
  const { rows, abilities } = drawResponses({ items, persons: 2000, seed })
  const random = seededRandom(seed, 'spoil')
  const spoiled = rows.map((row, person) => {
    const theta = abilities[person] ?? 0
    const own = [...row]
    // Right most often in the middle: the key misleads those who know more.
    own[3] = random() < 0.85 * Math.exp(-0.5 * (theta - 0.3) ** 2) ? 1 : 0
    if (random() < 0.5) own[8] = own[7] ?? 0
    return own
  })
  const found = fitOf(responseMatrix(spoiled))
  const misfits = found.findings.filter(({ code }) => code === 'item-misfit')
  t.ok(
    misfits.some(({ item }) => item === 'i3'),
    JSON.stringify(misfits),
  )
  const [pair] = found.dependence.flagged
  t.same(pair?.items, [7, 8])
  t.equal(found.dependence.flagged.length, 1)
  t.ok(found.findings.some(({ code }) => code === 'local-dependence'))
})

t.test('M2 on the scores of graded items is a chi-square, too', async (t) => {
  const steps = drawItems(8, 'graded').map(([a = 1, d = 0]) => Float64Array.of(a, d + 0.8, d - 0.8))
  for (const model of ['grm', 'gpcm'] as const) {
    const ratios = Array.from({ length: 6 }, (_, at) => {
      const { rows } = drawResponses({ items: steps, persons: 1500, seed: `m2 ${at}`, model })
      const found = fitOf(responseMatrix(rows), model)
      const rejected = found.items.filter(
        ({ scoreGroups }) => scoreGroups.statistic !== null && scoreGroups.p < 0.01,
      )
      t.ok(rejected.length <= 1, `${model} ${at}: S-X2 rejects ${rejected.length} of 8`)
      const { overall } = found
      return overall.statistic === null ? Number.NaN : overall.statistic / overall.degrees
    })
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
    t.comment(`${model}: M2 over its degrees of freedom: ${mean.toFixed(3)}`)
    // 12 degrees, 6 runs: a standard error of about .17.
    t.ok(Math.abs(mean - 1) < 0.5, `${model}: ${mean}`)
  }
})

t.test('known items and shared slopes leave more degrees of freedom', async (t) => {
  const items = drawItems(10, 'degrees')
  const matrix = responseMatrix(drawResponses({ items, persons: 800, seed: 'degrees' }).rows)
  const names = items.map((_, at) => `i${at}`)
  const degreesOf = (model: CalibratedModel, known: number) => {
    const fixed = new Map(items.slice(0, known).map((own, at) => [at, own]))
    const fitted = fitModel({ matrix, model, fixed })
    const { overall } = assessFit({ matrix, fitted, items: names, fixed: new Set(fixed.keys()) })
    return overall.statistic === null ? null : overall.degrees
  }
  // 10 items and 45 pairs, less the free parameters.
  t.equal(degreesOf('2pl', 0), 55 - 20)
  t.equal(degreesOf('2pl', 4), 55 - 12 - 2)
  t.equal(degreesOf('rasch', 0), 55 - 11)
  t.equal(degreesOf('1pl', 0), 55 - 11)
})

t.test(
  'with a form for everybody the residuals still tell, and the rest says why not',
  async (t) => {
    const random = seededRandom('own forms')
    const rows: Rows = simulated('own forms', { items: 30, persons: 1200 }).map((row) =>
      row.map((value) => (random() < 0.5 ? null : value)),
    )
    const found = fitOf(responseMatrix(rows))
    // At shrunken abilities the outfit of a very easy item lies far below 1.
    t.ok(found.items.every(({ outfit }) => outfit !== null && outfit > 0.3 && outfit < 1.5))
    t.ok(found.items.every(({ infit }) => infit !== null && infit > 0.7 && infit < 1.3))
    for (const { scoreGroups } of found.items) {
      t.equal(scoreGroups.statistic, null)
      t.match(scoreGroups.reason?.en, /same set of items/)
    }
    t.match(found.overall.reason?.en, /persons answered every item/)
    t.ok(found.findings.some(({ code }) => code === 'fit-not-tested'))
    t.ok(hasNoNaN(found))
  },
)

t.test('two forms are each compared on their own scores', async (t) => {
  const rows: Rows = simulated('two forms', { items: 24, persons: 1600 }).map((row, person) =>
    row.map((value, item) => {
      const isFirst = person % 2 === 0
      return (isFirst ? item < 16 : item >= 8) ? value : null
    }),
  )
  const found = fitOf(responseMatrix(rows))
  const sizes = found.items.map(({ scoreGroups }) =>
    scoreGroups.statistic === null ? 0 : scoreGroups.n,
  )
  t.same(new Set(sizes.slice(0, 8)), new Set([800]))
  t.same(new Set(sizes.slice(8, 16)), new Set([1600]))
  const rejected = found.items.filter(({ q }) => q !== null && q < 0.05)
  t.same(rejected, [], 'sound items fit on either form')
})

t.test('putting equal rows together changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
      const matrix = responseMatrix(simulated(`rows ${seed}`, { items: 6, persons: 300 }))
      const fitted = fitModel({ matrix, model: '1pl' })
      const items = Array.from({ length: 6 }, (_, at) => `i${at}`)
      const plain = assessFit({ matrix, fitted, items })
      const together = assessFit({ matrix: collapsePatterns(matrix), fitted, items })
      return plain.items.every(({ infit, outfit, scoreGroups }, at) => {
        const other = together.items[at]
        const near = (left?: number | null, right?: number | null) =>
          Math.abs((left ?? 0) - (right ?? 0)) < 1e-8
        return (
          near(infit, other?.infit) &&
          near(outfit, other?.outfit) &&
          near(scoreGroups.statistic, other?.scoreGroups.statistic) &&
          near(plain.overall.statistic, together.overall.statistic) &&
          near(plain.dependence.greatest, together.dependence.greatest)
        )
      })
    }),
    { numRuns: 10 },
  )
})

t.test('hardly any data give reasons, never NaN', async (t) => {
  const tiny: Rows[] = [
    [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    [
      [1, null],
      [0, null],
      [null, 1],
      [null, 0],
    ],
    [[1], [0]],
  ]
  for (const rows of tiny) {
    const found = fitOf(responseMatrix(rows), '1pl')
    t.ok(hasNoNaN(found), JSON.stringify(found))
    t.ok(found.items.every(({ scoreGroups }) => scoreGroups.reason !== null))
    t.not(found.overall.reason, null)
  }
})

t.test('a copy of an item is told', async (t) => {
  const rows = simulated('copies', { items: 10, persons: 600 }).map((row) => [...row, row[0] ?? 0])
  const { dependence, findings } = fitOf(responseMatrix(rows))
  t.same(dependence.flagged[0]?.items, [0, 10])
  t.ok(findings.some(({ code }) => code === 'local-dependence'))
})
