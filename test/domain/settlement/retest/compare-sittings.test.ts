import t from 'tap'
import { Value } from 'typebox/value'
import type { Bank } from '../../../../src/domain/bank/bank.ts'
import { compareRetest } from '../../../../src/domain/forensics/score-gain/verification-retest.ts'
import type { CalibratedItem } from '../../../../src/domain/measurement/calibration/irt-parameters.ts'
import type { ScoringItem } from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { RetestView } from '../../../../src/domain/review/retest-views.ts'
import {
  compareSittings,
  type SatTwice,
} from '../../../../src/domain/settlement/retest/compare-sittings.ts'
import { retestScores } from '../../../../src/domain/settlement/retest/retest-scores.ts'
import { aBank, itemsOf } from '../../../support/builders.ts'
import { chanceBound } from '../../forensics/person-fit/simulated-cohort.ts'
import { answer, NEW_BANK, simulatedRetests } from './re-test-cohort.ts'

/** Items 1 to 30 calibrated in the bank, 31 to 40 judged by experts, 41 to 60 not measured. */
const bank = aBank({
  items: itemsOf('rules', 'know', 60).map((item, at) =>
    at < 40
      ? {
          ...item,
          parameters: {
            values: { discrimination: 1.2, difficulty: at / 20 - 1, guessing: 0.2 },
            provenance: at < 30 ? ('calibrated' as const) : ('expert-judgement' as const),
            note: 'made up',
          },
        }
      : item,
  ),
})

const idOf = (number: number) => `rules-know-${number}`

/** Answers to items by number, the first of them right. */
function sat(from: number, to: number, right: number) {
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at)
  return { items: numbers.map((number, at) => answer(idOf(number), at < right ? 1 : 0, at)) }
}

/** As `bank` has items 1 to 30. */
function scoringItem(number: number): ScoringItem {
  const locations = [(number - 1) / 20 - 1]
  return { model: 'logistic', discrimination: 1.2, locations, guessing: 0.2 }
}

type Sat = Omit<SatTwice, 'seen'> & Partial<Pick<SatTwice, 'seen'>>

