import fc from 'fast-check'
import t from 'tap'
import { nominalAbilities } from '../../../../src/domain/measurement/calibration/nominal-abilities.ts'
import {
  type NominalItem,
  writeNominalChances,
} from '../../../../src/domain/measurement/calibration/nominal-item.ts'
import { fitNominalModel } from '../../../../src/domain/measurement/calibration/nominal-model.ts'
import { drawNormal, drawPlace } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

const ITEMS = 30

/** Items whose option 0 is right, with parameters that sum to 0. */
function trueItems(seed: string): NominalItem[] {
  const random = seededRandom(seed, 'items')
  const centered = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return Float64Array.from(values, (value) => value - mean)
  }
  return Array.from({ length: ITEMS }, () => ({
    slopes: centered([1.2 + 0.3 * drawNormal(random), 0.3 * drawNormal(random), 0, -0.2]),
    intercepts: centered([0.5 + drawNormal(random), 0.5 * drawNormal(random), 0, -0.5]),
  }))
}

function drawChoices(items: readonly NominalItem[], persons: number, seed: string) {
  const random = seededRandom(seed, 'choices')
  const theta = Float64Array.from({ length: persons }, () => drawNormal(random))
  const chances = new Float64Array(4)
  const chosen = new Int8Array(persons * items.length)
  theta.forEach((ability, person) => {
    items.forEach((item, at) => {
      writeNominalChances(item, ability, chances)
      chosen[person * items.length + at] = drawPlace(chances, random)
    })
  })
  return { theta, chosen }
}

const shape = { itemCount: ITEMS, counts: new Int8Array(ITEMS).fill(4), keys: new Int8Array(ITEMS) }

function errorOf(found: readonly (NominalItem | null)[], truth: readonly NominalItem[]): number {
  const squares = truth.flatMap(({ slopes }, at) =>
    Array.from(slopes, (slope, k) => (slope - (found[at]?.slopes[k] ?? Number.NaN)) ** 2),
  )
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
}

t.test('the parameters that made the data come back, the nearer the more persons', async (t) => {
  const items = trueItems('recovery')
  const errors = [300, 3000].map((persons) => {
    const { chosen } = drawChoices(items, persons, `${persons} persons`)
    const fit = fitNominalModel({ ...shape, chosen })
    t.ok(fit.converged)
    return errorOf(fit.items, items)
  })
  const [few = 9, many = 9] = errors
  t.ok(many < 0.07 && few < 0.25 && many < few / 2, errors.join())
})

t.test('abilities come back, and turning keys around does not turn them', async (t) => {
  const items = trueItems('abilities')
  const { chosen, theta } = drawChoices(items, 800, 'abilities')
  const fit = fitNominalModel({ ...shape, chosen })
  const found = nominalAbilities({ items: fit.items, chosen })
  const unknown = fitNominalModel({ ...shape, chosen, keys: new Int8Array(ITEMS).fill(-1) })
  t.ok(Math.abs(fit.logLikelihood - unknown.logLikelihood) < 0.5, 'keys only say where to begin')
  const inside = [...theta.keys()].filter((person) => Math.abs(found[person] ?? 9) < 6)
  const [x, y] = [theta, found].map((values) => inside.map((person) => values[person] ?? 0))
  t.ok(correlation(x ?? [], y ?? []) > 0.9)
})

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
  const [meanX, meanY] = [mean(x), mean(y)]
  const product = (of: (at: number) => number) => mean(x.map((_, at) => of(at)))
  const dx = (at: number) => (x[at] ?? 0) - meanX
  const dy = (at: number) => (y[at] ?? 0) - meanY
  const cross = product((at) => dx(at) * dy(at))
  return cross / Math.sqrt(product((at) => dx(at) ** 2) * product((at) => dy(at) ** 2))
}

t.test('renaming options renames the parameters and changes nothing else', async (t) => {
  const { chosen } = drawChoices(trueItems('names'), 200, 'names')
  const turned = chosen.map((option) => 3 - option)
  const plain = fitNominalModel({ ...shape, chosen, tolerance: 1e-6 })
  const keys = new Int8Array(ITEMS).fill(3)
  const renamed = fitNominalModel({ ...shape, chosen: turned, keys, tolerance: 1e-6 })
  t.ok(Math.abs(plain.logLikelihood - renamed.logLikelihood) < 1e-6)
  const reversed = renamed.items.map(
    (item) => item && { ...item, slopes: item.slopes.toReversed() },
  )
  t.ok(errorOf(reversed, plain.items as NominalItem[]) < 1e-4)
})

t.test('options nobody chose have no chance; items with one option are left out', async (t) => {
  const { chosen } = drawChoices(trueItems('unused'), 200, 'unused')
  const edited = chosen.map((option, cell) => {
    if (cell % ITEMS === 0) return option === 2 ? 1 : option
    if (cell % ITEMS === 1) return 0
    // Missing by design: must be neither an option nor an error.
    return cell % 7 === 0 ? -1 : option
  })
  const fit = fitNominalModel({ ...shape, chosen: edited })
  t.equal(fit.items[1], null)
  const chances = new Float64Array(4)
  writeNominalChances(fit.items[0] as NominalItem, 0.3, chances)
  t.equal(chances[2], 0)
  t.ok(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1) < 1e-12)
  t.ok(fit.items.every((item, at) => at === 1 || item?.slopes.every(Number.isFinite)))
  t.throws(() => fitNominalModel({ ...shape, chosen: new Int8Array(ITEMS).fill(4) }))
})

t.test('excluding persons is the same as not having them', async (t) => {
  const { chosen } = drawChoices(trueItems('excluded'), 250, 'excluded')
  const excluded = new Set(Array.from({ length: 50 }, (_, at) => 200 + at))
  const without = fitNominalModel({ ...shape, chosen: chosen.slice(0, 200 * ITEMS) })
  const ignored = fitNominalModel({ ...shape, chosen, excluded })
  t.ok(Math.abs(without.logLikelihood - ignored.logLikelihood) < 1e-6)
  t.ok(errorOf(ignored.items, without.items as NominalItem[]) < 1e-6)
})

t.test('an option chosen once gets no slope without bound', async (t) => {
  const { chosen } = drawChoices(trueItems('rare'), 60, 'rare')
  const rare = chosen.map((option, cell) => (cell % ITEMS === 0 ? (cell === 0 ? 3 : 0) : option))
  const fit = fitNominalModel({ ...shape, chosen: rare })
  t.ok(fit.converged)
  const slopes = fit.items.flatMap((item) => [...(item?.slopes ?? [])])
  t.ok(Math.max(...slopes.map(Math.abs)) < 4, 'with 60 persons')
})

t.test('no ability within the bound makes the answers likelier than the estimate', async () => {
  const items = trueItems('likelihood')
  const answers = fc.array(fc.integer({ min: -1, max: 3 }), {
    minLength: ITEMS,
    maxLength: ITEMS,
  })
  const logLikelihood = (given: readonly number[], theta: number) => {
    const chances = new Float64Array(4)
    return given.reduce((sum, answer, at) => {
      if (answer < 0) return sum
      writeNominalChances(items[at] as NominalItem, theta, chances)
      return sum + Math.log(chances[answer] as number)
    }, 0)
  }
  fc.assert(
    fc.property(answers, fc.double({ min: -6, max: 6, noNaN: true }), (given, other) => {
      const [found = 0] = nominalAbilities({ items, chosen: Int8Array.from(given) })
      if (given.every((answer) => answer < 0)) return Number.isNaN(found)
      return logLikelihood(given, found) >= logLikelihood(given, other) - 1e-9
    }),
  )
})
