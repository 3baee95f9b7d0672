import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import {
  AWAY_MS,
  changesOf,
  DISCONNECTED_MS,
  type LiveAttempt,
  type LiveRow,
  liveBoardOf,
  liveStateOf,
  STALLED_MS,
  tellsMore,
} from '../../../src/domain/delivery/live-board.ts'
import { LiveBoard, type LiveState } from '../../../src/domain/delivery/live-board-views.ts'
import { applyChange } from '../../../src/web/console/exams/live/apply-change.ts'
import { aText } from '../../support/builders.ts'

const START = Date.parse('2026-03-02T08:00:00Z')
const at = (ms: number): Date => new Date(START + ms)
const MINUTE = 60_000

function anAttempt(more: Partial<LiveAttempt> = {}): LiveAttempt {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    state: 'running',
    startedAt: at(0),
    deadlineAt: at(60 * MINUTE),
    pausedUntil: null,
    lastReceivedAt: at(0),
    hiddenSince: null,
    offlineSince: null,
    ...more,
  }
}

t.test('where somebody is follows from what the service received, and when', async (t) => {
  const cases: readonly [string, LiveAttempt | null, number, LiveState][] = [
    ['nobody came', null, 0, 'not-started'],
    ['just begun, nothing sent', anAttempt({ lastReceivedAt: null }), 1000, 'active'],
    ['begun, never anything sent', anAttempt({ lastReceivedAt: null }), STALLED_MS, 'stalled'],
    ['just under five minutes', anAttempt(), STALLED_MS - 1, 'active'],
    ['five minutes', anAttempt(), STALLED_MS, 'stalled'],
    ['ten minutes', anAttempt(), DISCONNECTED_MS, 'disconnected'],
    ['a glance elsewhere', anAttempt({ hiddenSince: at(0) }), AWAY_MS - 1, 'active'],
    ['elsewhere', anAttempt({ hiddenSince: at(0) }), AWAY_MS, 'away'],
    ['hidden is no stall', anAttempt({ hiddenSince: at(0) }), STALLED_MS, 'away'],
    ['hidden for ten', anAttempt({ hiddenSince: at(0) }), DISCONNECTED_MS, 'disconnected'],
    ['said to be offline', anAttempt({ offlineSince: at(0) }), 1, 'disconnected'],
    [
      'offline no longer: something came since',
      anAttempt({ offlineSince: at(0), lastReceivedAt: at(500) }),
      1000,
      'active',
    ],
    ['within the grace', anAttempt({ lastReceivedAt: at(59 * MINUTE) }), 60 * MINUTE, 'active'],
    ['over, not yet closed', anAttempt(), 60 * MINUTE + 5001, 'expired'],
    ['paused is no stall', anAttempt({ pausedUntil: at(20 * MINUTE) }), 20 * MINUTE - 1, 'paused'],
    ['a pause that just ended', anAttempt({ pausedUntil: at(20 * MINUTE) }), 20 * MINUTE, 'active'],
    [
      'silence counts from the end of a pause',
      anAttempt({ pausedUntil: at(20 * MINUTE) }),
      20 * MINUTE + STALLED_MS,
      'stalled',
    ],
    [
      'something came after the pause',
      anAttempt({ pausedUntil: at(20 * MINUTE), lastReceivedAt: at(30 * MINUTE) }),
      30 * MINUTE + STALLED_MS - 1,
      'active',
    ],
    ['submitted stays', anAttempt({ state: 'submitted' }), 90 * MINUTE, 'submitted'],
    ['expired stays', anAttempt({ state: 'expired' }), 90 * MINUTE, 'expired'],
    ['a clock of another process ahead', anAttempt({ lastReceivedAt: at(900) }), 0, 'active'],
  ]
  for (const [name, attempt, ms, state] of cases) t.equal(liveStateOf(attempt, at(ms)), state, name)
})

const ids = Array.from(
  { length: 6 },
  (_, index) => `00000000-0000-4000-8000-00000000010${index}`,
) as [string, string, string, string, string, string]
const [root, left, right, leftLow, rightLow, alone] = ids
const UNITS = [
  { id: root, path: `/${root}/`, name: aText('根', 'Root') },
  { id: left, path: `/${root}/${left}/`, name: aText('左', 'Left') },
  { id: right, path: `/${root}/${right}/`, name: aText('右', 'Right') },
  { id: leftLow, path: `/${root}/${left}/${leftLow}/`, name: aText('左下', 'Left low') },
  { id: rightLow, path: `/${root}/${right}/${rightLow}/`, name: aText('右下', 'Right low') },
  { id: alone, path: `/${alone}/`, name: aText('独', 'Alone') },
]

