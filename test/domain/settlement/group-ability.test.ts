import t from 'tap'
import { estimateAbility } from '../../../src/domain/measurement/estimate-ability.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import { type Random, seededRandom } from '../../../src/domain/random.ts'
import { groupAbility, saysSomething } from '../../../src/domain/settlement/group-ability.ts'

const CUT = 0
const GROUPS = 400

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Persons of known ability who answer ten items with guessing, each with their EAP. */
function aGroup(random: Random, center: number, spread: number, size: number) {
  return Array.from({ length: size }, () => {
    const theta = center + spread * normal(random)
    const responses = Array.from({ length: 10 }, (_, index) => {
      const parameters = {
        discrimination: 1.1,
        difficulty: -1.35 + 0.3 * index,
        guessing: 0.2,
      }
      return { parameters, correct: random() < probabilityCorrect(theta, parameters) }
    })
    return { theta, estimate: estimateAbility(responses) }
  })
}

t.test('intervals hold the truth of the members about as often as they say', async (t) => {
  const random = seededRandom('group-ability')
  const covered = { mean: 0, share: 0 }
  const misses: number[] = []
  for (let group = 0; group < GROUPS; group += 1) {
    const center = -1.2 + 2 * random()
    const size = 5 + Math.floor(40 * random())
    const persons = aGroup(random, center, 0.4 + 0.6 * random(), size)
    const told = groupAbility(
      persons.map(({ estimate }) => estimate),
      CUT,
    )
    const truth = mean(persons.map(({ theta }) => theta))
    const share = persons.filter(({ theta }) => theta >= CUT).length / size
    if (told.mean.low <= truth && truth <= told.mean.high) covered.mean += 1
    if (told.share && told.share.low <= share && share <= told.share.high) covered.share += 1
    misses.push(told.mean.value - truth)
  }
  t.ok(covered.mean / GROUPS > 0.92 && covered.mean / GROUPS < 0.985, `mean ${covered.mean}`)
  t.ok(covered.share / GROUPS > 0.93, `share ${covered.share}`)
  t.ok(Math.abs(mean(misses)) < 0.05, `bias ${mean(misses)}`)
  t.comment(`covered ${JSON.stringify(covered)} of ${GROUPS}, bias ${mean(misses).toFixed(4)}`)
})

t.test('a weak group is not drawn to the average, as its mean of estimates would be', async (t) => {
  const random = seededRandom('weak-group')
  const persons = aGroup(random, -1.2, 0.5, 400)
  const told = groupAbility(
    persons.map(({ estimate }) => estimate),
    CUT,
  )
  const truth = mean(persons.map(({ theta }) => theta))
  const plain = mean(persons.map(({ estimate }) => estimate.theta))
  t.ok(plain - truth > 0.2, 'the plain mean flatters a weak group')
  t.ok(Math.abs(told.mean.value - truth) < 0.15)
})

t.test('without error the mean is the mean and the share is the share', async (t) => {
  const thetas = [-1, -0.5, 0.2, 0.4, 0.9]
  const told = groupAbility(
    thetas.map((theta) => ({ theta, standardError: 0.01 })),
    0,
  )
  t.ok(Math.abs(told.mean.value - mean(thetas)) < 1e-3)
  t.ok(Math.abs((told.share?.value ?? 0) - 0.6) < 1e-3)
  t.ok(told.mean.high - told.mean.low < 0.05)
})

t.test('who answered nothing says nothing; nobody is no group', async (t) => {
  t.notOk(saysSomething({ theta: 0, standardError: 1 }))
  t.ok(saysSomething({ theta: 0.3, standardError: 0.8 }))
  t.throws(() => groupAbility([], 0), /needs a member/)
})

t.test('a crowd is told as sharply as it should be', async (t) => {
  const random = seededRandom('crowd')
  const persons = aGroup(random, 0.3, 0.8, 1000)
  const told = groupAbility(
    persons.map(({ estimate }) => estimate),
    CUT,
  )
  const share = persons.filter(({ theta }) => theta >= CUT).length / 1000
  t.ok(told.share && told.share.low <= share && share <= told.share.high)
  t.ok(told.share && told.share.high - told.share.low < 0.08)
})
