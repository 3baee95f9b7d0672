import fc from 'fast-check'
import t from 'tap'
import { probabilityCorrect } from '../../../../src/domain/measurement/item-response.ts'
import {
  shareOfPersons,
  shareOfPopulation,
} from '../../../../src/domain/measurement/standard-setting/cut-impact.ts'
import { cutsAgree } from '../../../../src/domain/measurement/standard-setting/cuts-agree.ts'
import {
  roundOfPanel,
  stateOfPanel,
} from '../../../../src/domain/measurement/standard-setting/panel.ts'
import {
  type Bookmark,
  orderedBooklet,
  summarizeBookmark,
} from '../../../../src/domain/measurement/standard-setting/summarize-bookmark.ts'

const close = (found: number | null | undefined, wanted: number, tolerance = 1e-9) =>
  found !== null && found !== undefined && Math.abs(found - wanted) <= tolerance

const rasch = (item: string, difficulty: number) => ({
  item,
  parameters: { discrimination: 1, difficulty, guessing: 0 },
})

t.test('an item lies where it is answered right with the response probability', (t) => {
  const parameters = fc.record({
    discrimination: fc.double({ min: 0.3, max: 2.5, noNaN: true }),
    difficulty: fc.double({ min: -3, max: 3, noNaN: true }),
    guessing: fc.double({ min: 0, max: 0.5, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(parameters, { minLength: 1, maxLength: 20 }), (list) => {
      const items = list.map((one, index) => ({ item: `i${index}`, parameters: one }))
      const { pages } = orderedBooklet(items)
      const ordered = pages.every(
        (page, at) => at === 0 || page.location >= (pages[at - 1]?.location ?? 0),
      )
      const right = pages.every(({ item, location }) => {
        const found = items.find((one) => one.item === item)
        return found && close(probabilityCorrect(location, found.parameters), 0.67)
      })
      return ordered && right && pages.length === items.length
    }),
  )
  // ln(.67 / .33) = 0.7082: the Rasch location of an RP67 booklet (Mitzel et al. 2001).
  t.ok(close(orderedBooklet([rasch('a', 1)]).pages[0]?.location, 1.7082, 5e-5))
  const guessed = { item: 'g', parameters: { discrimination: 1, difficulty: 0, guessing: 0.7 } }
  const { pages, findings } = orderedBooklet([guessed])
  t.equal(pages.length, 0)
  t.match(findings, [{ code: 'no-location', item: 'g' }])
  t.throws(() => orderedBooklet([], 1))
  t.end()
})

t.test('bookmarks by hand', (t) => {
  const booklet = orderedBooklet([rasch('c', 2), rasch('a', 0), rasch('b', 1)], 0.5)
  t.strictSame(
    booklet.pages.map(({ item, location }) => [item, location]),
    [
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ],
  )
  const marks = (...pages: number[]): Bookmark[] =>
    pages.map((page, index) => ({ judge: `j${index}`, level: 'pass', page }))
  const one = (list: Bookmark[], rule: 'between' | 'at' = 'between') =>
    summarizeBookmark(booklet, list, { levels: ['pass'], rule }).cuts[0]
  t.ok(close(one(marks(2))?.theta, 0.5), 'midway between the last mastered and the next')
  t.ok(close(one(marks(2), 'at')?.theta, 0))
  t.ok(close(one(marks(1))?.theta, 0), 'nothing is mastered: the first page is all there is')
  t.ok(close(one(marks(4))?.theta, 2), 'everything is')
  const three = one(marks(2, 3, 3))
  t.ok(close(three?.theta, (0.5 + 1.5 + 1.5) / 3))
  t.ok(close(three?.median, 1.5))
  t.ok(close(three?.standardError, Math.sqrt(1 / 3) / Math.sqrt(3)))
  const moved = [...marks(1), { judge: 'j0', level: 'pass', page: 3 }]
  t.ok(close(one(moved)?.theta, 1.5), 'the last bookmark counts')
  t.equal(one(marks(2))?.standardError, null, 'one judge has no error')
  t.throws(() => one(marks(5)), /no place/)
  t.throws(() => one(marks(1.5)), /no place/)
  const crossed: Bookmark[] = [
    { judge: 'j', level: 'low', page: 3 },
    { judge: 'j', level: 'high', page: 2 },
  ]
  const { findings } = summarizeBookmark(booklet, crossed, { levels: ['low', 'high'] })
  t.ok(
    findings.some(
      ({ code, pointer }) => code === 'cuts-out-of-order' && pointer === '/levels/high',
    ),
  )
  t.end()
})

t.test('how many would pass: Phi, each person with their own error', (t) => {
  t.ok(close(shareOfPopulation(0), 0.5))
  t.ok(close(shareOfPopulation(1), 0.15865525393145707, 1e-12))
  t.equal(shareOfPersons(0, []), null)
  const persons = [
    { theta: 1, standardError: 0.5 },
    { theta: 0, standardError: 0 },
  ]
  // Phi(2) = 0.9772498680518208; who lies exactly on the cut without error passes.
  t.ok(close(shareOfPersons(0, persons), (0.9772498680518208 + 1) / 2, 1e-12))
  t.end()
})

t.test('cuts agree level by level, and a panel stands where its history leaves it', (t) => {
  const levels = [
    { id: 'none', cut: null },
    { id: 'pass', cut: 0.1234 },
  ]
  t.ok(cutsAgree(levels, [{ level: 'pass', cut: 0.123 }]))
  t.notOk(cutsAgree(levels, [{ level: 'pass', cut: 0.125 }]))
  t.notOk(cutsAgree(levels, [{ level: 'other', cut: 0.1234 }]))
  const after = (events: number, conclusion: 'open' | 'approved' | 'returned' | null = null) => [
    stateOfPanel({ events, conclusion }),
    roundOfPanel(events),
  ]
  t.strictSame(after(0), ['preparing', 0])
  t.strictSame(after(1), ['rating', 1])
  t.strictSame(after(2), ['discussing', 1])
  t.strictSame(after(3, 'returned'), ['rating', 2])
  t.strictSame(after(2, 'open'), ['concluded', 1])
  t.strictSame(after(2, 'returned'), ['discussing', 1])
  t.strictSame(after(4, 'approved'), ['signed', 2])
  t.end()
})
