import fc from 'fast-check'
import t from 'tap'
import {
  type LinkMethod,
  linkScales,
} from '../../../../src/domain/measurement/linking/link-scales.ts'
import {
  expectedScore,
  itemConstantsOf,
  locationsOf,
  rescaleItem,
  type ScaledItem,
  scaledItemOf,
} from '../../../../src/domain/measurement/linking/scaled-item.ts'

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const slope = real(0.4, 2.5)
const location = real(-2, 2)

const item: fc.Arbitrary<ScaledItem> = fc.oneof(
  fc.tuple(slope, location).map(([a, b]): ScaledItem => {
    return { model: '2pl', parameters: Float64Array.of(a, -a * b) }
  }),
  fc.tuple(slope, location, real(-3, -0.5)).map(([a, b, logit]): ScaledItem => {
    return { model: '3pl', parameters: Float64Array.of(a, -a * b, logit) }
  }),
  fc.tuple(slope, location, real(0.3, 1), real(0.3, 1)).map(([a, b, gap, next]): ScaledItem => {
    const steps = [b, b + gap, b + gap + next]
    return { model: 'grm', parameters: Float64Array.of(a, ...steps.map((step) => -a * step)) }
  }),
  fc.tuple(slope, location, location).map(([a, b, next]): ScaledItem => {
    return { model: 'gpcm', parameters: Float64Array.of(a, -a * b, -a * (b + next)) }
  }),
)
const link = fc.record({ slope: real(0.6, 1.6), shift: real(-1, 1) })
const METHODS: readonly LinkMethod[] = ['mean-mean', 'mean-sigma', 'haebara', 'stocking-lord']

t.test('linking a transformed set gives the transformation back', async () => {
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 5, maxLength: 12 }),
      link,
      fc.constantFrom(...METHODS),
      fc.constantFrom('normal' as const, 'uniform' as const),
      (items, known, method, weights) => {
        const spread = new Set(items.flatMap((own) => locationsOf(own).map(Math.round)))
        fc.pre(spread.size > 1)
        const pairs = items.map((from) => ({ from, onto: rescaleItem(from, known) }))
        const found = linkScales(pairs, method, weights).link
        if (!found) return false
        const apart = Math.hypot(found.slope - known.slope, found.shift - known.shift)
        return apart < 1e-5
      },
    ),
    { numRuns: 150 },
  )
})

t.test('a rescaled item does on the new scale what it did on the old one', async () => {
  fc.assert(
    fc.property(item, link, real(-4, 4), (own, known, theta) => {
      const moved = rescaleItem(own, known)
      const place = known.slope * theta + known.shift
      return Math.abs(expectedScore(moved, place) - expectedScore(own, theta)) < 1e-9
    }),
  )
})

t.test('an item survives being written as a bank keeps it', async (t) => {
  fc.assert(
    fc.property(item, real(-4, 4), (own, theta) => {
      const kept = scaledItemOf(itemConstantsOf(own), own.model === 'gpcm' ? 'gpcm' : 'grm')
      return Math.abs(expectedScore(kept, theta) - expectedScore(own, theta)) < 1e-9
    }),
  )
  const kept = scaledItemOf({ a: 1.5, b: 0.4, c: 0.2, steps: null })
  t.ok(Math.abs(expectedScore(kept, 0.4) - 0.6) < 1e-12, 'half way between .2 and 1 at b')
})

t.test('what can not link two scales is refused in words', async (t) => {
  const good: ScaledItem = { model: '2pl', parameters: Float64Array.of(1, 0.5) }
  const refused = (from: ScaledItem, onto: ScaledItem = good) =>
    linkScales([{ from, onto }], 'stocking-lord').reason?.en ?? ''
  t.match(linkScales([], 'haebara').reason?.en, /no common items/)
  t.match(refused({ model: '2pl', parameters: Float64Array.of(-1, 0) }), /does not discriminate/)
  t.match(refused({ model: '2pl', parameters: Float64Array.of(1, Number.NaN) }), /not a number/)
  t.match(refused({ model: 'grm', parameters: Float64Array.of(1, 1, 0) }), /numbers of categories/)
  const equal = [good, good].map((own) => ({ from: own, onto: own }))
  t.match(linkScales(equal, 'mean-sigma').reason?.en, /equally difficult/)
})
