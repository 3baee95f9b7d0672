import fc from 'fast-check'
import type { ResponseValue } from '../../../src/domain/bank/response-value.ts'
import {
  BEHAVIOR_KINDS,
  type BehaviorKind,
  type KeptEntry,
} from '../../../src/domain/delivery/journal.ts'

export const STARTED_AT = new Date('2026-03-01T08:00:00.000Z')
export const CLOSED_AT = new Date('2026-03-01T08:10:00.000Z')
export const COURSE = { startedAt: STARTED_AT, closedAt: CLOSED_AT, pauses: [] } as const

interface Place {
  readonly sequence: number
  readonly clientMs: number
  /** Server time of receipt, in ms since the start. */
  readonly receivedMs: number
}

function position({ sequence, clientMs, receivedMs }: Place) {
  return {
    sequence,
    entryId: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
    clientMs,
    receivedAt: new Date(STARTED_AT.getTime() + receivedMs).toISOString(),
  }
}

export function behaved(
  place: Place,
  behavior: BehaviorKind,
  itemId: string | null = null,
  text?: string,
): KeptEntry {
  const entry = { ...position(place), kind: 'behavior' as const, behavior, itemId }
  return (text === undefined ? entry : { ...entry, text }) as KeptEntry
}

export function answered(place: Place, itemId: string, value: ResponseValue): KeptEntry {
  return { ...position(place), kind: 'response', itemId, value }
}

/** What happened, told as [client ms, what, item, value or words]; each arrives 100 ms later. */
export type Story = readonly (readonly [
  number,
  BehaviorKind | 'response',
  (string | null)?,
  ResponseValue?,
])[]

export function tell(story: Story, offsetMs = 0, firstSequence = 1): KeptEntry[] {
  return story.map(([clientMs, what, itemId = null, value = null], index) => {
    const receivedMs = offsetMs + clientMs + 100
    const place = { sequence: firstSequence + index, clientMs, receivedMs }
    if (what === 'response') return answered(place, itemId ?? '', value)
    return behaved(place, what, itemId, typeof value === 'string' ? value : undefined)
  })
}

const itemId = fc.constantFrom('i1', 'i2', 'i3')

/** Entries as no honest browser sends them: any order, any clock, repeated and missing. */
export const anyEntries: fc.Arbitrary<KeptEntry[]> = fc.array(
  fc
    .record({
      sequence: fc.integer({ min: 1, max: 60 }),
      clientMs: fc.oneof(
        fc.integer({ min: 0, max: 700_000 }),
        fc.double({ min: 0, max: 1e12, noNaN: true }),
      ),
      receivedMs: fc.integer({ min: -60_000, max: 900_000 }),
      behavior: fc.constantFrom(...BEHAVIOR_KINDS),
      itemId: fc.option(itemId),
      value: fc.option(fc.constantFrom('a', 'b')),
      responds: fc.boolean(),
    })
    .map(({ behavior, itemId, value, responds, ...place }) =>
      responds && itemId !== null
        ? answered(place, itemId, value)
        : behaved(place, behavior, itemId, 'because'),
    ),
  { maxLength: 60 },
)