const time = fc.integer({ min: 0, max: 70 * MINUTE }).map(at)
const maybeTime = fc.option(time, { nil: null })
const attempts = fc.record({
  id: fc.uuid(),
  state: fc.constantFrom('running' as const, 'running' as const, 'submitted', 'expired'),
  startedAt: fc.constant(at(0)),
  deadlineAt: fc.integer({ min: MINUTE, max: 60 * MINUTE }).map(at),
  pausedUntil: maybeTime,
  lastReceivedAt: maybeTime,
  hiddenSince: maybeTime,
  offlineSince: maybeTime,
}) as fc.Arbitrary<LiveAttempt>
const rowsOf = fc.array(
  fc.record({
    personId: fc.uuid(),
    personName: fc.string(),
    unitName: fc.constant(aText('单位', 'Unit')),
    unitPath: fc.constantFrom(...UNITS.map(({ path }) => path)),
    attempt: fc.option(attempts, { nil: null }),
  }) as fc.Arbitrary<LiveRow>,
  { maxLength: 30 },
)
const sumOf = (counts: object): number =>
  Object.values(counts).reduce((sum: number, count: number) => sum + count, 0)

t.test('everybody is counted once, and a unit counts exactly its branch', async () => {
  fc.assert(
    fc.property(rowsOf, time, (rows, now) => {
      const board = liveBoardOf(rows, UNITS, now)
      if (sumOf(board.counts) !== rows.length || !Value.Check(LiveBoard, board)) return false
      return UNITS.every(({ id, path }) => {
        const inBranch = rows.filter(({ unitPath }) => unitPath.startsWith(path))
        const unit = board.units.find((found) => found.id === id)
        return (
          JSON.stringify(unit?.counts) === JSON.stringify(liveBoardOf(inBranch, [], now).counts)
        )
      })
    }),
  )
})

t.test('a unit stands below the one above it, and no person appears without trouble', async (t) => {
  const silent = anAttempt({ id: ids[1] })
  const person = { personName: 'Somebody', unitName: aText('左', 'Left') }
  const rows: LiveRow[] = [
    { ...person, personId: 'not-begun', unitPath: UNITS[3]?.path ?? '', attempt: null },
    { ...person, personId: ids[3], unitPath: UNITS[4]?.path ?? '', attempt: silent },
  ]
  const board = liveBoardOf(rows, UNITS, at(STALLED_MS))
  const parentOf = new Map(board.units.map((unit) => [unit.id, unit.parentId]))
  t.equal(parentOf.get(root), null)
  t.equal(parentOf.get(leftLow), left)
  t.equal(parentOf.get(rightLow), right)
  const below = liveBoardOf(rows, UNITS.slice(1), at(0)).units
  t.equal(below.find(({ id }) => id === left)?.parentId, null, 'the one above is not shown')
  t.equal(board.trouble.total, 1)
  t.match(board.trouble.shown, [{ person: { id: ids[3] }, state: 'stalled' }])
  t.notOk(JSON.stringify(board).includes('not-begun'))
})

t.test('the order in which rows and units are read changes nothing', async () => {
  fc.assert(
    fc.property(rowsOf, time, fc.nat(), (rows, now, turn) => {
      const turned = <Item>(list: readonly Item[]): Item[] => {
        const from = list.length === 0 ? 0 : turn % list.length
        return [...list.slice(from), ...list.slice(0, from)].reverse()
      }
      const boards = [liveBoardOf(rows, UNITS, now), liveBoardOf(turned(rows), turned(UNITS), now)]
      return JSON.stringify(boards[0]) === JSON.stringify(boards[1])
    }),
  )
})

const RANK: Readonly<Record<LiveState, number>> = {
  'not-started': 0,
  active: 1,
  paused: 1,
  away: 2,
  stalled: 2,
  disconnected: 3,
  expired: 4,
  submitted: 4,
}

t.test('silence only ever makes it worse', async () => {
  fc.assert(
    fc.property(attempts, time, time, (attempt, one, other) => {
      const [earlier, later] = one < other ? [one, other] : [other, one]
      const [before, after] = [liveStateOf(attempt, earlier), liveStateOf(attempt, later)]
      const sideways = RANK[before] === 2 && RANK[after] === 2 && before !== after
      return RANK[before] <= RANK[after] && !sideways
    }),
    { numRuns: 2000 },
  )
})

t.test('a board and what changed on it give the next board', async (t) => {
  let told = 0
  fc.assert(
    fc.property(rowsOf, rowsOf, time, time, (rows, more, one, other) => {
      const before = liveBoardOf(rows, UNITS, one)
      const after = liveBoardOf([...rows, ...more.slice(0, 2)], UNITS, other)
      const change = changesOf(before, after)
      if (change === null) return false
      if (tellsMore(before, change)) told += 1
      return JSON.stringify(applyChange(before, change)) === JSON.stringify(after)
    }),
  )
  t.ok(told > 50, `${told} of 100 boards told something new`)
  const still = liveBoardOf([], UNITS, at(0))
  const change = changesOf(still, liveBoardOf([], UNITS, at(5000)))
  t.equal(change && tellsMore(still, change), false, 'time alone is no news')
  t.equal(changesOf(still, liveBoardOf([], UNITS.slice(1), at(0))), null, 'another tree')
})
