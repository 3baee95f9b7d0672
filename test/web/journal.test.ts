import fc from 'fast-check'
import t from 'tap'
import type { JournalEntry } from '../../src/domain/delivery/journal.ts'
import type { Entry } from '../../src/web/candidate/journal/entry.ts'
import { createJournal } from '../../src/web/candidate/journal/journal.ts'
import { ApiProblem } from '../../src/web/shared/api-error.ts'
import { FATES, type Fate, type JournalWorld, journalWorld } from './journal-world.ts'

type Move =
  | { readonly move: 'answer'; readonly itemId: string }
  | { readonly move: 'step'; readonly pick: number; readonly fate: Fate }
  | { readonly move: 'reload' }
  | { readonly move: 'other'; readonly sequence: number }

const anItemId = fc.constantFrom('q1', 'q2', 'q3')
const aMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ move: fc.constant('answer' as const), itemId: anItemId }) },
  {
    weight: 12,
    arbitrary: fc.record({
      move: fc.constant('step' as const),
      pick: fc.nat({ max: 7 }),
      fate: fc.constantFrom(...FATES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ move: fc.constant('reload' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      move: fc.constant('other' as const),
      sequence: fc.integer({ min: 1, max: 40 }),
    }),
  },
)

async function play(world: JournalWorld, moves: readonly Move[]): Promise<void> {
  for (const move of moves) {
    if (move.move === 'answer') world.answer(move.itemId)
    else if (move.move === 'step') await world.step(move.pick, move.fate)
    else if (move.move === 'reload') await world.reload()
    else world.otherDeviceTakes(move.sequence)
  }
  await world.settleDown()
}

function ownEntries(world: JournalWorld): readonly Entry[] {
  return [...world.kept]
    .sort(([one], [other]) => one - other)
    .flatMap(([sequence, entry]) => (entry === 'other' ? [] : [{ ...entry, sequence }]))
}

t.test('every written entry becomes durable exactly once, whatever is lost or taken', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(aMove, { maxLength: 120, size: 'max' }), async (moves) => {
      const world = journalWorld()
      await play(world, moves)
      const ids = ownEntries(world).map((entry) => entry.entryId)
      return new Set(ids).size === ids.length && world.written().every((id) => ids.includes(id))
    }),
    { numRuns: 400 },
  )
  t.pass()
})

t.test('entries about one item keep their order, whatever is lost or taken', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(aMove, { maxLength: 120, size: 'max' }), async (moves) => {
      const world = journalWorld()
      await play(world, moves)
      const made = world.written()
      return ['q1', 'q2', 'q3'].every((itemId) => {
        const places = ownEntries(world)
          .filter((entry) => entry.itemId === itemId)
          .map((entry) => made.indexOf(entry.entryId))
        return places.every((place, i) => i === 0 || place > (places[i - 1] ?? -1))
      })
    }),
    { numRuns: 400 },
  )
  t.pass()
})

t.test('nothing is sent before it is on the disk', async (t) => {
  const world = journalWorld()
  world.answer('q1')
  await world.reload()
  await world.settleDown()
  t.same(world.written(), [])
  t.equal(world.requests(), 0)
})

t.test('"saved" is only said when nothing answered is waiting', async (t) => {
  const world = journalWorld()
  world.answer('q1')
  t.equal(world.journal().snapshot().unsaved, 1)
  t.equal(world.journal().snapshot().savedAt, null)
  await world.settleDown()
  t.equal(world.journal().snapshot().unsaved, 0)
  t.equal(world.journal().snapshot().savedAt, '2026-03-02T02:00:00.000Z')
})

t.test(
  'after an hour offline a page needs as many requests as the longest item history',
  async (t) => {
    const world = journalWorld()
    for (let i = 0; i < 90; i++) world.answer(`q${i % 30}`)
    for (let i = 0; i < 400; i++) await world.step(0, 'request-lost')
    const before = world.requests()
    await world.settleDown()
    t.equal(ownEntries(world).length, 90)
    t.equal(world.requests() - before, 3)
  },
)

const problem = (status: number, code: string): ApiProblem =>
  new ApiProblem({ status, retryAfterSeconds: null, body: { type: `/problems/${code}` } })

