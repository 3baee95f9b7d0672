import fc from 'fast-check'
import t from 'tap'
import type { KeptEntry } from '../../../src/domain/delivery/journal.ts'
import { timelineQuality } from '../../../src/domain/forensics/timeline-quality.ts'
import { anyEntries, behaved, CLOSED_AT, COURSE, STARTED_AT, tell } from './journal.ts'

const LENGTH = CLOSED_AT.getTime() - STARTED_AT.getTime()
const notes = (entries: readonly KeptEntry[]) => timelineQuality(entries, COURSE)
const kinds = (entries: readonly KeptEntry[]) => notes(entries).map(({ kind }) => kind)
/** An item a minute: nothing about such a record is in doubt. */
const PLAIN = Array.from(
  { length: 10 },
  (_, minute) => [minute * 60_000, 'item-shown', `i${minute + 1}`] as const,
)

t.test('a record that came in as it happened has nothing to be kept in mind', async (t) => {
  t.same(notes(tell(PLAIN)), [])
})

t.test('whatever came in, notes lie within the attempt, in order of time', async () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const found = notes(entries)
      return found.every(
        ({ fromMs, toMs, text }, at) =>
          fromMs >= 0 &&
          fromMs <= toMs &&
          toMs <= LENGTH &&
          fromMs >= (found[at - 1]?.fromMs ?? 0) &&
          text.en !== '' &&
          !/NaN|undefined|null/.test(text.en + text['zh-CN']),
      )
    }),
  )
})

t.test('what waited for the network is told as estimated, with by how much', async (t) => {
  const late = tell(PLAIN).map((entry, at) =>
    at === 3 || at === 4
      ? { ...entry, receivedAt: new Date(STARTED_AT.getTime() + 285_000).toISOString() }
      : entry,
  )
  const [found, ...others] = notes(late)
  t.same(others, [])
  t.match(found, { kind: 'estimated', fromMs: 180_100, toMs: 240_100 })
  t.match(found?.text.en, /^2 entries reached the server up to 105 s late/)
})

t.test('five minutes without a trace are told, unless there was a pause', async (t) => {
  const story = PLAIN.filter(([at]) => at <= 60_000 || at >= 420_000)
  const quiet = tell(story)
  t.match(notes(quiet), [{ kind: 'silence', fromMs: 60_100, toMs: 420_100 }])
  const at = (ms: number) => new Date(STARTED_AT.getTime() + ms).toISOString()
  const paused = { ...COURSE, pauses: [[at(120_000), at(400_000)] as [string, string]] }
  t.same(timelineQuality(quiet, paused), [])
})

t.test('entries that never came, clocks, reloads and what came too late', async (t) => {
  const lost = tell(PLAIN).filter(({ sequence }) => sequence !== 4 && sequence !== 5)
  t.match(notes(lost), [{ kind: 'lost', fromMs: 120_100, toMs: 300_100 }])
  t.match(notes(lost)[0]?.text.en, /^2 entries in between never reached/)

  const place = { sequence: 11, clientMs: 570_000, receivedMs: 570_100 }
  const clock = (behavior: 'clock-jumped' | 'page-stalled', detail: object) =>
    tell(PLAIN).concat({ ...behaved(place, behavior), detail } as KeptEntry)
  const jumped = notes(clock('clock-jumped', { wallMs: -58_000, monotonicMs: 2000 }))
  t.match(jumped, [{ kind: 'clock-jumped', fromMs: 570_100, toMs: 570_100 }])
  t.match(jumped[0]?.text.en, /by 60 s back/)
  const stalled = notes(clock('page-stalled', { wallMs: 40_000, monotonicMs: 1000 }))
  t.match(stalled, [{ kind: 'stalled', fromMs: 530_100, toMs: 570_100 }])

  const reloaded = [
    ...tell(PLAIN.slice(0, 5)),
    ...tell([[0, 'page-loaded'], ...PLAIN.slice(0, 5)], 300_000, 6),
  ]
  t.match(notes(reloaded), [{ kind: 'restarted', fromMs: 240_100, toMs: 300_100 }])

  const after = tell([...PLAIN, [605_000, 'page-hidden']])
  t.same(kinds(after), ['cut'])
  t.match(notes(after), [{ fromMs: LENGTH, toMs: LENGTH }])
})
