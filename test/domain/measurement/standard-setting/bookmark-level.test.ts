import fc from 'fast-check'
import t from 'tap'
import { answersAsked } from '../../../../src/domain/measurement/standard-setting/panel.ts'
import type { Bookmark } from '../../../../src/domain/measurement/standard-setting/summarize-bookmark.ts'
import {
  orderForBookmarks,
  summarizeRound,
} from '../../../../src/domain/measurement/standard-setting/summarize-round.ts'
import { aBank, aText, itemsOf } from '../../../support/builders.ts'

const LEVELS = ['pass', 'good'].map((id) => ({
  id,
  name: aText(id, id),
  borderline: aText('', ''),
}))

/** Rasch items of these difficulties. */
const bankOf = (difficulties: readonly number[], provenance: 'calibrated' | 'prior') => {
  const items = itemsOf('rules', 'know', difficulties.length).map((item, index) => {
    const values = { discrimination: 1, difficulty: difficulties[index] ?? 0, guessing: 0 }
    return { ...item, parameters: { values, provenance, note: '' } }
  })
  return aBank({ items })
}

const summaryOf = (
  difficulties: readonly number[],
  bookmarks: readonly Bookmark[],
  provenance: 'calibrated' | 'prior' = 'calibrated',
) => {
  const bank = bankOf(difficulties, provenance)
  const { ordered } = orderForBookmarks(
    bank,
    bank.items.map(({ id }) => id),
  )
  const items = ordered.map((item) => ({ item, observed: null }))
  const panel = { method: 'bookmark' as const, levels: LEVELS, items }
  return summarizeRound(panel, bank, { ratings: [], bookmarks })
}

const difficulty = fc.integer({ min: -250, max: 250 }).map((hundredths) => hundredths / 100)

t.test('a booklet is the items, each once, by difficulty where they are Rasch', async () => {
  fc.assert(
    fc.property(fc.array(difficulty, { minLength: 5, maxLength: 20 }), (difficulties) => {
      const bank = bankOf(difficulties, 'calibrated')
      const ids = bank.items.map(({ id }) => id)
      const { ordered, placeless } = orderForBookmarks(bank, ids)
      const sorted = ordered.map((id) => difficulties[ids.indexOf(id)] ?? Number.NaN)
      return (
        placeless.length === 0 &&
        new Set(ordered).size === ids.length &&
        sorted.every((value, index) => index === 0 || value >= (sorted[index - 1] ?? 0))
      )
    }),
  )
})

t.test('a bookmark further on never lowers a cut, and all distances cancel out', async () => {
  fc.assert(
    fc.property(
      fc.array(difficulty, { minLength: 6, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 8 }),
      (difficulties, pages) => {
        const marks = (list: readonly number[]): Bookmark[] =>
          list.map((page, index) => ({ judge: `j${index}`, level: 'pass', page }))
        const [before] = summaryOf(difficulties, marks(pages))
        const [after] = summaryOf(difficulties, marks(pages.map((page) => page + 1)))
        const total = (before?.judges ?? []).reduce((sum, { theta }) => sum + (theta ?? 0), 0)
        const middle = total / pages.length
        return (
          Math.abs((before?.cut?.theta ?? 99) - middle) < 1e-9 &&
          (after?.cut?.theta ?? -99) >= middle - 1e-9 &&
          (after?.cut?.raw ?? -99) >= (before?.cut?.raw ?? 99) - 1e-9
        )
      },
    ),
  )
})

t.test('what is missing or assumed is said', async (t) => {
  const marks: Bookmark[] = [
    { judge: 'a', level: 'pass', page: 2 },
    { judge: 'b', level: 'pass', page: 3 },
    { judge: 'b', level: 'good', page: 5 },
  ]
  const codes = (list: ReturnType<typeof summaryOf>) =>
    list.map(({ findings }) => findings.map(({ code }) => code).toSorted())
  const sound = summaryOf([-1, -0.5, 0, 0.5, 1], marks)
  t.strictSame(codes(sound), [['few-judges'], ['incomplete-judges', 'one-judge']])
  t.strictSame(
    sound.map(({ incomplete }) => incomplete),
    [[], ['a']],
  )
  const assumed = summaryOf([-1, -0.5, 0, 0.5, 1], marks, 'prior')
  t.strictSame(codes(assumed)[0], ['few-judges', 'order-assumed'])
  const [pass, good] = summaryOf([-1, -0.5, 0, 0.5, 1], [])
  t.strictSame([pass?.cut, good?.cut], [null, null])
  t.ok(pass?.findings.some(({ code }) => code === 'no-complete-judge'))
  const far = summaryOf(
    [-3, -2, 2, 3, 4],
    ['a', 'b'].map((judge, index) => ({ judge, level: 'pass', page: 1 + 5 * index })),
  )
  t.ok(far[0]?.findings.some(({ code }) => code === 'judges-disagree'))
})

t.test('a bookmark panel asks for one answer a level, the other for one an item', async (t) => {
  const size = { itemCount: 30, levelCount: 2 }
  t.equal(answersAsked({ method: 'bookmark', ...size }), 2)
  t.equal(answersAsked({ method: 'angoff', ...size }), 60)
})
