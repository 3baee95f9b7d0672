import fc from 'fast-check'
import t from 'tap'
import { matchModelOfScores } from '../../../../src/domain/forensics/similarity/match-model.ts'
import { answererOf } from '../../../../src/domain/forensics/similarity/shared-answers.ts'
import {
  type Direction,
  tellSourceAndCopier,
} from '../../../../src/domain/forensics/similarity/source-and-copier.ts'
import { simulateAnswerers } from './simulated-answerers.ts'

const unknown = { changesToward: null, answeredFirst: null }

t.test('planted copiers: the odds are as good as they say, verdicts are right', async (t) => {
  const found: Direction[] = []
  for (const items of [0.4, 0.6]) {
    const { cohort, model, persons } = simulateAnswerers(
      {
        persons: 300,
        model: '2pl',
        items: { count: 60 },
        options: { count: 4 },
        planted: [{ kind: 'copying-pairs', pairs: 120, items }],
      },
      `direction ${items}`,
      'options',
    )
    const copies = new Map(cohort.planted.map(({ person, source }) => [person, source]))
    for (const [person, source] of copies) {
      const [a, b] = [persons[person], persons[source ?? -1]]
      if (a && b) found.push(tellSourceAndCopier({ model, a, b, ...unknown }))
    }
  }
  t.equal(found.length, 240)
  const told = found.filter(({ copier }) => copier !== null)
  const right = told.filter(({ copier }) => copier === 'a').length
  t.ok(told.length >= 8, `${told.length} of 240 were told`)
  t.ok(right >= told.length - 1, `${right} of ${told.length} are right`)
  // Were the probabilities too bold, fewer directions would be right than they sum to.
  const expected = found.reduce((sum, { probability }) => sum + probability, 0)
  const variance = found.reduce((sum, { probability: p }) => sum + p * (1 - p), 0)
  const correct = found.filter(({ logOdds }) => logOdds < 0).length
  t.ok(Math.abs(correct - expected) < 3.5 * Math.sqrt(variance), `${correct}, not ${expected}`)
})

const answer = fc.integer({ min: -1, max: 1 })
const pair = fc.array(fc.tuple(answer, answer), { minLength: 20, maxLength: 40 })
const counts = fc.option(fc.record({ a: fc.nat(5), b: fc.nat(5) }))

function told(
  given: readonly (readonly [number, number])[],
  [one, two]: readonly [0 | 1, 0 | 1],
  known: Pick<Parameters<typeof tellSourceAndCopier>[0], 'changesToward' | 'answeredFirst'>,
): Direction {
  const model = matchModelOfScores(
    given.map((_, at) => ({
      model: 'logistic',
      discrimination: 1,
      locations: [(at % 9) / 2 - 2],
      guessing: 0,
    })),
  )
  const person = (place: 0 | 1) =>
    answererOf(
      model,
      Int8Array.from(given, (answers) => answers[place]),
      0,
    )
  return tellSourceAndCopier({ model, a: person(one), b: person(two), ...known })
}

t.test('turning the pair around turns the odds around', async () => {
  const turned = (known: { readonly a: number; readonly b: number } | null) =>
    known && { a: known.b, b: known.a }
  fc.assert(
    fc.property(pair, counts, counts, (given, changes, first) => {
      const here = told(given, [0, 1], { changesToward: changes, answeredFirst: first })
      const there = told(given, [1, 0], {
        changesToward: turned(changes),
        answeredFirst: turned(first),
      })
      const names = { a: 'b', b: 'a' } as const
      return (
        Math.abs(here.logOdds + there.logOdds) < 1e-6 &&
        Math.abs(here.probability - there.probability) < 1e-6 &&
        // At the very edge of convincing rounding may decide.
        (Math.abs(here.probability - 0.99) < 1e-6 ||
          here.copier === (there.copier && names[there.copier]))
      )
    }),
    { numRuns: 60 },
  )
})

t.test('each change toward the other speaks against who made it, up to a bound', async () => {
  fc.assert(
    fc.property(pair, fc.nat(20), (given, made) => {
      const plain = told(given, [0, 1], unknown)
      const changed = told(given, [0, 1], { changesToward: { a: 0, b: made }, answeredFirst: null })
      const gain = changed.logOdds - plain.logOdds
      return Math.abs(gain - Math.min(3, made * Math.log(4))) < 1e-9
    }),
    { numRuns: 40 },
  )
})

t.test('persons who answered all alike are told apart by nothing but other evidence', async (t) => {
  const same = Array.from({ length: 30 }, (_, at) => [at % 2, at % 2] as const)
  const plain = told(same, [0, 1], unknown)
  t.equal(plain.copier, null)
  t.ok(Math.abs(plain.probability - 0.5) < 1e-9)
  const more = { changesToward: { a: 0, b: 4 }, answeredFirst: { a: 9, b: 0 } }
  t.equal(told(same, [0, 1], more).copier, 'b')
  t.equal(told(same, [0, 1], { ...more, answeredFirst: null }).copier, null, 'changes alone do not')
})
