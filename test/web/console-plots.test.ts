import fc from 'fast-check'
import t from 'tap'
import {
  clipped,
  moved,
  stopWatch,
  timeTicks,
  withinAttempt,
  zoomed,
} from '../../src/web/console/cases/timeline-window.ts'
import { linearScale, linePath, niceDomain, ticks } from '../../src/web/console/plots/scale.ts'
import { isWithin, wrightReach } from '../../src/web/console/plots/wright-reach.ts'

t.test('ticks are round, lie in the domain and carry no dust of binary fractions', async (t) => {
  t.same(ticks(-3, 3, 6), [-3, -2, -1, 0, 1, 2, 3])
  t.same(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1])
  t.same(ticks(0, 0.3, 3), [0, 0.1, 0.2, 0.3])
  t.same(ticks(0.12, 0.13, 2), [0.12, 0.125, 0.13])
  t.same(ticks(0, 70, 4), [0, 20, 40, 60])
})

t.test('ticks of any domain are few, rise and stay inside', async () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(value, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (from, width) => {
      const found = ticks(from, from + width, 6)
      const rising = found.every((tick, index) => index === 0 || tick > (found[index - 1] ?? 0))
      const slack = width * 1e-6 + 1e-6
      const inside = found.every((tick) => tick >= from - slack && tick <= from + width + slack)
      return rising && inside && found.length <= 15
    }),
  )
})

t.test('a nice domain holds all values and is never empty', async (t) => {
  t.same(niceDomain([0.3, 6.2]), [0, 7])
  t.same(niceDomain([2]), [1, 3])
  t.same(niceDomain([]), [0, 1])
})

t.test('a scale maps both ways', async (t) => {
  const scale = linearScale([-4, 4], [0, 800])
  t.equal(scale.at(0), 400)
  t.equal(scale.valueAt(200), -2)
  t.equal(linearScale([1, 1], [0, 10]).at(1), 5)
  t.equal(
    linePath([
      [0, 0],
      [1.25, 2],
    ]),
    'M0.0 0.0L1.3 2.0',
  )
})

t.test('a window never leaves the attempt, however it is zoomed and moved', async (t) => {
  const durationMs = 2_400_000
  const act = fc.oneof(
    fc.double({ min: 0.1, max: 4, noNaN: true }).map((factor) => ({ factor, share: 0 })),
    fc.double({ min: -2, max: 2, noNaN: true }).map((share) => ({ factor: 1, share })),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      let window = { fromMs: 0, toMs: durationMs }
      for (const { factor, share } of acts) {
        window = moved(zoomed(window, factor, durationMs), share, durationMs)
      }
      const width = window.toMs - window.fromMs
      return window.fromMs >= -1e-6 && window.toMs <= durationMs + 1e-6 && width >= 5_000 - 1e-6
    }),
  )
  t.same(withinAttempt({ fromMs: -50, toMs: 3_000 }, 2_000), { fromMs: 0, toMs: 2_000 })
})

t.test('times are shown as on a stop watch, at round places', async (t) => {
  t.equal(stopWatch(247_000), '4:07')
  t.equal(stopWatch(3_750_000), '1:02:30')
  t.same(
    timeTicks({ fromMs: 0, toMs: 2_400_000 }, 4),
    [0, 600_000, 1_200_000, 1_800_000, 2_400_000],
  )
  t.same(
    timeTicks({ fromMs: 61_000, toMs: 75_000 }, 7),
    [62, 64, 66, 68, 70, 72, 74].map((s) => s * 1000),
  )
})

t.test('a stretch is cut to what is in view', async (t) => {
  t.same(clipped({ fromMs: 0, toMs: 10 }, { fromMs: 5, toMs: 20 }), { fromMs: 5, toMs: 10 })
  t.equal(clipped({ fromMs: 0, toMs: 4 }, { fromMs: 5, toMs: 20 }), null)
})

t.test(
  'persons against items: what the plot spans holds everybody, every item and every cut',
  async (t) => {
    const nobody = { persons: [{ from: -4, to: -3.5, count: 0 }], difficulties: [], cuts: [] }
    t.same(wrightReach(nobody), [-2, 2])
    t.same(wrightReach({ ...nobody, cuts: [{ value: 2.4 }] }), [-2, 2.5])
    const theta = fc.double({ min: -8, max: 8, noNaN: true })
    fc.assert(
      fc.property(fc.array(theta), fc.array(theta), (items, levels) => {
        const difficulties = items.map((difficulty) => ({ difficulty }))
        const cuts = levels.map((value) => ({ value }))
        const [low, high] = wrightReach({ persons: [], difficulties, cuts })
        const near = (value: number): boolean => Math.abs(value) <= 4
        return (
          low >= -4 &&
          high <= 4 &&
          [...items, ...levels].filter(near).every((value) => value >= low && value <= high) &&
          cuts.every((cut) => isWithin([low, high])(cut) === near(cut.value))
        )
      }),
    )
  },
)
