import t from 'tap'
import { benchDelivery } from '../../../src/cli/bench/bench-delivery.ts'
import { lostOf } from '../../../src/cli/bench/check-delivery.ts'
import { rateFigures, saveFigures } from '../../../src/cli/bench/delivery-figures.ts'
import type { Worked } from '../../../src/cli/bench/delivery-orders.ts'
import type { Figure } from '../../../src/cli/bench/measure.ts'
import type { JournalEntry, KeptEntry } from '../../../src/domain/delivery/journal.ts'

t.setTimeout(240_000)

const TINY = {
  candidates: 12,
  startConnections: 4,
  submits: 4,
  submitConnections: 2,
  saveConnections: [1, 6],
  rounds: 1,
  roundMs: 150,
  killConnections: 8,
  beforeKillMs: 500,
  afterKillMs: 1500,
}

const figureOf = (figures: readonly Figure[], name: string, unit: string, ratioTo = '') =>
  figures.find(
    (figure) => figure.name === name && figure.unit === unit && figure.ratioTo.startsWith(ratioTo),
  )?.value ?? Number.NaN

t.test('the service under load, killed and back, keeps what it acknowledged', async (t) => {
  const figures = await benchDelivery(TINY)
  for (const { name, value, ratioTo, unit } of figures) {
    t.ok(Number.isFinite(value), name)
    t.equal(unit === 'ratio', ratioTo !== '', name)
    if (unit === 'a second' || unit === 'ms' || unit === 'ratio') t.ok(value > 0, name)
  }
  for (const when of ['under load', 'application killed']) {
    t.equal(figureOf(figures, `acknowledged answers lost: ${when}`, 'answers'), 0)
    t.equal(figureOf(figures, `answers kept that nobody sent: ${when}`, 'answers'), 0)
  }
  const readBack = (when: string) =>
    figureOf(figures, `acknowledged answers read back: ${when}`, 'answers')
  t.ok(readBack('under load') > 0)
  const granted = figureOf(figures, 'saves granted around a kill', 'requests')
  t.equal(readBack('application killed'), readBack('under load') + granted)
  t.ok(granted >= TINY.killConnections, 'every browser came through in the end')
  const repeated = figureOf(figures, 'saves sent again after a kill', 'requests')
  t.ok(repeated >= TINY.killConnections, 'each met the killed service')
  t.ok(figureOf(figures, 'application away after a kill', 's') > 0)
})

t.test('an answer that is missing or another one counts as lost', async (t) => {
  const entryOf = (sequence: number, value: string): JournalEntry => ({
    kind: 'response',
    sequence,
    entryId: `00000000-0000-4000-8000-00000000000${sequence}`,
    clientMs: sequence * 1000,
    itemId: 'q1',
    value,
  })
  const acknowledged = [entryOf(1, 'a'), entryOf(2, 'b'), entryOf(3, 'c')]
  const receivedAt = '2026-01-01T00:00:00.000Z'
  const kept = acknowledged.map((entry): KeptEntry => ({ ...entry, receivedAt }))
  const lost = (journal: readonly KeptEntry[]) =>
    lostOf({ attemptId: 'attempt', acknowledged, sent: 3 }, journal)
  t.equal(lost(kept), 0)
  t.equal(lost(kept.toReversed()), 0, 'the order of reading says nothing')
  t.equal(lost(kept.slice(1)), 1)
  t.equal(lost([]), 3)
  t.equal(lost([...kept.slice(0, 2), { ...entryOf(3, 'x'), receivedAt }]), 1, 'another value')
  const stranger = { ...entryOf(3, 'c'), entryId: acknowledged[0]?.entryId ?? '', receivedAt }
  t.equal(lost([...kept.slice(0, 2), stranger]), 1, 'another entry under the same sequence')
})

t.test(
  'rates are by the clock, ratios by the round, percentiles by the nearest rank',
  async (t) => {
    const workedOf = (count: number, seconds: number): Worked => ({
      seconds,
      latencies: Array.from({ length: count }, (_, index) => count - index),
      failed: 0,
      repeated: 0,
      firstFailure: null,
    })
    const starts = rateFigures('starts', workedOf(200, 4))
    t.equal(figureOf(starts, 'starts', 'a second'), 50)
    t.equal(figureOf(starts, 'starts', 'ratio', 'Moodle'), 50 / 32)
    t.equal(figureOf(starts, 'starts, p50', 'ms'), 100)
    t.equal(figureOf(starts, 'starts, p95', 'ms'), 190)
    t.equal(figureOf(starts, 'starts, p99', 'ms'), 198)
    const saves = saveFigures({
      connections: 16,
      worked: {
        // The machine was twice as slow in the third round, for all three routes alike.
        entries: [workedOf(60, 1), workedOf(60, 1), workedOf(30, 1)],
        'no-op': [workedOf(80, 1), workedOf(80, 1), workedOf(40, 1)],
        'one-insert': [workedOf(20, 1), workedOf(20, 1), workedOf(10, 1)],
      },
    })
    const name = 'saves, 16 connections'
    t.equal(figureOf(saves, name, 'a second'), 60)
    t.equal(figureOf(saves, `${name}: no-op route`, 'a second'), 80)
    t.equal(figureOf(saves, name, 'ratio', 'no-op'), 0.75)
    t.equal(figureOf(saves, name, 'ratio', 'one insert'), 3)
    t.equal(figureOf(saves, name, 'ratio', 'Moodle'), 60 / 104)
  },
)
