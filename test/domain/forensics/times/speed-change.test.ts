import fc from 'fast-check'
import t from 'tap'
import { changePoint } from '../../../../src/domain/forensics/times/change-point.ts'
import { speedChange } from '../../../../src/domain/forensics/times/speed-change.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../simulated-attempts.ts'
import { FIGURES, HONEST, preparedCohort, shareBelow, testedPs } from './simulated-cohorts.ts'

function seriesOf(late: readonly number[], precisions: readonly number[]) {
  return {
    count: late.length,
    late: Float64Array.from(late),
    precisions: Float64Array.from(precisions),
  }
}

function shareAbove(values: readonly number[], level: number): number {
  return values.filter((value) => value > level).length / values.length
}

for (const length of [20, 40, 80, 160]) {
  t.test(`the maximum over splits of ${length} items is calibrated`, async (t) => {
    const random = seededRandom('changes', String(length))
    const precisions = Array.from({ length }, () => 2 + 3 * random())
    const runs = 20_000
    const deviates: number[] = []
    let [five, one, rare] = [0, 0, 0]
    for (let run = 0; run < runs; run += 1) {
      const late = precisions.map((precision) => deviate(random) / Math.sqrt(precision))
      const z = changePoint(seriesOf(late, precisions))?.deviate ?? Number.NaN
      deviates.push(z)
      if (z > 1.644854) five += 1
      if (z > 2.326348) one += 1
      if (z > 3.090232) rare += 1
    }
    const found = [five / runs, one / runs, rare / runs] as const
    t.comment(found.join(' '))
    t.ok(found[0] < 0.056 && found[1] < 0.0125 && found[2] < 0.0018)
    t.ok(found[0] > 0.035 && found[1] > 0.006, 'and not far below nominal')
    const [half, low] = [shareAbove(deviates, 0), shareAbove(deviates, -1.644854)]
    t.comment(`${half} above the middle, ${1 - low} in the lowest twentieth`)
    t.ok(Math.abs(half - 0.5) < 0.07 && Math.abs(low - 0.95) < 0.04, 'in the body as well')
  })
}

const late = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
  minLength: 10,
  maxLength: 40,
})

t.test(
  'however great a change is, its deviate is finite and no less than a smaller one',
  async (t) => {
    const precisions = Array.from({ length: 30 }, () => 4)
    const deviates = [1, 3, 9, 27].map((size) => {
      const late = precisions.map((_, at) => (at < 15 ? size : 0))
      return changePoint(seriesOf(late, precisions))?.deviate ?? Number.NaN
    })
    t.ok(deviates.every((value, at) => Number.isFinite(value) && value >= (deviates[at - 1] ?? 0)))
  },
)

t.test('only differences count, and the split found is the greatest of all', async () => {
  fc.assert(
    fc.property(late, fc.double({ min: -2, max: 2, noNaN: true }), (values, shift) => {
      const precisions = values.map((_, at) => 1 + (at % 3))
      const found = changePoint(seriesOf(values, precisions))
      const moved = changePoint(
        seriesOf(
          values.map((value) => value + shift),
          precisions,
        ),
      )
      const meanOf = (from: number, to: number) => {
        let [sum, weight] = [0, 0]
        for (let at = from; at < to; at += 1) {
          sum += (values[at] as number) * (precisions[at] as number)
          weight += precisions[at] as number
        }
        return { mean: sum / weight, weight }
      }
      let greatest = 0
      for (let split = 5; split <= values.length - 5; split += 1) {
        const [before, after] = [meanOf(0, split), meanOf(split, values.length)]
        const error = Math.sqrt(1 / before.weight + 1 / after.weight)
        greatest = Math.max(greatest, Math.abs(before.mean - after.mean) / error)
      }
      return (
        Math.abs(Math.abs(found?.difference ?? 99) - greatest) < 1e-9 &&
        Math.abs(Math.abs(moved?.difference ?? 99) - greatest) < 1e-9 &&
        Number.isFinite(found?.deviate)
      )
    }),
  )
})

