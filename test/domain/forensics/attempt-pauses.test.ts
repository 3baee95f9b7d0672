import fc from 'fast-check'
import t from 'tap'
import type { KeptEntry } from '../../../src/domain/delivery/journal.ts'
import type { KeptPause } from '../../../src/domain/delivery/pauses-after.ts'
import { placePauses, workedMs } from '../../../src/domain/forensics/attempt-pauses.ts'
import { countedAbsences } from '../../../src/domain/forensics/behavior/item-absences.ts'
import { lengthOf } from '../../../src/domain/forensics/intervals.ts'
import { recordAttempt } from '../../../src/domain/forensics/record-attempt.ts'
import { timelineOf } from '../../../src/domain/forensics/timeline.ts'
import { calibratedItem } from '../measurement/items.ts'
import { anyEntries, COURSE, STARTED_AT, type Story, tell } from './journal.ts'

const LENGTH = COURSE.closedAt.getTime() - STARTED_AT.getTime()
const parameters = { discrimination: 1, difficulty: 0, guessing: 0.25 }
const ITEMS = ['i1', 'i2'].map((id, index) => ({
  ...{ item: calibratedItem(id, parameters), position: index + 1, parameters },
  ...{ expectedSeconds: 40, timeParameters: { timeIntensity: 3.6, timeDiscrimination: 2 } },
}))

const iso = (ms: number) => new Date(STARTED_AT.getTime() + ms).toISOString()
const during = (fromMs: number, toMs: number, ...why: ['outage'?]): KeptPause => {
  return [iso(fromMs), iso(toMs), ...why]
}
const timeline = (entries: readonly KeptEntry[], ...pauses: KeptPause[]) =>
  timelineOf(entries, { ...COURSE, pauses })
const secondsOf = (story: Story, ...pauses: KeptPause[]) =>
  recordAttempt({
    ...{ ...COURSE, pauses, entries: tell(story), items: ITEMS, amended: new Map() },
    ...{ theta: 0, speedDeviation: 0.3, timesCalibrated: false, accommodated: false },
  }).items.map(({ seconds }) => seconds)

const anyPauses = fc.array(
  fc
    .tuple(
      fc.integer({ min: -100_000, max: LENGTH + 100_000 }),
      fc.integer({ min: 0, max: 300_000 }),
      fc.constantFrom('outage' as const, 'closed' as const, undefined),
    )
    .map(([from, length, why]): KeptPause => {
      const [begin, end] = [iso(from), iso(from + length)]
      return why === undefined ? [begin, end] : [begin, end, why]
    }),
  { maxLength: 6 },
)

t.test('placed, every moment belongs to one pause at most, and to one if it was kept', async () => {
  fc.assert(
    fc.property(anyPauses, fc.integer({ min: 0, max: LENGTH - 1 }), (pauses, atMs) => {
      const placed = placePauses({ ...COURSE, pauses })
      const sum = placed.reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0)
      const kept = pauses.some(([from, until]) => from <= iso(atMs) && iso(atMs) < until)
      const found = placed.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
      return (
        sum === lengthOf(placed) &&
        kept === found &&
        placed.every(({ fromMs, toMs }) => fromMs >= 0 && toMs <= LENGTH) &&
        workedMs({ fromMs: 0, toMs: LENGTH }, placed) === LENGTH - sum
      )
    }),
  )
})

/** Found by the law below: a clock that stood still for half a minute, and an outage in between. */
const ASLEEP: KeptEntry[] = (['page-hidden', 'item-shown'] as const).map((behavior, index) => ({
  ...{ sequence: index + 1, entryId: `00000000-0000-4000-8000-00000000000${index}` },
  ...{ clientMs: 0, receivedAt: iso(30_000 * index), kind: 'behavior', behavior, itemId: null },
}))

t.test('no pause, wherever it falls, makes anybody look away for longer', async () => {
  fc.assert(
    fc.property(anyEntries, anyPauses, (entries, pauses) => {
      const { away, pauses: placed } = timeline(entries, ...pauses)
      const counted = countedAbsences(away)
      const before = countedAbsences(timeline(entries).away)
      const inPause = placed.some((pause) =>
        counted.some(({ fromMs, toMs }) => fromMs < pause.toMs && pause.fromMs < toMs),
      )
      return !inPause && lengthOf(counted) <= lengthOf(before)
    }),
    { numRuns: 500, examples: [[ASLEEP, [during(2000, 2001, 'outage')]]] },
  )
})

t.test(
  'an absence counts until the pause begins; after it nobody is expected at once',
  async (t) => {
    const left: Story = [
      [0, 'page-loaded'],
      [1000, 'item-shown', 'i1'],
      [20_000, 'page-hidden', 'i1'],
      [200_000, 'page-visible', 'i1'],
      [210_000, 'response', 'i1', 'b'],
      [220_000, 'page-hidden', 'i1'],
      [230_000, 'page-visible', 'i1'],
    ]
    const story = tell(left)
    const stretches = (...pauses: KeptPause[]) =>
      timeline(story, ...pauses).away.map(({ fromMs, toMs, shape }) => [fromMs, toMs, shape])
    const own = [220_100, 230_100, 'away']
    t.same(stretches(during(30_100, 150_100)), [
      [20_100, 30_100, 'away'],
      [30_100, 200_100, 'pause'],
      own,
    ])
    t.same(stretches(during(10_100, 150_100)), [[20_100, 200_100, 'pause'], own])
    t.same(stretches(during(150_100, 180_100, 'outage'))[1], [150_100, 200_100, 'pause'])
    t.same(secondsOf(left, during(10_100, 150_100))[0], 9 + 10, 'away or covered, it was no work')
  },
)

t.test('during an outage the page goes on, and so does the time of its items', async (t) => {
  const story: Story = [
    [0, 'page-loaded'],
    [1000, 'item-shown', 'i1'],
    [91_000, 'response', 'i1', 'b'],
  ]
  t.equal(secondsOf(story, during(11_000, 71_000))[0], 30)
  t.equal(secondsOf(story, during(11_000, 71_000, 'outage'))[0], 90)
})

t.test('who had no network and worked through a pause did not work fast', async (t) => {
  const worked: Story = [
    [0, 'page-loaded'],
    [1000, 'item-shown', 'i1'],
    [50_000, 'response', 'i1', 'b'],
    [51_000, 'item-shown', 'i2'],
    [121_000, 'response', 'i2', 'b'],
  ]
  t.same(secondsOf(worked, during(5000, 125_000)), [49, 70])
  const late: Story = [
    [0, 'page-loaded'],
    [1000, 'item-shown', 'i1'],
    [7000, 'response', 'i1', 'b'],
    [8000, 'item-shown', 'i2'],
    [135_000, 'response', 'i2', 'b'],
  ]
  t.same(
    secondsOf(late, during(5000, 125_000)),
    [6, 10 + 0.1],
    'a page that learns of it within seconds covers what it shows',
  )
})
