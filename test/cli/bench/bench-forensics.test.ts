import t from 'tap'
import { makeTimesHeavy, tieNeighbors } from '../../../src/cli/bench/alter-cohort.ts'
import { benchAttempts } from '../../../src/cli/bench/bench-forensic-attempts.ts'
import { benchIdentity } from '../../../src/cli/bench/bench-forensic-identity.ts'
import { benchNulls } from '../../../src/cli/bench/bench-forensic-nulls.ts'
import { benchPower } from '../../../src/cli/bench/bench-forensic-power.ts'
import { HONEST, PLANTED } from '../../../src/cli/bench/forensic-scenarios.ts'
import type { Figure } from '../../../src/cli/bench/measure.ts'
import { checkScenario } from '../../../src/domain/measurement/simulation/check-scenario.ts'
import { simulateCohort } from '../../../src/domain/measurement/simulation/simulate-cohort.ts'
import { seededRandom } from '../../../src/domain/random.ts'

t.setTimeout(240_000)

const valueNamed = (figures: readonly Figure[], name: string) =>
  figures.find((figure) => figure.name === name)?.value ?? Number.NaN
const areShares = (figures: readonly Figure[]) =>
  figures.every(({ unit, value }) => (unit === 'share' ? value >= 0 && value <= 1 : value >= 0))

t.test('every kind of exam has a name of its own and can be simulated', async (t) => {
  const kinds = [...HONEST, ...PLANTED]
  t.equal(new Set(kinds.map(({ name }) => name)).size, kinds.length)
  for (const { name, scenario } of kinds) t.strictSame(checkScenario(scenario).findings, [], name)
})

t.test('honest figures, power against them, and what the whole screening finds', async (t) => {
  const small = HONEST.filter(({ name }) => name.startsWith('very small'))
  const { figures, first } = await benchNulls(small.map((kind) => ({ ...kind, cohorts: 1 })))
  t.equal(first.length, 1)
  t.ok(areShares(figures))
  const [kind] = small
  t.equal(valueNamed(figures, `honest, ${kind?.name}: likelihood-fit tested`), 50)
  t.ok(valueNamed(figures, 'honest, all kinds: likelihood-fit p < 0.05') < 0.2)
  const planted = PLANTED.flatMap((one) => {
    if (!one.name.startsWith('rings') && !one.name.startsWith('tampered')) return []
    return [{ ...one, scenario: { ...one.scenario, persons: 300 } }]
  })
  const power = await benchPower(planted, { cohorts: 1, honest: first })
  t.ok(areShares(power))
  const [ring, tampered] = planted.map(({ name }) => name)
  t.ok(valueNamed(power, `${ring}: found by similar-answers at 0.01 false flags`) > 0.7)
  t.ok(valueNamed(power, `${ring}: pairs and rings recovered whole`) > 0.5)
  t.ok(valueNamed(power, `${tampered}: rooms found by group-changes`) > 0.5)
})

t.test('identity and single attempts: found where planted, seldom where not', async (t) => {
  const identity = benchIdentity({ exams: 1 })
  t.ok(areShares(identity))
  t.ok(valueNamed(identity, 'honest, offices and shifts: linked-accounts p < 0.01') < 0.05)
  const farm = 'one person behind five accounts, 1 machine'
  t.ok(valueNamed(identity, `${farm}: farms with two accounts linked`) > 0.5)
  const attempts = benchAttempts({ honest: 200, planted: 100 })
  t.ok(areShares(attempts))
  const flagged = (name: string) => valueNamed(attempts, name)
  t.ok(flagged('one honest attempt, calibrated times: flagged by response-time') < 0.05)
  t.ok(flagged('one attempt, three times as fast: flagged by response-time') > 0.8)
})

t.test(
  'heavy tails: whole seconds around the same median, with far more extreme ones',
  async (t) => {
    const [honest] = HONEST
    if (!honest) throw new Error('there are no kinds of honest exams')
    const cohort = simulateCohort({ ...honest.scenario, persons: 400 }, 'heavy')
    const residuals = () =>
      Array.from(cohort.times ?? [], (seconds, cell) => {
        const { alpha, beta } = cohort.items[cell % cohort.items.length] ?? { alpha: 0, beta: 0 }
        const tau = cohort.persons.tau[Math.floor(cell / cohort.items.length)] ?? 0
        return alpha * (Math.log(seconds) - beta + tau)
      })
    const extreme = (values: readonly number[]) =>
      values.filter((value) => Math.abs(value) > 3).length / values.length
    t.ok(Math.abs(extreme(residuals()) - 0.0027) < 0.001, 'normal before')
    makeTimesHeavy(cohort, seededRandom('heavy'))
    t.ok((cohort.times ?? []).every(Number.isInteger))
    // Student t with 4 degrees of freedom: P(|T| > 3) = .0399, and half on either side of 0.
    const heavy = residuals()
    t.ok(Math.abs(extreme(heavy) - 0.0399) < 0.004, `${extreme(heavy)}`)
    const slow = heavy.filter((value) => value > 0).length / heavy.length
    t.ok(Math.abs(slow - 0.5) < 0.02, `${slow}`)
  },
)

t.test('tied neighbours: easier and harder to nobody, alike beyond ability', async (t) => {
  const item = { a: 1, b: 0 }
  const items = [
    { item: 'one', ...item },
    { item: 'two', ...item },
  ]
  const scenario = { persons: 20_000, model: '2pl', items, ability: { sd: 0 } } as const
  const cohort = simulateCohort({ ...scenario, options: { count: 4 } }, 'tied')
  const told = () => {
    let [second, both] = [0, 0]
    for (let cell = 0; cell < cohort.scores.length; cell += 2) {
      second += cohort.scores[cell + 1] ?? 0
      both += (cohort.scores[cell] ?? 0) * (cohort.scores[cell + 1] ?? 0)
    }
    return { second: second / scenario.persons, both: both / scenario.persons }
  }
  t.ok(Math.abs(told().both - 0.25) < 0.012, 'independent before')
  tieNeighbors(cohort, seededRandom('tied'))
  const { second, both } = told()
  t.ok(Math.abs(second - 0.5) < 0.012, `${second}`)
  // Half of the persons answer both alike: .5 x .5 + .5 x .25.
  t.ok(Math.abs(both - 0.375) < 0.012, `${both}`)
  const isKeyed = (cell: number) =>
    (cohort.options?.[cell] === cohort.items[cell % 2]?.key) === (cohort.scores[cell] === 1)
  t.ok(cohort.scores.every((_, cell) => isKeyed(cell)))
})
