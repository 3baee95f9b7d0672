import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import { RhythmDetail } from '../../src/domain/delivery/rhythm.ts'
import {
  createRhythmMeter,
  type RhythmMeter,
} from '../../src/web/candidate/attempt/rhythm-meter.ts'

/** Keys struck every `gapMs` and held for `holdMs`. */
function type(meter: RhythmMeter, count: number, { gapMs = 200, holdMs = 90, fromMs = 0 } = {}) {
  for (let key = 0; key < count; key += 1) {
    meter.keyDown(`Key${key}`, fromMs + key * gapMs, key % 4 === 0)
    meter.keyUp(`Key${key}`, fromMs + key * gapMs + holdMs)
  }
}

/** A straight stroke of a tenth of the diagonal in 200 ms, then a rest. */
function stroke(meter: RhythmMeter, fromMs: number) {
  for (let step = 0; step <= 10; step += 1) {
    meter.move({ x: step / 100, y: 0, atMs: fromMs + 20 * step })
  }
}

t.test('holds and gaps are told by their medians, pauses left out', async (t) => {
  const meter = createRhythmMeter()
  type(meter, 12)
  type(meter, 12, { fromMs: 60_000 })
  t.same(meter.take(), {
    keys: { count: 24, holdMs: 90, holdMadMs: 0, gapMs: 200, gapMadMs: 0, composedShare: 0.25 },
    pointer: null,
  })
  t.equal(meter.take(), null, 'told once')
})

t.test('strokes are told by speed and straightness, clicks by their holds', async (t) => {
  const meter = createRhythmMeter()
  for (let at = 0; at < 6; at += 1) {
    stroke(meter, at * 1000)
    meter.press(at * 1000 + 300)
    meter.release(at * 1000 + 380)
  }
  t.same(meter.take(), {
    keys: null,
    pointer: {
      ...{ count: 6, speed: 0.5, speedMad: 0, straightness: 1 },
      ...{ clicks: 6, holdMs: 80, holdMadMs: 0 },
    },
  })
})

t.test('too little is kept until there is enough', async (t) => {
  const meter = createRhythmMeter()
  type(meter, 5)
  t.equal(meter.take(), null)
  type(meter, 5, { fromMs: 5000 })
  t.equal(meter.take()?.keys?.count, 10)
})

const wild = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -5))
const action = fc.record({
  what: fc.constantFrom('down', 'up', 'move', 'press', 'release'),
  key: fc.constantFrom('KeyA', 'KeyB'),
  x: wild,
  atMs: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 60_000 }) }, wild),
})

t.test('whatever events say, a digest is one the service takes', async (t) => {
  let told = 0
  fc.assert(
    fc.property(fc.array(action, { minLength: 40, maxLength: 150 }), (actions) => {
      const meter = createRhythmMeter()
      for (const { what, key, x, atMs } of actions) {
        if (what === 'down') meter.keyDown(key, atMs, false)
        else if (what === 'up') meter.keyUp(key, atMs)
        else if (what === 'move') meter.move({ x, y: 0, atMs })
        else if (what === 'press') meter.press(atMs)
        else meter.release(atMs)
      }
      type(meter, 9)
      for (let at = 0; at < 6; at += 1) stroke(meter, 1e6 + at * 1000)
      const detail = meter.take()
      if (detail !== null) told += 1
      return detail === null || Value.Check(RhythmDetail, detail)
    }),
    { numRuns: 300 },
  )
  t.ok(told > 250, `${told} digests`)
})

t.test('keys that were struck before the stretch and are let go in it tell nothing', async (t) => {
  const meter = createRhythmMeter()
  for (let key = 0; key < 8; key += 1) meter.keyDown(`Key${key}`, 10 * key, false)
  const strokes = Array.from({ length: 6 }, (_, stroke) => 500 * stroke)
  for (const atMs of strokes) {
    meter.move({ x: 0, y: 0, atMs })
    meter.move({ x: 0.5, y: 0, atMs: atMs + 50 })
  }
  t.not(meter.take(), null, 'a new stretch begins')
  for (let key = 0; key < 8; key += 1) meter.keyUp(`Key${key}`, 4000 + key)
  t.equal(meter.take(), null)
})