interface Reply {
  readonly durable: number[]
  readonly refusals: string[]
}

/** A journal whose server answers by a function; timers run at once. */
function journalAnswering(answer: (entries: readonly JournalEntry[]) => void): {
  journal: ReturnType<typeof createJournal>
  seen: Reply
} {
  const seen: Reply = { durable: [], refusals: [] }
  let nextId = 1
  const journal = createJournal(
    {
      put: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      refuse: async (entries, code) => {
        seen.refusals.push(...entries.map((entry) => `${entry.itemId}: ${code}`))
      },
      send: async (entries) => {
        answer(entries as readonly JournalEntry[])
        const durable = entries.map((entry) => entry.sequence)
        seen.durable.push(...durable)
        const at = '2026-03-02T02:00:00.000Z'
        return { durable, taken: [], nextSequence: 1, savedAt: at, deadlineAt: at }
      },
      onReply: () => {},
      clockMs: () => 0,
      newId: () => `e${nextId++}`,
      chance: () => 0,
      after: (_, action) => {
        const timer = setImmediate(action)
        return () => clearImmediate(timer)
      },
    },
    { queue: { pending: [], nextSequence: 1 }, refused: [], kept: true },
  )
  return { journal, seen }
}

t.test('one unacceptable entry does not hold up the others', async (t) => {
  const { journal, seen } = journalAnswering((entries) => {
    if (entries.some((entry) => entry.itemId === 'q2')) throw problem(422, 'value-not-for-item')
  })
  for (const itemId of ['q1', 'q2', 'q3']) journal.record({ kind: 'response', itemId, value: '1' })
  await journal.drain()
  t.same(seen.refusals, ['q2: value-not-for-item'])
  t.same(seen.durable, [1, 3])
  t.same(
    journal.snapshot().refused.map((entry) => entry.itemId),
    ['q2'],
  )
})

t.test('past the time limit the journal stops and still tells what was not accepted', async (t) => {
  const { journal, seen } = journalAnswering(() => {
    throw problem(409, 'time-limit-passed')
  })
  journal.record({ kind: 'response', itemId: 'q1', value: '1' })
  await journal.drain()
  t.equal(journal.snapshot().stopped, 'time-limit-passed')
  t.equal(journal.snapshot().unsaved, 1)
  t.same(seen.durable, [])
})

t.test('a lost sign-in holds everything until the person has signed in again', async (t) => {
  let signedIn = false
  const { journal, seen } = journalAnswering(() => {
    if (!signedIn) throw problem(401, 'sign-in-required')
  })
  journal.record({ kind: 'response', itemId: 'q1', value: '1' })
  const drained = journal.drain()
  while (!journal.snapshot().signedOut) await new Promise((resolve) => setImmediate(resolve))
  t.equal(journal.snapshot().unsaved, 1)
  signedIn = true
  journal.retryNow()
  await drained
  t.same(seen.durable, [1])
})

t.test(
  'a device that keeps nothing is told apart, and its entries are sent all the same',
  async (t) => {
    const sent: number[] = []
    let nextId = 1
    const journal = createJournal(
      {
        put: () => Promise.reject(new Error('QuotaExceededError')),
        remove: () => Promise.resolve(),
        refuse: () => Promise.resolve(),
        send: async (entries) => {
          const durable = entries.map((entry) => entry.sequence)
          sent.push(...durable)
          return { durable, taken: [], nextSequence: 9, savedAt: '', deadlineAt: '' }
        },
        onReply: () => {},
        clockMs: () => 0,
        newId: () => `e${nextId++}`,
        chance: () => 0,
        after: (_, action) => {
          const timer = setImmediate(action)
          return () => clearImmediate(timer)
        },
      },
      { queue: { pending: [], nextSequence: 1 }, refused: [], kept: true },
    )
    journal.record({ kind: 'response', itemId: 'q1', value: '1' })
    for (let i = 0; i < 10; i++) await Promise.resolve()
    const wasKept = journal.snapshot().kept
    await journal.drain()
    t.notOk(wasKept)
    t.same(sent, [1])
  },
)
