import fc from 'fast-check'
import t from 'tap'
import type { KeptEntry } from '../../../src/domain/delivery/journal.ts'
import { type ExaminedItem, recordAttempt } from '../../../src/domain/forensics/record-attempt.ts'
import { timelineOf } from '../../../src/domain/forensics/timeline.ts'
import { calibratedItem } from '../measurement/items.ts'
import { anyEntries, CLOSED_AT, COURSE, STARTED_AT, tell } from './journal.ts'

const LENGTH = CLOSED_AT.getTime() - STARTED_AT.getTime()
const ITEMS: readonly ExaminedItem[] = ['i1', 'i2', 'i3'].map((id, index) => {
  const parameters = { discrimination: 1, difficulty: 0, guessing: 0.25 }
  return {
    item: calibratedItem(id, parameters),
    position: index + 1,
    expectedSeconds: 40,
    timeParameters: { timeIntensity: 3.6, timeDiscrimination: 2 },
    parameters,
  }
})

const record = (entries: readonly KeptEntry[]) =>
  recordAttempt({
    entries,
    items: ITEMS,
    ...COURSE,
    theta: 0,
    speedDeviation: 0.3,
    timesCalibrated: false,
    amended: new Map(),
    accommodated: false,
  })
const timeline = (entries: readonly KeptEntry[]) => timelineOf(entries, COURSE)
const secondsOf = (entries: readonly KeptEntry[], itemId: string) =>
  record(entries).items.find((item) => item.itemId === itemId)?.seconds

t.test('any entries give finite, ordered times within the attempt', async () => {
  const inside = (value: number) => Number.isFinite(value) && value >= 0 && value <= LENGTH
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const { bands, away, networkGaps, changes, pageLoads } = timeline(entries)
      const { items } = record(entries)
      return (
        [...bands, ...away, ...networkGaps].every(
          ({ fromMs, toMs }) => inside(fromMs) && inside(toMs) && fromMs < toMs,
        ) &&
        bands.every((band, i) => i === 0 || band.fromMs >= (bands[i - 1]?.toMs ?? 0)) &&
        [...changes.map(({ atMs }) => atMs), ...pageLoads].every(inside) &&
        items.every(({ seconds }) => seconds === null || (seconds > 0 && seconds * 1000 <= LENGTH))
      )
    }),
    { numRuns: 2000 },
  )
})

t.test('no entry is placed later than the server received it', async () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const latest = entries.reduce(
        (last, { receivedAt }) => Math.max(last, Date.parse(receivedAt) - STARTED_AT.getTime()),
        0,
      )
      return timeline(entries).changes.every(({ atMs }) => atMs <= latest)
    }),
  )
})

t.test('the order of arrival and repeated deliveries change nothing', async (t) => {
  const story = tell([
    [0, 'page-loaded'],
    [1000, 'item-shown', 'i1'],
    [31_000, 'response', 'i1', 'b'],
    [32_000, 'page-hidden', 'i1'],
    [60_000, 'page-visible', 'i1'],
    [61_000, 'item-shown', 'i2'],
  ])
  t.same(record([...story.toReversed(), ...story]), record(story))
})

t.test('working time is visible time in view until the last change of the answer', async (t) => {
  const entries = tell([
    [0, 'page-loaded'],
    [1000, 'item-shown', 'i1'],
    [21_000, 'response', 'i1', 'a'],
    [25_000, 'item-shown', 'i2'],
    [40_000, 'response', 'i2', 'b'],
    [45_000, 'item-shown', 'i1'],
    [48_000, 'page-hidden', 'i1'],
    [68_000, 'page-visible', 'i1'],
    [70_000, 'response', 'i1', 'b'],
    [90_000, 'response', 'i1', 'b'],
  ])
  t.equal(secondsOf(entries, 'i1'), 24 + 3 + 2, 'two visits, less 20 s hidden, resaving ignored')
  t.equal(secondsOf(entries, 'i2'), 15)
  t.equal(secondsOf(entries, 'i3'), null, 'never answered')
  t.same(
    record(entries).items.map(({ correct }) => correct),
    [true, true, null],
  )
  t.same(
    timeline(entries).changes.map(({ itemId, from, to }) => [itemId, from, to]),
    [
      ['i1', null, 'a'],
      ['i2', null, 'b'],
      ['i1', 'a', 'b'],
    ],
  )
})

t.test('an answer taken back has no time and is neither right nor wrong', async (t) => {
  const entries = tell([
    [1000, 'item-shown', 'i1'],
    [9000, 'response', 'i1', 'b'],
    [12_000, 'response', 'i1', null],
  ])
  t.match(record(entries).items[0], { seconds: null, correct: null })
})

t.test('an answer to an item the journal never showed has no time', async (t) => {
  const entries = tell([
    [1000, 'item-shown', 'i1'],
    [9000, 'response', 'i2', 'b'],
  ])
  t.match(record(entries).items[1], { seconds: null, correct: true })
})

