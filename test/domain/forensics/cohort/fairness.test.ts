import t from 'tap'
import type { CohortData } from '../../../../src/domain/forensics/cohort/cohort-data.ts'
import { COHORT_INDICATORS } from '../../../../src/domain/forensics/cohort/cohort-indicators.ts'
import { screenData } from '../../../../src/domain/forensics/cohort/screen-data.ts'
import type { CohortScreening } from '../../../../src/domain/forensics/cohort/screening.ts'
import { simulatedData } from '../../../../src/domain/forensics/cohort/simulated-data.ts'
import { CASE_OPENS_AT, isSupporting } from '../../../../src/domain/forensics/weigh.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'
import { type Random, seededRandom } from '../../../../src/domain/random.ts'

const ITEMS = 50
/** Those who are different and honest. */
const GROUP = 40
const MISSING = -1
const RUNS = 1

const HONEST: Scenario = {
  ...{ persons: 300, model: '2pl', options: { count: 4 }, missing: { share: 0.02 } },
  items: { count: ITEMS, a: { kind: 'lognormal', mean: 0, sd: 0.3 } },
  times: { tauSd: 0.3, correlation: 0.3 },
}

/** What may be changed of one answer; all of it stays honest work. */
interface Answer {
  option: number
  seconds: number
}
interface Cell {
  readonly person: number
  readonly item: number
  readonly key: number
  readonly random: Random
}
type Difference = (answer: Answer, cell: Cell) => void

/** Makes the first persons different, answer by answer. */
function different(data: CohortData, seed: string, change: Difference): CohortData {
  const random = seededRandom(seed, 'difference')
  const { options } = data
  if (options === null || data.times === null) throw new Error('options and times are needed')
  const chosen = options.chosen.slice()
  const scores = data.scores.slice()
  const times = data.times.map((row) => row.slice())
  for (let cell = 0; cell < GROUP * ITEMS; cell += 1) {
    if (chosen[cell] === MISSING) continue
    const [person, item] = [Math.floor(cell / ITEMS), cell % ITEMS]
    const [row, key] = [times[person] as Float64Array, options.keys[item] as number]
    const answer = { option: chosen[cell] as number, seconds: row[item] as number }
    change(answer, { person, item, key, random })
    chosen[cell] = answer.option
    row[item] = answer.seconds
    scores[cell] = answer.option === MISSING ? MISSING : Number(answer.option === key)
  }
  return { ...data, options: { ...options, chosen }, scores, times }
}

async function screened(scenario: Scenario, name: string, change: Difference | null) {
  const runs: CohortScreening[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const data = simulatedData(simulateCohort(scenario, `${name} ${run}`))
    const own = change ? different(data, `${name} ${run}`, change) : data
    runs.push(await screenData(own, { fdr: 0.05 }))
  }
  return runs
}

/** Flags in families that decide, and cases, of the group. */
function chargesIn(runs: readonly CohortScreening[], persons: number) {
  const own = runs.flatMap(({ attempts }) => attempts.filter(({ person }) => person < persons))
  return {
    persons: own.length,
    called: own.filter(({ tier }) => tier === 'review' || tier === 'strong').length,
    cases: own.filter(({ weight }) => weight >= CASE_OPENS_AT).length,
  }
}

/** How many of the group have p below a level by one indicator. */
function belowIn(runs: readonly CohortScreening[], id: string, level: number): number {
  return runs
    .flatMap(({ indicators }) => indicators.filter((one) => one.id === id))
    .flatMap(({ tests }) => tests.slice(0, GROUP))
    .filter((test) => test !== null && test.p !== null && test.p < level).length
}

const wrongOf = (key: number) => (key + 1) % 4
const TAUGHT = new Set([7, 19, 30])

