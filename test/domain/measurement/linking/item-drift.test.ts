import t from 'tap'
import { itemDrifts } from '../../../../src/domain/measurement/linking/item-drift.ts'
import { locationError } from '../../../../src/domain/measurement/linking/location-error.ts'
import type { AnchorPair } from '../../../../src/domain/measurement/linking/scaled-item.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../../forensics/simulated-attempts.ts'

const LINK = { slope: 0.8, shift: -1.5 }
const [OWN, BANKED] = [400, 1e9]

/** Difficulty by logistic regression on known abilities, by Newton's method. */
function estimate(given: readonly (readonly [theta: number, right: number])[]): Float64Array {
  let [a, d] = [1, 0]
  for (let step = 0; step < 12; step += 1) {
    let [ga, gd, aa, ad, dd] = [0, 0, 0, 0, 0]
    for (const [theta, right] of given) {
      const p = 1 / (1 + Math.exp(-(a * theta + d)))
      const weight = p * (1 - p)
      ga += (right - p) * theta
      gd += right - p
      aa += weight * theta * theta
      ad += weight * theta
      dd += weight
    }
    const determinant = aa * dd - ad * ad
    a += (dd * ga - ad * gd) / determinant
    d += (aa * gd - ad * ga) / determinant
  }
  return Float64Array.of(a, d)
}

/** Items as the bank has them, and as `OWN` weaker candidates on their own scale show them. */
function drawPairs(seed: string): AnchorPair[] {
  const random = seededRandom(seed)
  return Array.from({ length: 41 }, (_, at) => {
    const location = -2.5 + at / 10
    const onto = { model: '2pl', parameters: Float64Array.of(1.2, -1.2 * location) } as const
    const given = Array.from({ length: OWN }, () => {
      const theta = deviate(random)
      const there = LINK.slope * theta + LINK.shift
      return [theta, random() < 1 / (1 + Math.exp(-1.2 * (there - location))) ? 1 : 0] as const
    })
    return { from: { model: '2pl', parameters: estimate(given) }, onto }
  })
}

t.test('drift is held against the errors of the very candidates who showed it', async (t) => {
  const all = Array.from({ length: 25 }, (_, at) => drawPairs(`drift ${at}`))
  const zs = all.map((pairs) =>
    itemDrifts(pairs, LINK, { from: OWN, onto: BANKED }).map(({ z }) => z),
  )
  const spreadOf = (from: number, to: number) => {
    const own = zs.flatMap((row) => row.slice(from, to))
    return Math.sqrt(own.reduce((sum, z) => sum + z * z, 0) / own.length)
  }
  // Items easy and hard for the bank's candidates; for these the former are near the middle.
  const [easy, hard] = [spreadOf(0, 12), spreadOf(29, 41)]
  t.ok(easy > 0.75 && easy < 1.2, `easy items: z spread ${easy}`)
  t.ok(hard > 0.75 && hard < 1.2, `hard items: z spread ${hard}`)
})

t.test('an item that few answered is forgiven more', async (t) => {
  const pairs = drawPairs('few').map((pair, at) => {
    const persons = at === 20 ? 40 : OWN
    return { ...pair, from: { ...pair.from, persons } }
  })
  const order = { from: OWN, onto: BANKED }
  const plain = itemDrifts(drawPairs('few'), LINK, order)[20]
  const few = itemDrifts(pairs, LINK, order)[20]
  const item = drawPairs('few')[20]
  if (!plain || !few || !item) throw new Error('no item')
  t.ok((locationError(item.from, 40) ?? 0) > 3 * (locationError(item.from, OWN) ?? 0))
  t.equal(few.difference, plain.difference)
})