t.test('a reload restarts the clock of the browser, not the attempt', async (t) => {
  const before = tell([
    [0, 'page-loaded'],
    [1000, 'item-shown', 'i1'],
    [5000, 'page-hidden', 'i1'],
  ])
  const after = tell(
    [
      [0, 'page-loaded'],
      [2000, 'item-shown', 'i1'],
      [12_000, 'response', 'i1', 'b'],
    ],
    300_000,
    4,
  )
  const { pageLoads, away } = timeline([...before, ...after])
  t.same(pageLoads, [100, 300_100])
  t.match(away, [{ fromMs: 5100, toMs: 300_100, kind: 'hidden', offline: false }])
  t.equal(secondsOf([...before, ...after], 'i1'), 4 + 12)
})

t.test('a restarted clock is noticed when the entry of the reload was lost', async (t) => {
  const before = tell([[400_000, 'item-shown', 'i1']], -300_000)
  const after = tell([[1000, 'response', 'i1', 'b']], 200_000, 2)
  t.equal(secondsOf([...before, ...after], 'i1'), 101)
})

t.test('entries kept offline lie where the browser saw them, not where they arrived', async (t) => {
  const online = tell([
    [0, 'page-loaded'],
    [1000, 'item-shown', 'i1'],
    [2000, 'went-offline'],
    [10_000, 'page-hidden', 'i1'],
    [40_000, 'page-visible', 'i1'],
    [50_000, 'response', 'i1', 'b'],
    [80_000, 'went-online'],
    [90_000, 'page-hidden', 'i1'],
    [95_000, 'page-visible', 'i1'],
  ])
  // What happened offline arrives together once the network is back.
  const late = online.map((entry, index) =>
    index >= 2 && index <= 6 ? { ...entry, receivedAt: online[6]?.receivedAt ?? '' } : entry,
  )
  t.same(timeline(late), timeline(online))
  t.same(timeline(late).networkGaps, [{ fromMs: 2100, toMs: 80_100 }])
  t.same(
    timeline(late).away.map(({ fromMs, offline }) => [fromMs, offline]),
    [
      [10_100, true],
      [90_100, false],
    ],
  )
})

t.test('an absence that outlasts an outage is excused only while it lasts', async (t) => {
  const entries = tell([
    [10_000, 'page-hidden', 'i1'],
    [20_000, 'went-offline'],
    [30_000, 'went-online'],
    [50_000, 'page-visible', 'i1'],
  ])
  t.same(
    timeline(entries).away.map(({ fromMs, toMs, offline }) => [fromMs, toMs, offline]),
    [
      [10_100, 20_100, false],
      [20_100, 30_100, true],
      [30_100, 50_100, false],
    ],
  )
})

t.test(
  'an absence whose end was lost ends with the next item shown, or with the attempt',
  async (t) => {
    const lost = tell([
      [10_000, 'page-hidden', 'i1'],
      [30_000, 'item-shown', 'i2'],
      [40_000, 'page-hidden', 'i2'],
    ])
    t.same(
      timeline(lost).away.map(({ fromMs, toMs }) => [fromMs, toMs]),
      [
        [10_100, 30_100],
        [40_100, LENGTH],
      ],
    )
  },
)

t.test('an absence from which nobody came back is no time away', async (t) => {
  const story = [
    [1000, 'item-shown', 'i1'],
    [9000, 'response', 'i1', 'b'],
    [10_000, 'page-hidden', 'i1'],
  ] as const
  t.match(timeline(tell(story)).away, [{ fromMs: 10_100, toMs: LENGTH, offline: true }])
  const saved = tell([...story, [10_050, 'response', 'i1', 'a']])
  t.match(timeline(saved).away, [{ toMs: LENGTH, offline: true }], 'saved on leaving')
  const back = tell([...story, [200_000, 'response', 'i1', 'a']])
  t.match(timeline(back).away, [{ toMs: 200_100, offline: false }], 'somebody answered')
})

t.test('a clock that stops while the machine sleeps does not shift what follows', async (t) => {
  const before = tell([
    [0, 'page-loaded'],
    [1000, 'item-shown', 'i1'],
  ])
  const after = tell(
    [
      [2000, 'item-shown', 'i2'],
      [12_000, 'response', 'i2', 'b'],
    ],
    300_000,
    3,
  )
  const { bands } = timeline([...before, ...after])
  t.match(bands, [
    { itemId: 'i1', fromMs: 1100, toMs: 302_100 },
    { itemId: 'i2', fromMs: 302_100 },
  ])
})

t.test('an explanation belongs to the latest absence, blurred and hidden alike', async (t) => {
  const entries = tell([
    [10_000, 'page-hidden', 'i1'],
    [20_000, 'page-visible', 'i1'],
    [30_000, 'window-blurred', 'i1'],
    [30_100, 'page-hidden', 'i1'],
    [50_000, 'page-visible', 'i1'],
    [50_100, 'window-focused', 'i1'],
    [60_000, 'explained', null, '  电脑自动更新  '],
  ])
  t.same(
    timeline(entries).away.map(({ kind, explanation }) => [kind, explanation]),
    [
      ['hidden', null],
      ['blurred', '电脑自动更新'],
      ['hidden', '电脑自动更新'],
    ],
  )
})

t.test('a clock that claims an hour within a minute stays within the server time', async (t) => {
  const entries = tell([[0, 'page-hidden', 'i1']])
  const late = tell([[3_600_000, 'page-visible', 'i1']], -3_550_000, 2)
  const [interval] = timeline([...entries, ...late]).away
  t.same([interval?.fromMs, interval?.toMs], [0, 50_100])
})
