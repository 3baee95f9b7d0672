import t from 'tap'
import { compareAllPairs } from '../../../../src/domain/forensics/cohort/compare-all-pairs.ts'
import {
  examinePairs,
  type FoundPairs,
  planPairs,
  screenAllPairs,
} from '../../../../src/domain/forensics/cohort/compare-pairs.ts'
import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import {
  plantedPersons,
  simulatedData,
} from '../../../../src/domain/forensics/cohort/simulated-data.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

/** A ring so large that what its members chose looks usual to a model that counts them in. */
const simulated = simulateCohort(
  {
    ...{ persons: 240, model: '2pl', items: { count: 60 }, options: { count: 4 } },
    planted: [{ kind: 'copying-rings', rings: 1, size: 22, items: 0.8 }],
  },
  'a large ring',
)
const { cohort } = prepareCohort(simulatedData(simulated), null)
const copied = plantedPersons(simulated, 'copying-rings')
const sources = new Set(simulated.planted.flatMap(({ source }) => source ?? []))
const isHonest = (person: number) => !copied.has(person) && !sources.has(person)

/** Pairs with small p in which somebody worked alone. */
function wronglyAlike({ pairs }: FoundPairs): number {
  return pairs.filter(({ a, b, p }) => p < 1e-3 && (isHonest(a) || isHonest(b))).length
}

function alike({ pairs }: FoundPairs): number {
  return pairs.filter(({ a, b, p }) => p < 1e-6 && !isHonest(a) && !isHonest(b)).length
}

t.test(
  'who shares answers is left out of what is usual, so that honest work stays it',
  async (t) => {
    const basis = planPairs(cohort)
    if (!basis) throw new Error('there are options of enough persons')
    const once = examinePairs(basis, screenAllPairs(basis.plan)).pairs
    const looks: (readonly number[] | null)[] = []
    const twice = await compareAllPairs(cohort, {
      fdr: 0.05,
      screen: (plan, excluded) => {
        looks.push(excluded)
        return screenAllPairs(plan)
      },
    })
    if (!twice.pairs) throw new Error('pairs were compared')
    t.comment(
      `${wronglyAlike(once)} honest pairs alike at first, ${wronglyAlike(twice.pairs)} then`,
    )
    t.ok(wronglyAlike(once) > 200, 'what one look does')
    t.ok(wronglyAlike(twice.pairs) <= 28, 'a thousandth of the pairs there are')
    t.ok(alike(twice.pairs) > alike(once), 'and the ring stands out more')
    t.equal(looks.length, 2)
    t.match(twice.findings, [{ code: 'similar-left-out' }])
    const again = await compareAllPairs(cohort, {
      ...{ fdr: 0.05, screen: (plan) => screenAllPairs(plan) },
      excluded: looks[1] ?? [],
    })
    t.same(again.pairs?.pairs, twice.pairs.pairs, 'the second look alone gives the same')
  },
)

t.test('where too few are left to tell what is usual, that is said', async (t) => {
  const small = simulateCohort(
    {
      ...{ persons: 205, model: '2pl', items: { count: 60 }, options: { count: 4 } },
      planted: [{ kind: 'copying-rings', rings: 1, size: 12, items: 0.8 }],
    },
    'a ring among few',
  )
  const { findings } = await compareAllPairs(prepareCohort(simulatedData(small), null).cohort, {
    ...{ fdr: 0.05, screen: (plan) => screenAllPairs(plan) },
  })
  t.match(findings, [{ code: 'similar-too-many', severity: 'warning' }])
})

t.test('a cohort in which nobody is together is looked at once', async (t) => {
  const honest = simulateCohort(
    { persons: 220, model: '2pl', items: { count: 40 }, options: { count: 4 } },
    'honest',
  )
  let looks = 0
  const { findings } = await compareAllPairs(prepareCohort(simulatedData(honest), null).cohort, {
    fdr: 0.05,
    screen: (plan) => {
      looks += 1
      return screenAllPairs(plan)
    },
  })
  t.equal(looks, 1)
  t.same(findings, [])
})

t.test('without any model of the answers it is said that nothing was compared', async (t) => {
  const few = simulateCohort({ persons: 20, model: '2pl', items: { count: 40 } }, 'few')
  const { pairs, findings } = await compareAllPairs(
    prepareCohort(simulatedData(few), null).cohort,
    { fdr: 0.05, screen: (plan) => screenAllPairs(plan) },
  )
  t.equal(pairs, null)
  t.match(findings, [{ code: 'no-pair-model' }])
})
