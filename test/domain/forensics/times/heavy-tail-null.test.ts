import fc from 'fast-check'
import t from 'tap'
import { testAgainstHeavyTail } from '../../../../src/domain/forensics/times/heavy-tail-null.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../simulated-attempts.ts'

/** Shares of p below .05, .01 and .001 over many cohorts of one size. */
function shares(size: number, draw: () => number): number[] {
  const ps: number[] = []
  while (ps.length < 20_000) {
    const values = Array.from({ length: size }, draw)
    for (const test of testAgainstHeavyTail(values, 'unknown')) ps.push(test?.p ?? Number.NaN)
  }
  return [0.05, 0.01, 0.001].map((level) => ps.filter((p) => p < level).length / ps.length)
}

for (const size of [40, 200, 2000]) {
  t.test(`normal cohorts of ${size} have no more small p than they should`, async (t) => {
    const random = seededRandom('normal', String(size))
    const found = shares(size, () => deviate(random))
    t.comment(found.join(' '))
    t.ok((found[0] ?? 1) < 0.055 && (found[1] ?? 1) < 0.0115 && (found[2] ?? 1) < 0.0012)
    t.ok((found[0] ?? 0) > 0.03, 'and they can be small')
  })
}

t.test('with the tails of Student with five degrees p stays near nominal', async (t) => {
  const random = seededRandom('student')
  const student = () => {
    const squares = Array.from({ length: 5 }, () => deviate(random) ** 2)
    return deviate(random) / Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / 5)
  }
  const found = shares(1000, student)
  t.comment(found.join(' '))
  t.ok((found[1] ?? 1) < 0.013 && (found[2] ?? 1) < 0.002)
})

t.test('p falls as values rise and never vanishes nor passes 1', async () => {
  const random = seededRandom('order')
  const usual = Array.from({ length: 60 }, () => deviate(random))
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      (one, other) => {
        const tests = testAgainstHeavyTail([...usual, one, other], 'unknown')
        const [first, second] = [tests[60]?.p ?? -1, tests[61]?.p ?? -1]
        const ordered = one < other ? first >= second - 1e-12 : second >= first - 1e-12
        return ordered && Math.min(first, second) > 0 && Math.max(first, second) <= 1
      },
    ),
    // Two so far out that a normal tail is 0 to a double where the upper half is cut.
    { numRuns: 300, examples: [[40.57066715839047, 40.57066715839047]] },
  )
})

t.test('where theory knows the spread, a narrow cohort makes no p smaller', async (t) => {
  const random = seededRandom('narrow')
  const values = Array.from({ length: 500 }, () => 0.3 * deviate(random) - 2)
  const [last] = testAgainstHeavyTail([3, ...values], 'standard')
  t.ok(Math.abs((last?.z ?? 0) - 3) < 1e-12)
  t.ok((last?.p ?? 0) > 0.0013)
  const [moved] = testAgainstHeavyTail([3, ...values], 'bounded')
  t.ok((moved?.z ?? 0) > 4.8 && (moved?.z ?? 0) < 5.2, 'its center may be the cohort’s')
})

t.test('small cohorts and cohorts without spread have no null', async (t) => {
  t.ok(testAgainstHeavyTail(new Array(29).fill(1), 'unknown').every((test) => test === null))
  t.ok(testAgainstHeavyTail(new Array(99).fill(1), 'unknown').every((test) => test === null))
})
