import t from 'tap'
import { parametersOf } from '../../../src/domain/measurement/item-parameters.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import { scoreAttempt } from '../../../src/domain/measurement/score-attempt.ts'
import { type Random, seededRandom } from '../../../src/domain/random.ts'
import type { AnalyzedItem } from '../../../src/domain/settlement/analyzed-attempt.ts'
import { moderateEffort } from '../../../src/domain/settlement/moderate-effort.ts'
import { aBank, aBlueprint, itemsOf } from '../../support/builders.ts'
import { deviate } from '../forensics/simulated-attempts.ts'

const BANK = aBank({ items: itemsOf('rules', 'know', 40) })
/** So a limit of five seconds. */
const EXPECTED = 50
const { levels, passingLevel } = aBlueprint()

/** Solves what it reads at the ability given, and guesses blindly the share `guessed`. */
function sit(random: Random, theta: number, guessed: number): AnalyzedItem[] {
  return BANK.items.map((item) => {
    const isGuess = random() < guessed
    const chance = isGuess ? 0.25 : probabilityCorrect(theta, parametersOf(item).values)
    const correct = random() < chance
    const seconds = isGuess ? 0.5 + 3 * random() : 15 + 60 * random()
    return {
      itemId: item.id,
      correct,
      response: correct ? 'A' : 'B',
      seconds,
      expectedSeconds: EXPECTED,
    }
  })
}

function plainScore(items: readonly AnalyzedItem[]) {
  const ids = new Set(items.map(({ itemId }) => itemId))
  return scoreAttempt({
    items: BANK.items.filter(({ id }) => ids.has(id)),
    responses: new Map(items.map(({ itemId, response }) => [itemId, response])),
    amended: new Map(),
    ...{ levels, passingLevel },
  }).overall
}

t.test('who reads everything has nothing to leave out', async (t) => {
  const random = seededRandom('effort', 'honest')
  for (let person = 0; person < 50; person += 1) {
    t.equal(moderateEffort(BANK, sit(random, deviate(random), 0)), null)
  }
})

t.test('without blind guesses the score comes closer to the ability planted', async (t) => {
  const random = seededRandom('effort', 'guessing')
  const errors = { plain: [] as number[], moderated: [] as number[] }
  for (let person = 0; person < 300; person += 1) {
    // Abler candidates lose most by guessing.
    const theta = 0.5 + 0.5 * deviate(random)
    const items = sit(random, theta, 0.3)
    const found = moderateEffort(BANK, items)
    t.equal(found?.rapid ?? 0, items.filter(({ seconds }) => (seconds ?? 0) < 4).length)
    if (!found?.estimate) continue
    errors.plain.push(plainScore(items).theta - theta)
    errors.moderated.push(found.estimate.theta - theta)
  }
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const root = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => value ** 2)))
  t.ok(errors.plain.length > 280)
  t.ok(mean(errors.plain) < -0.3, `guessing costs ${mean(errors.plain)}`)
  t.ok(Math.abs(mean(errors.moderated)) < 0.15, `left: ${mean(errors.moderated)}`)
  t.ok(root(errors.moderated) < 0.8 * root(errors.plain))
})

t.test('it is the plain score of the form without those items', async (t) => {
  const random = seededRandom('effort', 'rule')
  for (let person = 0; person < 20; person += 1) {
    const items = sit(random, deviate(random), 0.2).map((item, at) =>
      at % 9 === 0 ? { ...item, correct: false, response: null, seconds: null } : item,
    )
    const found = moderateEffort(BANK, items)
    const kept = items.filter(({ seconds }) => seconds === null || seconds > 4)
    const expected = plainScore(kept)
    t.equal(found?.answered, items.filter(({ response }) => response !== null).length)
    t.ok(Math.abs((found?.estimate?.theta ?? 9) - expected.theta) < 1e-9)
    t.ok(Math.abs((found?.estimate?.standardError ?? 9) - expected.standardError) < 1e-9)
  }
})

t.test('with less than half left no score is given; unknown times count as effort', async (t) => {
  const items = sit(seededRandom('effort', 'most'), 0, 0)
  const rush = (count: number) =>
    items.map((item, at) => (at < count ? { ...item, seconds: 1 } : item))
  t.match(moderateEffort(BANK, rush(8)), { rapid: 8, evidence: 'enough' })
  t.match(moderateEffort(BANK, rush(20)), { rapid: 20, evidence: 'thin' })
  t.match(moderateEffort(BANK, rush(21)), { evidence: 'not-enough', estimate: null })
  const long = rush(20).map((item) => ({ ...item, seconds: 10, expectedSeconds: 900 }))
  t.equal(moderateEffort(BANK, long), null, 'no limit lies above ten seconds')
  const untimed = items.map((item) => ({ ...item, seconds: null }))
  t.equal(moderateEffort(BANK, untimed), null)
})