const DIFFERENT: Readonly<Record<string, Difference>> = {
  'extra time, all times doubled': (answer) => {
    answer.seconds *= 2
  },
  'a class taught the same wrong answers': (answer, { item, key, random }) => {
    if (TAUGHT.has(item) && random() < 0.6) answer.option = wrongOf(key)
  },
  'left early': (answer, { item }) => {
    if (item < 30) return
    answer.option = MISSING
    answer.seconds = Number.NaN
  },
  'ran out of time and guessed the last fifth': (answer, { item, random }) => {
    if (item < 40) return
    answer.option = Math.floor(4 * random())
    answer.seconds = 2 + 2 * random()
  },
  'tired from the middle on': (answer, { item }) => {
    if (item >= 25) answer.seconds *= 1.8
  },
  'interrupted thrice': (answer, { item, person }) => {
    if ((item + person) % 17 === 0) answer.seconds += 400
  },
  'slow devices': (answer) => {
    answer.seconds += 5
  },
}

for (const [name, change] of Object.entries(DIFFERENT)) {
  t.test(`honest and different, nobody has a case: ${name}`, async (t) => {
    const runs = await screened(HONEST, name, change)
    t.match(chargesIn(runs, GROUP), { persons: RUNS * GROUP, called: 0, cases: 0 })
    t.match(chargesIn(runs, HONEST.persons), { called: 0, cases: 0 }, 'and nobody beside them')
    // Nominal .4 of 40; P(4 and more) is below .001.
    for (const id of ['response-speed', 'similar-answers']) {
      const below = belowIn(runs, id, 0.01)
      t.ok(below <= 3, `${below} of ${RUNS * GROUP} below .01 by ${id}`)
    }
  })
}

t.test('what only says how an attempt was worked never decides', async (t) => {
  // Hurry, fatigue and interruptions at 3,000 persons are as clear as can be.
  for (const { id, family } of COHORT_INDICATORS) {
    const isAboutWork = ['speed-change', 'response-time-misfit', 'rapid-responses'].includes(id)
    if (isAboutWork) t.ok(isSupporting(family), id)
  }
})

t.test('a wrong key that most fall for makes nobody similar', async (t) => {
  const name = 'wrong key'
  const runs: CohortScreening[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const data = simulatedData(simulateCohort(HONEST, `${name} ${run}`))
    const random = seededRandom(`${name} ${run}`, 'fall')
    const options = data.options
    if (options === null) throw new Error('options are needed')
    const chosen = options.chosen.map((option, cell) => {
      const key = options.keys[cell % ITEMS] as number
      return option !== MISSING && cell % ITEMS === 7 && random() < 0.6 ? wrongOf(key) : option
    })
    const scores = data.scores.map((score, cell) =>
      score === MISSING ? score : Number(chosen[cell] === options.keys[cell % ITEMS]),
    )
    runs.push(await screenData({ ...data, options: { ...options, chosen }, scores }, { fdr: 0.05 }))
  }
  t.match(chargesIn(runs, HONEST.persons), { called: 0, cases: 0 })
  t.notOk(runs.some(({ pairs }) => pairs?.pairs.some(({ flagged }) => flagged)))
})

for (const location of [-3, -4.5]) {
  t.test(`where nearly all is right, nobody is called: difficulty ${location}`, async (t) => {
    const items = { count: ITEMS, a: 1.3, b: { kind: 'normal' as const, mean: location, sd: 0.5 } }
    const runs = await screened({ ...HONEST, items }, 'easy', null)
    t.match(chargesIn(runs, HONEST.persons), { called: 0, cases: 0 })
    const twins = runs.flatMap(({ pairs }) => pairs?.pairs.filter(({ flagged }) => flagged) ?? [])
    t.same(twins, [], 'nobody is alike for being right')
    // Nominal 3 of 300 in each run at most.
    for (const { indicators } of runs) {
      const own = indicators.find(({ id }) => id === 'look-up-shape')?.tests ?? []
      const below = own.filter((test) => test !== null && test.p !== null && test.p < 0.01).length
      t.ok(below <= 8, `${below} below .01 by look-up-shape`)
    }
  })
}
