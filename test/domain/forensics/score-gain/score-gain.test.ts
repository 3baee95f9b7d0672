import fc from 'fast-check'
import t from 'tap'
import { scoreGain } from '../../../../src/domain/forensics/score-gain/score-gain.ts'
import { usualGain } from '../../../../src/domain/forensics/score-gain/usual-gain.ts'
import { drawNormal } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { chanceBound, prepared, sharesBelow } from '../person-fit/simulated-cohort.ts'

const LEVELS = [0.05, 0.01, 0.001] as const
const ERROR = 0.35

/** A cohort whose persons gained 0.3 since an earlier exam, more or less; some were replaced. */
function withEarlier(scenario: Scenario, spread: number, replaced: readonly number[] = []) {
  const { cohort, theta } = prepared(scenario, 'gain')
  const random = seededRandom('earlier', String(spread))
  const earlier = [...theta].map((now, person) => {
    const gain = (replaced.includes(person) ? 2.5 : 0.3) + spread * drawNormal(random)
    return { theta: now - gain + ERROR * drawNormal(random), standardError: ERROR }
  })
  return { ...cohort, earlier }
}

const HONEST: readonly (readonly [string, Scenario, number])[] = [
  ['a long form', { persons: 4000, model: '2pl', items: { count: 40 } }, 0.3],
  ['a short form', { persons: 4000, model: '2pl', items: { count: 15 } }, 0.4],
  ['guessing, all gained alike', { persons: 3000, model: '3pl', items: { count: 40 } }, 0],
]
for (const [name, scenario, spread] of HONEST) {
  t.test(`honest gains are flagged no more often than p says: ${name}`, async (t) => {
    const shares = sharesBelow(scoreGain.test(withEarlier(scenario, spread)), LEVELS)
    t.comment(shares.join(' '))
    LEVELS.forEach((level, place) => {
      t.ok((shares[place] ?? 1) <= chanceBound(level, scenario.persons * 0.95), `p < ${level}`)
    })
    t.ok((shares[0] ?? 0) > 0.02, 'and not so seldom that nothing could be found')
  })
}

t.test('somebody else in the seat is found in most cases, and described', async (t) => {
  const replaced = [3, 50, 77, 120, 200, 340, 410, 555]
  const scenario: Scenario = { persons: 600, model: '2pl', items: { count: 40 } }
  const found = scoreGain.test(withEarlier(scenario, 0.3, replaced))
  const [power = 0] = sharesBelow(found, [0.01], replaced)
  t.ok(power >= 0.6, `power ${power}`)
  t.match(found.describe(3).summary.en, 'statistically inconsistent')
  t.match(found.describe(3).evidence[0]?.text.en, 'at the median')
})

t.test('usual gain: a shift of all moves it as far, a few impostors do not', async (t) => {
  const gains = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 40,
    maxLength: 80,
  })
  const gained = (gain: number) => ({ before: 0, after: gain, gain, error: 0.1 })
  fc.assert(
    fc.property(gains, fc.double({ min: -2, max: 2, noNaN: true }), (values, shift) => {
      const plain = usualGain(values.map(gained))
      const moved = usualGain(values.map((value) => gained(value + shift)))
      const joined = usualGain([...values.map(gained), gained(50), gained(60)])
      if (!plain || !moved || !joined) return false
      return (
        Math.abs(moved.gain - plain.gain - shift) < 1e-9 &&
        Math.abs(moved.spread - plain.spread) < 1e-6 &&
        joined.gain <= 1 &&
        joined.spread <= 1.5
      )
    }),
  )
  t.pass('checked')
})

t.test('without enough earlier scores nobody is tested, and why is said', async (t) => {
  const cohort = withEarlier({ persons: 60, model: '2pl', items: { count: 20 } }, 0.3)
  const few = cohort.earlier.map((score, person) => (person < 29 ? score : null))
  for (const earlier of [null, few]) {
    const found = scoreGain.test({ ...cohort, earlier })
    t.ok(found.tests.every((test) => test === null))
    t.match(found.findings[0]?.code, 'score-gain-needs-earlier')
  }
})
