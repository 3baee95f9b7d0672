import fc from 'fast-check'
import type {
  AttemptRecord,
  AwayInterval,
  ItemRecord,
} from '../../../src/domain/forensics/attempt-record.ts'

/** An item answered in its expected time; override what a test is about. */
export function itemRecord(position: number, own: Partial<ItemRecord> = {}): ItemRecord {
  return {
    itemId: `i${position}`,
    position,
    correct: true,
    seconds: 40,
    expectedSeconds: 40,
    optionCount: 4,
    parameters: { discrimination: 1.1, difficulty: 0, guessing: 0.25 },
    timeParameters: { timeIntensity: Math.log(40) - 0.125, timeDiscrimination: 2 },
    ...own,
  }
}

export function awayInterval(own: Partial<AwayInterval> = {}): AwayInterval {
  return {
    fromMs: 60_000,
    toMs: 70_000,
    itemId: 'i3',
    kind: 'hidden',
    offline: false,
    explanation: null,
    ...own,
  }
}

/** An attempt on twenty items without anything to see. */
export function attemptRecord(own: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    items: Array.from({ length: 20 }, (_, index) => itemRecord(index + 1)),
    away: [],
    elapsedMs: 1_200_000,
    theta: 0,
    speedDeviation: 0.3,
    timesCalibrated: true,
    accommodated: false,
    ...own,
  }
}

/** Every item answered in this many seconds. */
export function allAnsweredIn(seconds: number, count = 20): ItemRecord[] {
  return Array.from({ length: count }, (_, index) => itemRecord(index + 1, { seconds }))
}

const ms = fc.integer({ min: 0, max: 1_200_000 })

/** Any absences, also overlapping, empty and impossible ones. */
export const absences: fc.Arbitrary<AwayInterval[]> = fc.array(
  fc.record({
    fromMs: ms,
    toMs: ms,
    itemId: fc.constantFrom(null, 'i1', 'i2'),
    kind: fc.constantFrom('hidden' as const, 'blurred' as const),
    offline: fc.boolean(),
    explanation: fc.constantFrom(null, 'power cut'),
  }),
  { maxLength: 12 },
)
