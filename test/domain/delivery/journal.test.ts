import t from 'tap'
import { Value } from 'typebox/value'
import { journalDigest } from '../../../src/domain/delivery/answers.ts'
import {
  BehaviorEntry,
  detailFits,
  JournalEntry,
  type KeptEntry,
} from '../../../src/domain/delivery/journal.ts'

const place = { sequence: 1, entryId: '00000000-0000-4000-8000-000000000001', clientMs: 5 }
const entry = (behavior: string, more: object = {}) => ({
  ...{ ...place, kind: 'behavior', behavior, itemId: null },
  ...more,
})
const clock = { wallMs: -3_600_000, monotonicMs: 10_000 }
const pointer = {
  ...{ count: 9, speed: 0.52, speedMad: 0.1, straightness: 0.91 },
  ...{ clicks: 7, holdMs: 96, holdMadMs: 12 },
}
const DETAILS: Readonly<Record<string, object>> = {
  'page-loaded': {
    ...{ tab: '0123456789abcdef', browser: null, navigation: 'reload', screensExtended: true },
  },
  resized: { width: 800, height: 600 },
  'screens-changed': { extended: true },
  'clock-jumped': clock,
  'page-stalled': clock,
  rhythm: { keys: null, pointer },
}

t.test('each kind takes its own detail and no other', async (t) => {
  for (const [kind, detail] of Object.entries(DETAILS)) {
    t.ok(Value.Check(JournalEntry, entry(kind, { detail })), kind)
    for (const other of [...Object.keys(DETAILS), 'copied', 'explained']) {
      const given = entry(other, { detail })
      const same = DETAILS[other] === detail || (detail === clock && DETAILS[other] === clock)
      if (!Value.Check(BehaviorEntry, given)) t.fail(`${other} with a detail of ${kind}`)
      else t.equal(detailFits(given), same, `${other} with the detail of ${kind}`)
    }
  }
})

t.test('a detail holds nothing beyond its figures, and stands without a text', async (t) => {
  const keyed = { keys: null, pointer, text: 'what was typed' }
  t.notOk(Value.Check(JournalEntry, entry('rhythm', { detail: keyed })))
  const many = { keys: null, pointer: { ...pointer, count: 1e9 } }
  t.notOk(Value.Check(JournalEntry, entry('rhythm', { detail: many })))
  const both = entry('resized', { detail: DETAILS.resized, text: 'why' })
  t.ok(Value.Check(BehaviorEntry, both) && !detailFits(both))
})

t.test('entries of older pages stay what they were, down to their digest', async (t) => {
  const receivedAt = '2026-03-01T08:00:01.000Z'
  const old = [
    entry('page-loaded'),
    { ...entry('explained', { text: '停电' }), sequence: 2 },
    { ...place, sequence: 3, kind: 'response', itemId: 'q1', value: 'a' },
  ]
  for (const one of old) t.ok(Value.Check(JournalEntry, one))
  const kept = old.map((one) => ({ ...one, receivedAt })) as KeptEntry[]
  // SHA-256 of the canonical JSON (RFC 8785) of these three entries, computed elsewhere.
  t.equal(journalDigest(kept), '124bbfcc72be1dc00b1567d3645e45d8256f2058a0b0c30d2ef67ddd105d8d63')
})