for (const [rule, scenario] of [
  ['complete rows', HONEST],
  ['short forms in a small cohort', { ...HONEST, persons: 60, ...FIGURES.items(20) }],
  ['forms that differ', { ...HONEST, ...FIGURES.items(90), forms: { itemsPerPerson: 30 } }],
] as const) {
  t.test(`speed-change is calibrated in honest cohorts: ${rule}`, async (t) => {
    const ps: number[] = []
    for (let at = 0; ps.length < 4000; at += 1) {
      const { cohort } = preparedCohort(scenario, `${rule}${at}`, { known: true })
      ps.push(...testedPs(speedChange, cohort))
    }
    const found = [0.05, 0.01, 0.001].map((level) => shareBelow(ps, level))
    t.comment(found.join(' '))
    t.ok((found[0] ?? 1) < 0.055 && (found[1] ?? 1) < 0.0125 && (found[2] ?? 1) < 0.002)
  })
}

t.test('one in twenty twice as fast from the middle on is found at p < .001, too', async (t) => {
  const planted = [{ kind: 'speed-change' as const, persons: 0.05, after: 0.5, timeFactor: 0.5 }]
  const scenario = { ...HONEST, persons: 1000, ...FIGURES.items(60), planted }
  const { cohort, planted: fast } = preparedCohort(scenario, 'one in twenty', { known: true })
  const { tests } = speedChange.test(cohort)
  const power = (level: number) =>
    [...fast].filter((person) => (tests[person]?.p ?? 1) < level).length / fast.size
  t.comment(`p < .01: ${power(0.01)}, p < .001: ${power(0.001)}`)
  t.ok(power(0.01) >= 0.65 && power(0.001) >= 0.04)
  const honest = tests.flatMap((test, person) => (fast.has(person) ? [] : [test?.p ?? 1]))
  t.ok(shareBelow(honest, 0.01) < 0.01)
})

t.test('when everybody hurries over the last places, nobody is flagged for it', async (t) => {
  const { cohort } = preparedCohort(HONEST, 'hurry', { known: true })
  const count = cohort.items.length
  const random = seededRandom('orders')
  const places = cohort.persons.map(() => {
    const first = Math.floor(random() * count)
    return Int16Array.from({ length: count }, (_, item) => (item + first) % count)
  })
  const times = (cohort.times ?? []).map((row, person) =>
    row.map((seconds, item) => ((places[person]?.[item] ?? 0) >= 28 ? seconds / 2 : seconds)),
  )
  const hurried = { ...cohort, places, times }
  const ps = testedPs(speedChange, hurried)
  t.ok(shareBelow(ps, 0.01) < 0.025, String(shareBelow(ps, 0.01)))
})

t.test('twice as fast in the last two fifths is found, and where it began', async (t) => {
  const { cohort, planted } = preparedCohort(
    {
      ...HONEST,
      ...FIGURES.items(60),
      planted: [{ kind: 'speed-change', persons: 0.03, after: 0.6, timeFactor: 0.4 }],
    },
    'change',
    { known: true },
  )
  const { tests, describe } = speedChange.test(cohort)
  const found = [...planted].filter((person) => (tests[person]?.p ?? 1) < 0.01)
  t.ok(found.length >= 0.7 * planted.size, `${found.length} of ${planted.size}`)
  const begins = found.map((person) =>
    Number(/item no\. (\d+)/.exec(describe(person).summary.en)?.[1]),
  )
  t.ok(
    begins.every((begin) => Math.abs(begin - 36) <= 8),
    begins.join(' '),
  )
})

t.test('speed-change says why nobody was tested', async (t) => {
  const short = { ...HONEST, ...FIGURES.items(19) }
  const { cohort } = preparedCohort(short, 'short', { known: true })
  const { tests, findings } = speedChange.test(cohort)
  t.ok(tests.every((test) => test === null))
  t.equal(findings.length, 1)
})
