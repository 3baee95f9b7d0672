import fc from 'fast-check'
import t from 'tap'
import type { KeptEntry } from '../../../src/domain/delivery/journal.ts'
import { timelineOf } from '../../../src/domain/forensics/timeline.ts'
import { recordOf } from '../../../src/domain/settlement/attempt-evidence.ts'
import { screenedAttempt } from '../../../src/domain/settlement/cohort-of-attempts.ts'
import {
  type SettlementInput,
  settleAttempt,
} from '../../../src/domain/settlement/settle-attempt.ts'
import { aSitting, keptAt, STARTED_AT } from './sittings.ts'

const LATENCY_MS = 100
const seeds = fc.integer({ min: 1, max: 400 }).map((number) => `cadre ${number}`)
const paces = fc.constantFrom(0.02, 0.2, 1)
const pauses = fc.record({
  /** Share of the attempt after which it paused. */
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  lengthMs: fc.integer({ min: 1, max: 7_200_000 }),
})

const iso = (ms: number) => new Date(STARTED_AT.getTime() + ms).toISOString()
const lengthMsOf = ({ closedAt }: SettlementInput) => closedAt.getTime() - STARTED_AT.getTime()

/** The same work, held up for a while: everything from that moment on happens so much later. */
function heldUp(input: SettlementInput, fromMs: number, lengthMs: number): SettlementInput {
  const later = (entry: KeptEntry): KeptEntry =>
    entry.clientMs + LATENCY_MS < fromMs
      ? entry
      : keptAt({ ...entry, clientMs: entry.clientMs + lengthMs })
  return {
    ...input,
    entries: input.entries.map(later),
    closedAt: new Date(input.closedAt.getTime() + lengthMs),
    pauses: [[iso(fromMs), iso(fromMs + lengthMs)]],
  }
}

/** Left the page during the pause and came back a little late. */
function leaving(input: SettlementInput, fromMs: number, lengthMs: number): SettlementInput {
  const sequences = input.entries.map(({ sequence }) => sequence)
  const after = input.entries.findIndex(({ clientMs }) => clientMs + LATENCY_MS >= fromMs)
  const place = after < 0 ? input.entries.length : after
  const gone = ([0.1, 1] as const).map((share, index) =>
    keptAt({
      ...{ kind: 'behavior', behavior: index === 0 ? 'page-hidden' : 'page-visible' },
      ...{ itemId: input.entries[place - 1]?.itemId ?? null, sequence: 0 },
      entryId: `00000000-0000-4000-8000-00000000001${index}`,
      clientMs: Math.round(fromMs + share * lengthMs) - LATENCY_MS,
    }),
  )
  const entries = input.entries.toSpliced(place, 0, ...gone)
  const last = Math.max(0, ...sequences)
  return { ...input, entries: entries.map((entry, at) => ({ ...entry, sequence: at + 1 + last })) }
}

/** Flags by what they measure; their words tell times of day, which a pause moves. */
const judged = (input: SettlementInput) => {
  const { scores, flags, outcome, opensCase } = settleAttempt(input)
  const measured = flags.map(({ indicator, statistic, p }) => [
    indicator,
    statistic.toFixed(6),
    p?.toFixed(9),
  ])
  return { scores, measured, outcome, opensCase }
}
const timesOf = (input: SettlementInput) =>
  recordOf(input, { theta: 0, accommodated: false }).items.map(({ itemId, seconds, absence }) => [
    itemId,
    seconds?.toFixed(6),
    absence && [absence.awayMs.toFixed(3), absence.answeredAfterMs?.toFixed(3), absence.follows],
  ])
/** A pause within an absence is told apart below: it excuses what follows. */
const fallsInAbsence = (input: SettlementInput, atMs: number) =>
  timelineOf(input.entries, input).away.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs)

t.test('wherever a pause falls, times, flags and scores are what they were', async (t) => {
  fc.assert(
    fc.property(seeds, paces, pauses, (seed, pace, { share, lengthMs }) => {
      const input = aSitting(seed, {}, pace)
      const fromMs = Math.round(share * lengthMsOf(input))
      fc.pre(!fallsInAbsence(input, fromMs))
      const paused = heldUp(input, fromMs, lengthMs)
      t.same(timesOf(paused), timesOf(input))
      t.same(judged(paused), judged(input))
      t.same(judged(leaving(paused, fromMs, lengthMs)), judged(input), 'also of who left in it')
    }),
    { numRuns: 60 },
  )
})

t.test('compared with others, somebody who paused did what they did without', async (t) => {
  const about = { attemptId: 'a', groups: {}, earlier: null }
  const rounded = (input: SettlementInput) => {
    const { items, changes } = screenedAttempt(input, about)
    return JSON.stringify([items, changes], (_, value) =>
      typeof value === 'number' ? value.toFixed(6) : value,
    )
  }
  fc.assert(
    fc.property(seeds, pauses, (seed, { share, lengthMs }) => {
      const input = aSitting(seed)
      const fromMs = Math.round(share * lengthMsOf(input))
      fc.pre(!fallsInAbsence(input, fromMs))
      t.equal(rounded(heldUp(input, fromMs, lengthMs)), rounded(input))
    }),
    { numRuns: 30 },
  )
})

t.test('half of a cohort held up for half an hour is flagged no more than before', async (t) => {
  const cohort = Array.from({ length: 120 }, (_, at) => aSitting(`cadre ${at + 1}`))
  const lengthMs = 1_800_000
  const held = cohort.map((input, at) => {
    const fromMs = Math.round(((at % 10) / 10) * lengthMsOf(input))
    return at % 2 === 0 ? input : leaving(heldUp(input, fromMs, lengthMs), fromMs, lengthMs)
  })
  const flagged = (inputs: readonly SettlementInput[]) =>
    inputs.reduce((sum, input) => sum + settleAttempt(input).flags.length, 0)
  t.ok(flagged(held) <= flagged(cohort))
  const unaware = held.map((input) => ({ ...input, pauses: [] }))
  t.ok(flagged(unaware) >= flagged(cohort) + 40, 'which being paused would otherwise cost many')
})