/** All steps at once; what stood on the form is what was counted unless told. */
function compared(given: {
  readonly bank: Bank
  readonly calibration: readonly CalibratedItem[]
  readonly persons: readonly Sat[]
}) {
  const seenIn = ({ items }: SatTwice['first']) => items.map(({ itemId }) => itemId)
  const persons = given.persons.map((one) => ({ seen: seenIn(one.first), ...one }))
  const steps = compareSittings({ ...given, persons })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function compare(persons: readonly Sat[], calibration = new Map<number, number>()) {
  const calibrated = [...calibration].map(([number, b]) => {
    return { item: idOf(number), a: 0.9, b, c: 0.1, steps: null, se: null, n: 200 }
  })
  return compared({ bank, calibration: calibrated, persons })
}

t.test('who did not come is not compared, nor who answered too little', async (t) => {
  const first = sat(1, 15, 12)
  const few = {
    items: sat(16, 30, 5).items.map((one, at) => (at < 9 ? one : { ...one, score: null })),
  }
  const found = compare([
    { person: 'absent', first, second: null },
    { person: 'few', first, second: few },
    { person: 'fewer', first: sat(1, 9, 9), second: sat(16, 30, 5) },
    { person: 'both', first, second: sat(16, 30, 5) },
  ])
  const none = { seen: 0, unmeasured: 0 }
  t.match(found, [
    { person: 'absent', gap: 'absent', items: 0, leftOut: none, judged: null },
    { person: 'few', gap: 'too-few-items', items: 9, leftOut: none, judged: null },
    { person: 'fewer', gap: 'too-few-items', items: 15, leftOut: none, judged: null },
    { person: 'both', gap: null, items: 15, leftOut: none, judged: { person: 'both' } },
  ])
  t.equal(found[3]?.judged?.holm, found[3]?.judged?.comparison?.p, 'nobody else was compared')
  t.same(compare([]), [])
})

t.test('items seen before or never measured are left out', async (t) => {
  const truth = compareRetest({
    first: {
      items: Array.from({ length: 15 }, (_, at) => scoringItem(at + 1)),
      categories: Array.from({ length: 15 }, (_, at) => Number(at < 12)),
    },
    second: {
      items: Array.from({ length: 15 }, (_, at) => scoringItem(at + 16)),
      categories: Array.from({ length: 15 }, (_, at) => Number(at < 3)),
    },
  })
  // The attempt had unmeasured items, 50 to 60, too; the re-test repeats 1 to 5 and 55 to 60.
  const first = { items: [...sat(50, 60, 11).items, ...sat(1, 15, 12).items] }
  const second = {
    items: [
      ...sat(1, 5, 5).items,
      ...sat(16, 30, 3).items,
      ...sat(38, 44, 7).items,
      ...sat(55, 60, 6).items,
    ],
  }
  const [found] = compare([{ person: 'p', first, second }])
  t.match(found, { gap: null, items: 15, leftOut: { seen: 11, unmeasured: 7 } })
  t.same(found?.judged?.comparison, truth)
})

t.test('the calibration of the exam counts before the bank', async (t) => {
  const fresh = Array.from({ length: 10 }, (_, at) => [at + 31, at / 5] as const)
  const [found] = compare(
    [{ person: 'p', first: sat(1, 15, 12), second: sat(26, 40, 3) }],
    new Map([...fresh, [1, 2]]),
  )
  const own = (b: number): ScoringItem => {
    return { model: 'logistic', discrimination: 0.9, locations: [b], guessing: 0.1 }
  }
  const truth = compareRetest({
    first: {
      items: [own(2), ...Array.from({ length: 14 }, (_, at) => scoringItem(at + 2))],
      categories: Array.from({ length: 15 }, (_, at) => Number(at < 12)),
    },
    second: {
      items: [
        ...Array.from({ length: 5 }, (_, at) => scoringItem(at + 26)),
        ...fresh.map(([, b]) => own(b)),
      ],
      categories: Array.from({ length: 15 }, (_, at) => Number(at < 3)),
    },
  })
  t.same(found?.judged?.comparison, truth)
  t.match(found?.leftOut, { seen: 0, unmeasured: 0 })
})

t.test('an item that counts no more has been seen all the same', async (t) => {
  const [first, second] = [sat(1, 15, 12), sat(16, 30, 5)]
  const seen = Array.from({ length: 16 }, (_, at) => idOf(at + 1))
  t.match(compare([{ person: 'p', first, seen, second }]), [{ items: 14, leftOut: { seen: 1 } }])
})

t.test('people read it on the common scale', async (t) => {
  const [found] = compare([{ person: 'p', first: sat(1, 15, 13), second: sat(16, 30, 3) }])
  const scores = retestScores(found?.judged ?? null)
  const { first, difference = 0 } = found?.judged?.comparison ?? {}
  t.equal(scores?.first.score, Math.round(500 + 100 * (first?.theta ?? 0)))
  t.ok((scores?.first.low ?? 0) < (scores?.first.score ?? 0))
  t.ok((scores?.second.high ?? 800) < 800 && (scores?.second.low ?? 0) >= 200)
  t.equal(scores?.difference, 100 * difference)
  t.match(scores, { right: 3, differs: true, adjusted: scores?.p })
  t.ok(Value.Check(RetestView.properties.comparison, scores))
  t.equal(retestScores(null), null)
})

// In larger runs, 10,200 honest pairs: 2.6 % below .05, 0.46 % below .01, 0.05 % below .001.
t.test('honest persons differ no more often than p says, with estimated parameters', async (t) => {
  const count = 240
  const { persons, calibration } = simulatedRetests('honest', { persons: 300 })
  const given = { bank: NEW_BANK, calibration, persons: persons.slice(0, count) }
  const ps = compared(given).map(({ judged }) => judged?.comparison?.p ?? 0)
  const [low, lower] = [0.05, 0.01].map((level) => ps.filter((p) => p < level).length)
  t.comment(`${low} and ${lower} of ${count}`)
  t.ok((low ?? count) / count <= chanceBound(0.05, count))
  t.ok((lower ?? count) / count <= chanceBound(0.01, count))
  const mean = ps.reduce((sum, p) => sum + p, 0) / count
  // Even p have mean .5; as scores are whole numbers, those here have a greater one.
  t.ok(mean > 0.5 - 3 * Math.sqrt(1 / 12 / count) && mean < 0.7, `mean p ${mean}`)
})

t.test('who was far better in the attempt is found, though the cohort held more', async (t) => {
  const cheats = { count: 40, gain: 2 }
  const { persons, calibration } = simulatedRetests('far better', { persons: 300, cheats })
  const found = compared({
    ...{ bank: NEW_BANK, calibration },
    persons: persons.filter(({ cheated }) => cheated),
  })
  const low = found.filter(({ judged }) => (judged?.comparison?.p ?? 1) < 0.05).length
  t.comment(`${low} of ${cheats.count}`)
  t.ok(low / cheats.count > chanceBound(0.05, cheats.count) + 0.1, `${low}`)
})
