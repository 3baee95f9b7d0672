import fc from 'fast-check'
import t from 'tap'
import {
  addressBits,
  bitsOfP,
  deviceBits,
  isSuperiorLine,
  sequenceBits,
} from '../../../../src/domain/forensics/identity/link-weights.ts'

const near = (value: number, wanted: number) => Math.abs(value - wanted) < 1e-9

t.test('weights are log2(m / u), by hand', async (t) => {
  // 2 of 1,000 accounts: u = .002, m = .7; 4 of 1,000: u = .004, m = .8.
  t.ok(near(deviceBits({ accounts: 2, of: 1000, atOnce: 1 }), Math.log2(350)))
  t.ok(near(addressBits({ accounts: 4, of: 1000, atOnce: 2 }), Math.log2(200)))
  // Twenty minutes of a day of 1,440, m = .5.
  t.ok(near(sequenceBits(1440 * 60_000, false), Math.log2(36)))
})

t.test('what an office, a classroom or shifts explain is worth nothing', async (t) => {
  t.equal(addressBits({ accounts: 4, of: 1000, atOnce: 3 }), 0, 'three at once')
  t.equal(addressBits({ accounts: 9, of: 1000, atOnce: 1 }), 0, 'many over time')
  t.equal(deviceBits({ accounts: 41, of: 1000, atOnce: 1 }), 0, 'a public device')
  t.equal(deviceBits({ accounts: 3, of: 1000, atOnce: 3 }), 0, 'clones of one image')
  t.equal(sequenceBits(1440 * 60_000, true), 0, 'shifts')
  t.equal(deviceBits({ accounts: 2, of: 2, atOnce: 1 }), 0, 'what everybody shares')
})

t.test('the more share it, the less it says', async () => {
  const size = fc.integer({ min: 2, max: 200 })
  fc.assert(
    fc.property(size, size, fc.integer({ min: 200, max: 1e6 }), (one, other, of) => {
      const [few, many] = [Math.min(one, other), Math.max(one, other)]
      for (const bitsOf of [deviceBits, addressBits]) {
        const rare = bitsOf({ accounts: few, of, atOnce: 1 })
        const common = bitsOf({ accounts: many, of, atOnce: 1 })
        if (!(common >= 0 && rare >= common)) return false
      }
      return true
    }),
  )
})

t.test('a p is worth its bound, is capped, and a smaller one is never worth less', async (t) => {
  // Sellke, Bayarri & Berger 2001, table 1: p = .05 gives .407 (odds 2.456), .01 gives .125.
  t.ok(Math.abs(2 ** -bitsOfP(0.05) - 0.407) < 5e-4)
  t.ok(Math.abs(2 ** -bitsOfP(0.01) - 0.125) < 5e-4)
  t.equal(bitsOfP(0), 10)
  t.equal(bitsOfP(1e-300), 10)
  t.equal(bitsOfP(0.5), 0)
  const p = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(p, p, (one, other) => {
      const [small, great] = [Math.min(one, other), Math.max(one, other)]
      return bitsOfP(small) >= bitsOfP(great) && bitsOfP(great) >= 0 && bitsOfP(small) <= 10
    }),
  )
})

t.test('a superior stands in a unit above, not in the same one', async (t) => {
  t.ok(isSuperiorLine('/a/', '/a/b/'))
  t.ok(isSuperiorLine('/a/b/', '/a/'))
  t.notOk(isSuperiorLine('/a/b/', '/a/b/'))
  t.notOk(isSuperiorLine('/a/b/', '/a/c/'))
  t.notOk(isSuperiorLine(null, '/a/'))
})
