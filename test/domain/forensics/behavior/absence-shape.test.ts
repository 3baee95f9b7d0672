import fc from 'fast-check'
import t from 'tap'
import {
  type AbsenceFacts,
  shapesOf,
} from '../../../../src/domain/forensics/behavior/absence-shape.ts'
import { timelineOf } from '../../../../src/domain/forensics/timeline.ts'
import { anyEntries, COURSE, STARTED_AT, type Story, tell } from '../journal.ts'

const absence = (own: Partial<AbsenceFacts> = {}): AbsenceFacts => ({
  ...{ kind: 'hidden', lengthMs: 20_000, stoppedMs: 0, lateMs: 0 },
  ...{ alsoHidden: false, onTypedItem: false },
  ...own,
})
const shapeOf = (own: Partial<AbsenceFacts>) => shapesOf([absence(own)])[0]

t.test('each shape is told by what makes it', async (t) => {
  t.equal(shapeOf({}), 'away')
  t.equal(shapeOf({ lengthMs: 1999 }), 'notification')
  t.equal(shapeOf({ lengthMs: 2000 }), 'away', 'long enough to read something')
  t.equal(shapeOf({ kind: 'blurred', lengthMs: 3000 }), 'notification')
  t.equal(shapeOf({ kind: 'blurred', lengthMs: 3001 }), 'away')
  t.equal(shapeOf({ kind: 'blurred', lengthMs: 8000, onTypedItem: true }), 'input-method')
  t.equal(shapeOf({ kind: 'hidden', lengthMs: 8000, onTypedItem: true }), 'away')
  t.equal(shapeOf({ kind: 'blurred', lengthMs: 2000, alsoHidden: true }), 'away')
  t.equal(shapeOf({ lateMs: 10_000 }), 'network')
  t.equal(shapeOf({ lateMs: 9999 }), 'away')
  t.equal(shapeOf({ lengthMs: 600_000, stoppedMs: 590_000 }), 'sleep')
  t.equal(shapeOf({ lengthMs: 600_000, stoppedMs: 300_000 }), 'away', 'awake half the time')
  t.equal(shapeOf({ lengthMs: 20_000, stoppedMs: 20_000 }), 'away', 'a machine may be busy')
})

t.test('focus that flickers many times is assistive technology', async (t) => {
  const flicker = absence({ kind: 'blurred', lengthMs: 200 })
  const shapes = (count: number) => new Set(shapesOf(Array.from({ length: count }, () => flicker)))
  t.same([...shapes(10)], ['assistive'])
  t.same([...shapes(9)], ['notification'])
  const long = Array.from({ length: 30 }, () => absence({ kind: 'blurred', lengthMs: 60_000 }))
  const mixed = shapesOf([...Array.from({ length: 10 }, () => flicker), ...long])
  t.equal(mixed[0], 'notification', 'not where other windows are mostly at work')
})

const facts = fc.record({
  kind: fc.constantFrom('hidden' as const, 'blurred' as const),
  lengthMs: fc.integer({ min: 1, max: 900_000 }),
  stoppedMs: fc.integer({ min: 0, max: 900_000 }),
  lateMs: fc.integer({ min: 0, max: 60_000 }),
  alsoHidden: fc.boolean(),
  onTypedItem: fc.boolean(),
})

t.test('losing focus never changes what hidden stretches are', async () => {
  fc.assert(
    fc.property(fc.array(facts), fc.array(facts), (some, more) => {
      const blurs = more.map((one) => ({ ...one, kind: 'blurred' as const }))
      const hidden = some.map((one) => ({ ...one, kind: 'hidden' as const }))
      const alone = shapesOf(hidden).join()
      return (
        shapesOf([...hidden, ...blurs])
          .slice(0, hidden.length)
          .join() === alone
      )
    }),
  )
})

const awayOf = (story: Story, entries = tell(story)) =>
  timelineOf(entries, COURSE).away.map(({ kind, shape }) => [kind, shape])

t.test('a journal tells the shapes', async (t) => {
  const leave = (fromMs: number, toMs: number, itemId: string): Story => [
    [fromMs, 'page-hidden', itemId],
    [toMs, 'page-visible', itemId],
  ]
  t.same(awayOf([...leave(10_000, 11_000, 'i1'), ...leave(20_000, 50_000, 'i1')]), [
    ['hidden', 'notification'],
    ['hidden', 'away'],
  ])
  const typed: Story = [
    [10_000, 'window-blurred', 'i1'],
    [16_000, 'window-focused', 'i1'],
    [17_000, 'response', 'i1', '乡镇'],
  ]
  t.same(awayOf(typed), [['blurred', 'input-method']])
  const chosen: Story = [...typed.slice(0, 2), [17_000, 'response', 'i1', 'a']]
  t.same(awayOf(chosen), [['blurred', 'away']])
})

t.test('a clock that stood still while the page was hidden is sleep', async (t) => {
  const before = tell([
    [0, 'page-loaded'],
    [10_000, 'page-hidden', 'i1'],
  ])
  const after = tell([[12_000, 'page-visible', 'i1']], 300_000, 3)
  t.same(awayOf([], [...before, ...after]), [['hidden', 'sleep']])
  const reloaded = tell([[0, 'page-loaded']], 300_000, 3)
  t.same(awayOf([], [...before, ...reloaded]), [['hidden', 'away']], 'another clock says nothing')
})

t.test('both ends received late together are a poor network', async (t) => {
  const story: Story = [
    [0, 'page-loaded'],
    [10_000, 'page-hidden', 'i1'],
    [20_000, 'page-visible', 'i1'],
  ]
  const late = tell(story).map((entry, index) =>
    index === 0 ? entry : { ...entry, receivedAt: new Date(+STARTED_AT + 60_000).toISOString() },
  )
  const prompt = tell([[70_000, 'item-shown', 'i2']], 0, 4)
  t.same(awayOf([], [...late, ...prompt]), [['hidden', 'network']])
})

t.test('whatever clocks say, no absence ends after what ended it was received', async () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const latest = Math.max(0, ...entries.map(({ receivedAt }) => Date.parse(receivedAt)))
      const { away, lengthMs } = timelineOf(entries, COURSE)
      return away.every(
        ({ toMs, shape }) =>
          shape !== undefined && (toMs <= latest - +STARTED_AT || toMs === lengthMs),
      )
    }),
    { numRuns: 500 },
  )
})
