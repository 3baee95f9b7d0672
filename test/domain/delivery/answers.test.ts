import fc from 'fast-check'
import t from 'tap'
import {
  journalDigest,
  latestResponses,
  markedItems,
} from '../../../src/domain/delivery/answers.ts'
import type { KeptEntry } from '../../../src/domain/delivery/journal.ts'
import { answered, anyEntries, behaved } from '../forensics/journal.ts'

/** Journals as they are kept: every sequence once. */
const journals = anyEntries.map((entries) => [
  ...new Map(entries.map((entry) => [entry.sequence, entry])).values(),
])
const turned = fc
  .tuple(journals, fc.infiniteStream(fc.nat()))
  .map(([journal, keys]) => ({ journal, turned: turn(journal, keys) }))

function turn(journal: readonly KeptEntry[], keys: Iterable<number>): KeptEntry[] {
  const order = keys[Symbol.iterator]()
  return journal
    .map((entry) => ({ entry, key: Number(order.next().value) }))
    .sort((left, right) => left.key - right.key)
    .map(({ entry }) => entry)
}

const at = (sequence: number) => ({ sequence, clientMs: sequence, receivedMs: 100 - sequence })

t.test('the later sequence wins, whenever it was received', async (t) => {
  const late = answered({ ...at(1), receivedMs: 9000 }, 'i1', 'a')
  const early = answered({ ...at(2), receivedMs: 10 }, 'i1', 'b')
  t.same(latestResponses([early, late]), new Map([['i1', 'b']]))
  t.same(latestResponses([late, early]), new Map([['i1', 'b']]))
})

t.test(
  'each item has the answer of its highest sequence, none where it was taken back',
  async () => {
    fc.assert(
      fc.property(journals, (journal) => {
        const latest = latestResponses(journal)
        return ['i1', 'i2', 'i3'].every((itemId) => {
          const last = journal
            .filter((entry) => entry.kind === 'response' && entry.itemId === itemId)
            .sort((left, right) => right.sequence - left.sequence)[0]
          const value = last?.kind === 'response' ? last.value : null
          return value === null ? !latest.has(itemId) : latest.get(itemId) === value
        })
      }),
    )
  },
)

t.test('answers, marks and digest do not depend on the order entries are given in', async () => {
  fc.assert(
    fc.property(turned, ({ journal, turned }) => {
      const sorted = (map: ReadonlyMap<string, unknown>) => JSON.stringify([...map].sort())
      return (
        sorted(latestResponses(turned)) === sorted(latestResponses(journal)) &&
        markedItems(turned).sort().join() === markedItems(journal).sort().join() &&
        journalDigest(turned) === journalDigest(journal)
      )
    }),
  )
})

t.test('the digest tells any changed, removed or added entry', async () => {
  const changes: readonly ((entry: KeptEntry) => KeptEntry)[] = [
    (entry) => ({ ...entry, sequence: 1000 }),
    (entry) => ({ ...entry, clientMs: entry.clientMs + 1 }),
    (entry) => ({ ...entry, receivedAt: '2030-01-01T00:00:00.000Z' }),
    (entry) => ({ ...entry, entryId: '00000000-0000-4000-8000-ffffffffffff' }),
    (entry) => ({ ...entry, itemId: 'i9' }),
    (entry) => (entry.kind === 'response' ? { ...entry, value: 'c' } : { ...entry, text: 'but' }),
  ]
  const change = fc.constantFrom(...changes)
  fc.assert(
    fc.property(journals, fc.nat(), change, (journal, place, bend) => {
      fc.pre(journal.length > 0)
      const index = place % journal.length
      const digest = journalDigest(journal)
      const bent = journal.map((entry, other) => (other === index ? bend(entry) : entry))
      const removed = journal.toSpliced(index, 1)
      return journalDigest(bent) !== digest && journalDigest(removed) !== digest
    }),
  )
})

t.test('a mark stays until it is taken off, and belongs to its item', async (t) => {
  const marks = [
    behaved(at(1), 'marked', 'i1'),
    behaved(at(2), 'marked', 'i2'),
    behaved(at(3), 'unmarked', 'i1'),
    behaved(at(4), 'marked', null),
  ]
  t.same(markedItems(marks), ['i2'])
  t.same(markedItems(marks.slice(0, 2)).sort(), ['i1', 'i2'])
})

t.test('null takes an answer back, and a later one gives it again', async (t) => {
  const story = [answered(at(1), 'i1', 'a'), answered(at(2), 'i1', null)]
  t.equal(latestResponses(story).size, 0)
  t.same(latestResponses([...story, answered(at(3), 'i1', 'b')]), new Map([['i1', 'b']]))
})
