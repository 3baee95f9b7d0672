import t from 'tap'
import { Value } from 'typebox/value'
import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import { screenCohort } from '../../../../src/domain/forensics/cohort/screen-cohort.ts'
import { screenData } from '../../../../src/domain/forensics/cohort/screen-data.ts'
import { SCREEN_STAGES } from '../../../../src/domain/forensics/cohort/screening.ts'
import { simulatedData } from '../../../../src/domain/forensics/cohort/simulated-data.ts'
import { Flag } from '../../../../src/domain/forensics/flag.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

const HONEST: Scenario = {
  persons: 150,
  model: '3pl',
  items: { count: 30, a: { kind: 'lognormal', mean: 0, sd: 0.3 }, c: 0.15 },
  times: { tauSd: 0.25, correlation: 0.4 },
  missing: { share: 0.05 },
  changes: { share: 0.05 },
}

async function screened(scenario: Scenario, seed: string, onStage?: (stage: string) => void) {
  const simulated = simulateCohort(scenario, seed)
  const given = { fdr: 0.05, ...(onStage ? { onStage } : {}) }
  return { screening: await screenData(simulatedData(simulated), given), simulated }
}

t.test('honest cohorts, 3PL data under the model there is: hardly anybody is called', async (t) => {
  let [strong, called, watched, persons, similar] = [0, 0, 0, 0, 0]
  const runs = 6
  for (let run = 0; run < runs; run += 1) {
    const { attempts, indicators } = (await screened(HONEST, `honest ${run}`)).screening
    const own = indicators.find(({ id }) => id === 'similar-answers')?.tests ?? []
    similar += own.filter((test) => (test?.p ?? 1) < 0.001).length
    persons += attempts.length
    if (attempts.some(({ tier }) => tier === 'strong')) strong += 1
    if (attempts.some(({ tier }) => tier === 'review')) called += 1
    watched += attempts.filter(({ p }) => (p ?? 1) < 0.01).length
  }
  t.equal(strong, 0)
  // Nominal .9 of 900; P(5 and more) below .003.
  t.ok(similar <= 4, `${similar} of ${persons} by similarity below .001`)
  // P(3 or more of 6) at .05 each is below .003.
  t.ok(called <= 2, `${called} of ${runs} cohorts with somebody for review`)
  // Fusion is cautious: at most the nominal share, with three standard errors.
  t.ok(watched <= 0.01 * persons + 3 * Math.sqrt(0.01 * persons), `${watched} of ${persons}`)
})

t.test('copies are found, with flags that say all they must', async (t) => {
  const stages: string[] = []
  const scenario: Scenario = {
    ...{ ...HONEST, model: '2pl', persons: 250, options: { count: 4 } },
    items: { count: 50, a: { kind: 'lognormal', mean: 0, sd: 0.3 } },
    planted: [{ kind: 'copying-rings', rings: 1, size: 5, items: 0.8 }],
  }
  const { screening, simulated } = await screened(scenario, 'ring', (stage) => stages.push(stage))
  const involved = new Set(simulated.planted.flatMap(({ person, source }) => [person, source]))
  const called = screening.attempts.filter(({ tier }) => tier === 'review' || tier === 'strong')
  t.ok(called.filter(({ person }) => involved.has(person)).length >= 4)
  t.ok(called.filter(({ person }) => !involved.has(person)).length <= 1)
  const flags = screening.attempts.flatMap((one) => one.flags)
  t.ok(flags.length >= 4)
  for (const flag of flags) {
    t.same(
      [...Value.Errors(Flag, flag)].map((one) => [one.instancePath, one.message]),
      [],
    )
    t.notMatch(flag.summary.en, /cheat(?!ing\.)/)
  }
  for (const { weight, shares } of screening.attempts) {
    const sum = shares.reduce((total, share) => total + share, 0)
    if (Math.abs(sum - weight) > 1e-9) t.fail('shares do not come to the weight')
  }
  t.ok(stages.every((stage) => SCREEN_STAGES.some((one) => one === stage)))
  t.same(JSON.parse(JSON.stringify(screening)), structuredClone(screening))
})

t.test('the order of persons changes nobody', async (t) => {
  const simulated = simulateCohort({ ...HONEST, persons: 60, times: {} }, 'order')
  const data = simulatedData(simulated)
  const width = data.items.length
  const turned = {
    ...data,
    persons: data.persons.toReversed(),
    scores: data.scores.map(
      (_, cell, all) =>
        all[(data.persons.length - 1 - Math.floor(cell / width)) * width + (cell % width)] ?? -1,
    ),
    times: data.times?.toReversed() ?? null,
    changes: null,
    groupings: [],
  }
  const plain = { ...data, changes: null, groupings: [] }
  const ps = [plain, turned].map((one) => {
    const { cohort, findings } = prepareCohort(one, null)
    const { attempts, persons } = screenCohort({ cohort, findings, fdr: 0.05, pairs: null })
    return new Map(attempts.map(({ person, p }) => [persons[person], p]))
  })
  for (const [name, p] of ps[0] ?? []) {
    const other = ps[1]?.get(name) ?? null
    if (Math.abs((p ?? 0) - (other ?? 0)) > 1e-3) t.fail(`${name}: ${p} and ${other}`)
  }
  t.equal(ps[0]?.size, 60)
})
