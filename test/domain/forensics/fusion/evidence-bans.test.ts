import fc from 'fast-check'
import t from 'tap'
import { evidenceBans } from '../../../../src/domain/forensics/fusion/evidence-bans.ts'
import { holm } from '../../../../src/domain/forensics/fusion/holm.ts'
import { positivePredictiveValue } from '../../../../src/domain/forensics/fusion/positive-predictive-value.ts'

// Table 1 of Sellke, Bayarri & Berger (2001): lower bounds of the Bayes factor, rounded there.
t.test('bounds are those published', async (t) => {
  for (const [p, bound] of [
    [0.1, 0.625],
    [0.05, 0.407],
    [0.01, 0.125],
    [0.005, 0.072],
    [0.001, 0.0188],
  ] as const) {
    t.ok(Math.abs(10 ** -evidenceBans(p) - bound) < 1e-3, `${p}: ${10 ** -evidenceBans(p)}`)
  }
})

t.test('a smaller p never weighs less, and none is too small', async (t) => {
  const p = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(p, p, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)]
      return evidenceBans(low) >= evidenceBans(high) && evidenceBans(high) >= 0
    }),
  )
  t.ok(evidenceBans(1e-300) > 296)
  t.equal(evidenceBans(0.4), 0)
  t.equal(evidenceBans(1), 0)
})

// R: p.adjust(c(.01, .04, .03, .005), 'holm')
t.test('Holm as in R', async (t) => {
  const close = (found: readonly (number | null)[], wanted: readonly (number | null)[]) =>
    found.forEach((p, at) => {
      if (p === null) t.equal(wanted[at], null)
      else t.ok(Math.abs(p - (wanted[at] ?? -1)) < 1e-12, `${p}`)
    })
  close(holm([0.01, 0.04, null, 0.03, 0.005]), [0.03, 0.06, null, 0.06, 0.02])
  // p.adjust(c(1e-6, .001), 'holm', n = 1000)
  close(holm([1e-6, 0.001], 1000), [0.001, 0.999])
})

// METHODS: at a false-flag rate of 1 %, power 30 % and 2 % irregular attempts .38.
t.test('what a flag is worth depends on how common irregular work is', async (t) => {
  const value = (prevalence: number, falseFlagRate = 0.01) =>
    positivePredictiveValue({ prevalence, power: 0.3, falseFlagRate })
  t.ok(Math.abs((value(0.02) ?? 0) - 0.38) < 0.005)
  t.equal(value(0), 0)
  t.equal(value(0, 0), null)
})
