import t from 'tap'
import { seededRandom } from '../../../../src/domain/random.ts'
import {
  FALSE_ORDER_RATE,
  orderUnits,
} from '../../../../src/domain/settlement/bulletin/order-units.ts'
import { combineSeats, plainAbility } from '../../../../src/domain/settlement/bulletin/seat.ts'
import { unitAbility } from '../../../../src/domain/settlement/bulletin/unit-ability.ts'
import { CUT, type PlannedUnit, simulateUnits, unitsOf } from './simulated-units.ts'

/** A simulated bulletin: every unit with its interval, and what orders them. */
function order(random: () => number, planned: readonly PlannedUnit[]) {
  const { seats, truth } = simulateUnits(random, planned)
  const results = combineSeats(seats)
  const units = unitsOf(planned.length).map(({ id, path }) => {
    const own = results.filter(({ unitPath }) => unitPath === path)
    const told = unitAbility(own, truth[Number(id)]?.length ?? 0)
    const abilities = own.flatMap(({ estimate }) => plainAbility(estimate) ?? [])
    return { id, abilities, interval: told.mean, told, truth: truth[Number(id)] ?? [] }
  })
  return { units, standings: orderUnits(units) }
}

const areOrdered = ({ standings }: ReturnType<typeof order>) =>
  [...standings.values()].some(({ rank }) => rank.from > 1 || rank.to < standings.size)

t.test('units that are alike are not ordered, more often than stated', async (t) => {
  const random = seededRandom('alike-units')
  const plans: readonly (readonly [string, number, readonly PlannedUnit[]])[] = [
    ['two units', 300, Array.from({ length: 2 }, () => ({ size: 30, mean: 0 }))],
    ['ten units', 100, Array.from({ length: 10 }, (_, at) => ({ size: 8 + 6 * at, mean: 0.4 }))],
    [
      'small units of great spread beside large ones',
      150,
      [0, 1, 2, 3].map((at) => ({ size: at % 2 ? 10 : 60, mean: 0, spread: at % 2 ? 1.6 : 0.6 })),
    ],
  ]
  for (const [name, times, plan] of plans) {
    let ordered = 0
    for (let time = 0; time < times; time += 1) if (areOrdered(order(random, plan))) ordered += 1
    // Three standard errors of a simulation of this size above the rate stated.
    const most = FALSE_ORDER_RATE + 3 * Math.sqrt(0.0475 / times)
    t.ok(ordered / times <= most, `${name}: ${ordered} of ${times}`)
  }
})

t.test('units that differ are ordered, and never the wrong way round', async (t) => {
  const random = seededRandom('unlike-units')
  const plan = [
    { size: 60, mean: -1 },
    { size: 60, mean: 0.9 },
    { size: 60, mean: 1 },
  ]
  for (let time = 0; time < 20; time += 1) {
    const { standings } = order(random, plan)
    const [low, ...high] = ['0', '1', '2'].map((id) => standings.get(id))
    t.strictSame(low?.rank, { from: 3, to: 3 })
    for (const one of high) t.ok((one?.group ?? 9) < (low?.group ?? 0) && (one?.rank.to ?? 9) <= 2)
  }
})

t.test('a group ends only where all above stand above all below', async (t) => {
  const spread = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]
  const at = (id: string, mean: number, half = 0.2) => ({
    id,
    abilities: spread.map((value) => mean + value),
    interval: { value: mean, low: mean - half, high: mean + half },
  })
  const chain = orderUnits([at('a', 0), at('b', 0.3), at('c', 0.6), at('z', 5)])
  t.strictSame(
    ['a', 'b', 'c', 'z'].map((id) => chain.get(id)?.group),
    [2, 2, 2, 1],
    'what neighbours tie together stays one group',
  )
  t.strictSame(chain.get('z')?.rank, { from: 1, to: 1 })
  t.ok(chain.get('a')?.rank.from !== 2, 'though its ends may be apart')
  const overlapping = orderUnits([at('a', 0, 3), at('b', 1.5, 3)])
  t.strictSame(overlapping.get('a'), { rank: { from: 1, to: 2 }, group: 1 })
})

t.test('intervals hold the truth of everybody due, whoever stayed away', async (t) => {
  const random = seededRandom('coverage')
  const covered = { mean: 0, share: 0 }
  let units = 0
  for (let time = 0; time < 60; time += 1) {
    const plan = [5, 12, 30, 80].map((size) => ({ size: size + 3, mean: random() - 0.5 }))
    for (const { told, truth } of order(random, plan).units) {
      const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length
      const share = truth.filter((value) => value >= CUT).length / truth.length
      units += 1
      if (told.mean.low <= mean && mean <= told.mean.high) covered.mean += 1
      // The share is a ratio of small numbers: equal but for rounding is equal.
      const [low, high] = [(told.share?.low ?? 1) - 1e-9, (told.share?.high ?? 0) + 1e-9]
      if (low <= share && share <= high) covered.share += 1
    }
  }
  t.ok(covered.mean / units > 0.91, `mean ${covered.mean} of ${units}`)
  t.ok(covered.share / units > 0.91, `share ${covered.share} of ${units}`)
  t.comment(JSON.stringify({ ...covered, units }))
})

t.test(
  'who is missing widens an interval; nobody missing leaves what measuring leaves',
  async (t) => {
    const random = seededRandom('finite')
    const { seats } = simulateUnits(random, [{ size: 40, mean: 0 }], { absence: 0 })
    const results = combineSeats(seats)
    const width = (expected: number) => {
      const { low, high } = unitAbility(results, expected).mean
      return high - low
    }
    t.ok(width(50) > width(40) && width(400) > width(50))
    // 40 persons measured with an SE of 0.35: 2 x 1.96 x .35 / sqrt(40), a little less by the group.
    t.ok(width(40) < 0.225 && width(40) > 0.18, `${width(40)}`)
  },
)
