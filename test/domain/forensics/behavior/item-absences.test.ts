import t from 'tap'
import type { KeptEntry, PageLoadDetail } from '../../../../src/domain/delivery/journal.ts'
import { absenceOf } from '../../../../src/domain/forensics/behavior/item-absences.ts'
import { pageLoadLines } from '../../../../src/domain/forensics/behavior/page-loads.ts'
import { timelineOf } from '../../../../src/domain/forensics/timeline.ts'
import { COURSE, type Story, tell } from '../journal.ts'

const timeline = (entries: readonly KeptEntry[]) => timelineOf(entries, COURSE)

const STORY: Story = [
  [0, 'page-loaded'],
  [1000, 'item-shown', 'i1'],
  [10_000, 'page-hidden', 'i1'],
  [30_000, 'page-visible', 'i1'],
  [34_000, 'response', 'i1', 'a'],
  [40_000, 'page-hidden', 'i1'],
  [90_000, 'page-visible', 'i1'],
  [91_000, 'item-shown', 'i2'],
  [99_000, 'response', 'i2', 'b'],
  [110_000, 'item-shown', 'i3'],
  [111_000, 'page-hidden', 'i3'],
  [112_000, 'page-visible', 'i3'],
  [113_000, 'went-offline'],
  [114_000, 'page-hidden', 'i3'],
  [150_000, 'page-visible', 'i3'],
  [151_000, 'went-online'],
  [160_000, 'response', 'i3', 'c'],
]

t.test('an absence belongs to the item in view, up to its final answer', async (t) => {
  const told = timeline(tell(STORY))
  const of = (itemId: string, atMs: number) => absenceOf(told, itemId, atMs + 100)
  t.same(of('i1', 34_000), { awayMs: 20_000, answeredAfterMs: 4000, follows: false })
  t.same(of('i1', 95_000), { awayMs: 70_000, answeredAfterMs: 5000, follows: false })
  t.same(of('i2', 99_000), { awayMs: 0, answeredAfterMs: null, follows: true })
  t.same(
    of('i3', 160_000),
    { awayMs: 0, answeredAfterMs: null, follows: false },
    'a slip and an outage do not count',
  )
})

const MARKS: PageLoadDetail = {
  ...{ tab: '0123456789abcdef', browser: 'fedcba9876543210' },
  ...{ navigation: 'navigate', screensExtended: null },
}

t.test('loads of the page are counted by the marks that browsers told', async (t) => {
  const loads: readonly (Partial<PageLoadDetail> | null)[] = [
    {},
    { navigation: 'reload' },
    { tab: 'aaaaaaaaaaaaaaaa' },
    { tab: 'bbbbbbbbbbbbbbbb', browser: 'cccccccccccccccc' },
    { tab: null, browser: null, navigation: null },
    null,
  ]
  const entries = tell(loads.map((_, index) => [1000 * index, 'page-loaded'])).map(
    (entry, index) =>
      loads[index] === null ? entry : { ...entry, detail: { ...MARKS, ...loads[index] } },
  ) as KeptEntry[]
  const { opened } = timeline(entries)
  t.same(opened, { loads: 6, reloads: 1, tabs: 3, browsers: 2 })
  t.match(pageLoadLines(opened)[0]?.text.en, /opened 6 times, 1 of them reloads/)
  t.same(pageLoadLines({ ...opened, loads: 1 }), [], 'once is what everybody does')
  t.same(pageLoadLines(undefined), [])
})
