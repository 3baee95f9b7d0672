import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import type { Item } from '../../../src/domain/bank/item.ts'
import type { ResponseValue } from '../../../src/domain/bank/response-value.ts'
import { scoreAttempt } from '../../../src/domain/measurement/score-attempt.ts'
import { Scores } from '../../../src/domain/measurement/scores.ts'
import { parameters } from './arbitraries.ts'
import { calibratedItem, singleChoice } from './items.ts'

const LEVELS = [
  { id: 'below', cut: null },
  { id: 'competent', cut: -0.3 },
  { id: 'strong', cut: 1 },
]

function form(count: number): Item[] {
  return Array.from({ length: count }, (_, index) =>
    calibratedItem(
      `i${index}`,
      { discrimination: 1.4, difficulty: (index % 7) / 3 - 1, guessing: 0.2 },
      index % 2 === 0 ? 'law' : 'ethics',
    ),
  )
}

function score(items: readonly Item[], given: Readonly<Record<string, ResponseValue>>) {
  const responses = new Map(Object.entries(given))
  const amended = new Map()
  return scoreAttempt({ items, responses, amended, levels: LEVELS, passingLevel: 'competent' })
}

function all(items: readonly Item[], value: ResponseValue): Record<string, ResponseValue> {
  return Object.fromEntries(items.map(({ id }) => [id, value]))
}

t.test('an attempt with everything right passes and names a level', async (t) => {
  const items = form(40)
  const scores = score(items, all(items, 'b'))
  t.ok(Value.Check(Scores, scores))
  t.equal(scores.passed, true)
  t.equal(scores.overall.level, 'strong')
  t.equal(scores.correct, 40)
  t.same(
    scores.competencies.map(({ competency }) => competency),
    ['law', 'ethics'],
  )
})

t.test('an item without an answer counts as wrong', async (t) => {
  const items = form(20)
  const wrong = score(items, all(items, 'a'))
  const blank = score(items, {})
  t.equal(blank.overall.theta, wrong.overall.theta)
  t.equal(blank.answered, 0)
  t.equal(wrong.answered, 20)
})

t.test('too few items give no level and no pass, however well they went', async (t) => {
  const items = form(4)
  const scores = score(items, all(items, 'b'))
  t.equal(scores.overall.enoughEvidence, false)
  t.equal(scores.overall.level, null)
  t.equal(scores.passed, false)
  t.ok(scores.passProbability > 0.5)
})

t.test('a standard error above the root of 0.4 is not enough evidence', async (t) => {
  const weak = Array.from({ length: 8 }, (_, index) =>
    calibratedItem(`i${index}`, { discrimination: 0.3, difficulty: 0, guessing: 0.25 }),
  )
  const scores = score(weak, all(weak, 'b'))
  t.ok(scores.overall.standardError > Math.sqrt(0.4))
  t.equal(scores.overall.enoughEvidence, false)
})

t.test('scores name the weakest provenance of their parameters', async (t) => {
  const mixed = [...form(6), singleChoice({ id: 'new' })]
  t.equal(score(mixed, {}).parameters, 'prior')
  t.equal(score(form(6), {}).parameters, 'calibrated')
})

t.test('turning a wrong answer right never lowers theta or the pass probability', async () => {
  const forms = fc.array(fc.record({ values: parameters, right: fc.boolean() }), {
    minLength: 1,
    maxLength: 25,
  })
  fc.assert(
    fc.property(forms, fc.nat(), (list, place) => {
      const items = list.map(({ values }, index) => calibratedItem(`i${index}`, values))
      const given = Object.fromEntries(list.map(({ right }, i) => [`i${i}`, right ? 'b' : 'a']))
      const turned = `i${place % list.length}`
      const worse = score(items, { ...given, [turned]: 'a' })
      const better = score(items, { ...given, [turned]: 'b' })
      return (
        better.overall.theta >= worse.overall.theta - 1e-9 &&
        better.passProbability >= worse.passProbability - 1e-3
      )
    }),
  )
})
