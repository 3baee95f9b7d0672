import fc from 'fast-check'
import t from 'tap'
import { matchRhythms } from '../../../../src/domain/forensics/identity/match-rhythms.ts'
import {
  deviationsOfPopulation,
  distanceOfProfiles,
  distanceOfSample,
  equalErrorRate,
  profileOf,
  sampleOf,
} from '../../../../src/domain/forensics/identity/rhythm-profile.ts'
import { drawNormal } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true })
const samples = fc.array(fc.array(finite, { minLength: 4, maxLength: 4 }), {
  minLength: 2,
  maxLength: 12,
})

t.test('mean, mean absolute deviation and distance, by hand', async (t) => {
  const profile = profileOf([
    [1, 10, 5, 7],
    [3, 14, 5, Number.NaN],
    [2, 12, 5, 9],
  ])
  t.strictSame([...profile.means], [2, 12, 5, 8])
  t.strictSame([...profile.counts], [3, 3, 3, 2])
  // |1 - 2| + |3 - 2| + 0 over 3; the third measure never varied.
  t.ok(Math.abs((profile.deviations[0] ?? 0) - 2 / 3) < 1e-12)
  // (|4 - 2| / (2/3) + |12 - 12| + |10 - 8| / 1) / 3
  t.ok(Math.abs((distanceOfSample(profile, [4, 12, 99, 10]) ?? 0) - 5 / 3) < 1e-12)
  t.equal(distanceOfSample(profile, [4, 12, 99, Number.NaN]), null, 'two measures are too few')
})

t.test('a digest becomes logarithms at fixed places; what is missing stays missing', async (t) => {
  const keys = { count: 9, holdMs: 80, holdMadMs: 0, gapMs: null, gapMadMs: null, composedShare: 0 }
  const sample = sampleOf({ keys, pointer: null })
  t.equal(sample.length, 10)
  t.strictSame(sample.slice(0, 2), [Math.log(80), Math.log(0.5)])
  t.strictSame(
    [...sample.keys()].filter((place) => !Number.isNaN(sample[place])),
    [0, 1, 4],
  )
})

t.test('distances are symmetric, at home zero, and know no unit of measurement', async (t) => {
  const factor = fc.double({ min: 0.01, max: 100, noNaN: true })
  fc.assert(
    fc.property(samples, samples, factor, finite, (left, right, scale, shift) => {
      const distance = (change: (value: number) => number) => {
        const [one, other] = [left, right].map((some) =>
          profileOf(some.map((sample) => sample.map(change))),
        )
        if (!one || !other) return null
        const deviations = deviationsOfPopulation([one, other])
        // Where rounding is all the variation there is, nothing is scaled by it.
        if (deviations.some((size) => size < 1e-6)) return null
        return {
          there: distanceOfProfiles(one, other, deviations),
          back: distanceOfProfiles(other, one, deviations),
          home: distanceOfProfiles(one, one, deviations),
        }
      }
      const plain = distance((value) => value)
      const changed = distance((value) => value * scale + shift)
      if (!plain || !changed) return
      t.equal(plain.there, plain.back)
      t.equal(plain.home ?? 0, 0)
      const [first, second] = [plain.there ?? 0, changed.there ?? 0]
      if (Math.abs(first - second) > 1e-3 * (1 + first)) t.fail(`${first} became ${second}`)
    }),
    { numRuns: 50 },
  )
})

t.test('equal error rates: none apart, all swapped, half mixed', async (t) => {
  t.equal(equalErrorRate([1, 2, 3], [4, 5, 6]), 0)
  t.equal(equalErrorRate([1, 2, 3, 4], [1, 2, 3, 4]), 0.5)
  t.equal(equalErrorRate([1, 2, 3, 6], [2.5, 5, 7, 8]), 0.25)
})

/** Persons that differ by 1 in each measure, with samples that vary by 1. */
function population(count: number, sampleCount: number, seed: string) {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const person = Array.from({ length: 10 }, () => drawNormal(random))
    return Array.from({ length: sampleCount }, () =>
      person.map((mean) => mean + drawNormal(random)),
    )
  })
}

t.test('strangers get a uniform p, also among few and with few samples', async (t) => {
  for (const [count, sampleCount] of [
    [40, 3],
    [200, 8],
  ] as const) {
    const ps: number[] = []
    for (let round = 0; round < 4000 / count; round += 1) {
      const all = population(count, sampleCount, `strangers ${count} ${round}`)
      const matcher = matchRhythms(all, { seed: 's', related: (a, b) => (a ^ 1) === b })
      for (let left = 0; left < count; left += 2) {
        ps.push(matcher.match(left, left + 1)?.p ?? Number.NaN)
      }
    }
    for (const limit of [0.05, 0.01, 0.001]) {
      const found = ps.filter((p) => p <= limit).length
      const most = limit * ps.length + 3.1 * Math.sqrt(limit * ps.length)
      t.ok(found <= most, `${found} of ${ps.length} at ${limit}, ${count} persons`)
    }
    const middle = ps.filter((p) => p < 0.5).length / ps.length
    t.ok(Math.abs(middle - 0.5) < 0.05, `median p at ${middle}`)
  }
})

t.test('too few persons or samples: no match, not a guess', async (t) => {
  const options = { seed: 's', related: () => false }
  const few = matchRhythms(population(29, 8, 'few'), options)
  t.match(few, { usable: false, profiled: 29 })
  t.equal(few.match(0, 1), null)
  const short = matchRhythms([[[0, 0, 0, 0]], ...population(40, 8, 'short')], options)
  t.equal(short.match(0, 1), null, 'one stretch is no profile')
  t.ok(short.match(1, 2))
})
