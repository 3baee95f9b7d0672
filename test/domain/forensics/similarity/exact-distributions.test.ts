import binomial from '@stdlib/stats-base-dists-binomial'
import fc from 'fast-check'
import t from 'tap'
import {
  generalizedBinomial,
  tailCounts,
  upperTail,
} from '../../../../src/domain/forensics/similarity/generalized-binomial.ts'
import { m4 } from '../../../../src/domain/forensics/similarity/m4.ts'
import { omega, weightedOmega } from '../../../../src/domain/forensics/similarity/omega.ts'
import type { SharedAnswers } from '../../../../src/domain/forensics/similarity/shared-answers.ts'
import { asShared, sharedAnswers } from './shared.ts'

/** Every outcome of every item, one after the other: P(r right alike, w wrong alike). */
function enumerate({ count, rightChances, wrongChances }: SharedAnswers): Map<string, number> {
  const chances = new Map<string, number>()
  const visit = (item: number, [right, wrong]: readonly [number, number], chance: number) => {
    if (item === count) {
      const name = `${right} ${wrong}`
      chances.set(name, (chances.get(name) ?? 0) + chance)
      return
    }
    const [both, alike] = [rightChances[item] ?? 0, wrongChances[item] ?? 0]
    visit(item + 1, [right + 1, wrong], chance * both)
    visit(item + 1, [right, wrong + 1], chance * alike)
    visit(item + 1, [right, wrong], chance * (1 - both - alike))
  }
  visit(0, [0, 0], 1)
  return chances
}

const countsOf = (name: string) => name.split(' ').map(Number) as [number, number]

t.test('GBT and M4 are what enumerating all outcomes gives', async () => {
  fc.assert(
    fc.property(sharedAnswers(7), (shared) => {
      const cells = [...enumerate(shared)].map(([name, chance]) => ({ at: countsOf(name), chance }))
      const orthant = ([r, w]: readonly [number, number]) =>
        cells
          .filter(({ at }) => at[0] >= r && at[1] >= w)
          .reduce((sum, { chance }) => sum + chance, 0)
      const many = cells
        .filter(({ at }) => at[0] + at[1] >= shared.matches)
        .reduce((sum, { chance }) => sum + chance, 0)
      const observed = orthant([shared.matches - shared.identicalWrong, shared.identicalWrong])
      const tail = cells
        .filter(({ at }) => orthant(at) <= observed * (1 + 1e-10))
        .reduce((sum, { chance }) => sum + chance, 0)
      const close = (found: number, expected: number) =>
        Math.abs(found - Math.min(1, expected)) <= 1e-9 * expected + 1e-300
      return close(generalizedBinomial(shared), many) && close(m4(shared), tail)
    }),
    { numRuns: 300 },
  )
})

t.test('with equal chances GBT is the binomial tail, also at 1e-200', async (t) => {
  for (const [count, chance, least] of [
    [170, 0.25, 60],
    [170, 0.5, 169],
    [400, 0.3, 390],
  ] as const) {
    const found = upperTail(new Float64Array(count).fill(chance), least)
    // Summed term by term in logs: the complement of a cdf would lose such tails altogether.
    let expected = 0
    for (let k = count; k >= least; k -= 1) expected += Math.exp(binomial.logpmf(k, count, chance))
    t.ok(Math.abs(found / expected - 1) < 1e-9, `${found} and ${expected}`)
  }
  t.ok(upperTail(new Float64Array(400).fill(0.3), 390) < 1e-180)
  t.equal(upperTail([0.2, 0.3], 0), 1)
  t.equal(upperTail([0.2, 0.3], 3), 0)
})

t.test('all tails at once are the tails one by one, and fall', async () => {
  const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 })
  fc.assert(
    fc.property(chances, (given) =>
      tailCounts(given).every((tail, least, all) => {
        const close = Math.abs(tail - upperTail(given, least)) <= 1e-12
        return close && (least === 0 || tail <= (all[least - 1] as number) + 1e-15)
      }),
    ),
  )
})

t.test('one answer more in common makes GBT and M4 smaller, omega greater', async () => {
  fc.assert(
    fc.property(sharedAnswers(40, 2), fc.nat(), (shared, pick) => {
      const unlike = [...shared.outcomes.keys()].filter((at) => shared.outcomes[at] === 0)
      const at = unlike[pick % Math.max(1, unlike.length)]
      if (at === undefined) return true
      const outcomes = shared.outcomes.slice()
      outcomes[at] = 1
      const more = { ...shared, outcomes, matches: shared.matches + 1 }
      const [before, after] = [omega(shared) ?? 0, omega(more) ?? 0]
      const [weightedBefore, weightedAfter] = [weightedOmega(shared), weightedOmega(more)]
      return (
        generalizedBinomial(more) <= generalizedBinomial(shared) * (1 + 1e-12) &&
        m4(more) <= m4(shared) * (1 + 1e-9) &&
        after > before &&
        (weightedAfter ?? 0) > (weightedBefore ?? 0)
      )
    }),
  )
})

t.test('without any chance of a wrong match M4 is GBT', async () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ right: fc.double({ min: 0.01, max: 0.99, noNaN: true }), outcome: fc.nat(1) }),
        {
          minLength: 1,
          maxLength: 60,
        },
      ),
      (items) => {
        const shared = asShared(items.map((item) => ({ ...item, wrong: 0 })))
        const [joint, plain] = [m4(shared), generalizedBinomial(shared)]
        return Math.abs(joint - plain) <= 1e-9 * plain
      },
    ),
  )
})

t.test('M4 keeps its digits far out in the tail', async (t) => {
  const items = Array.from({ length: 170 }, () => ({ right: 0.3, wrong: 0.05, outcome: 2 }))
  // Only all wrong alike is as unlikely: .05^170, and nothing else has so small an orthant.
  const p = m4(asShared(items))
  t.ok(Math.abs(Math.log(p) - 170 * Math.log(0.05)) < 1e-6, String(p))
})

t.test('where every match is certain omega says nothing', async (t) => {
  const shared = asShared([{ right: 1, wrong: 0, outcome: 1 }])
  t.equal(omega(shared), null)
  t.equal(weightedOmega(shared), null)
})
