import fc from 'fast-check'
import t from 'tap'
import type { JournalEntry } from '../../src/domain/delivery/journal.ts'
import type { Entry } from '../../src/web/candidate/journal/entry.ts'
import { createJournal } from '../../src/web/candidate/journal/journal.ts'
import { sendFailure } from '../../src/web/candidate/journal/send-failure.ts'
import { ApiOffline, ApiProblem } from '../../src/web/shared/api-error.ts'
import { CALM, FATES, type Fate, type JournalWorld, journalWorld } from './journal-world.ts'

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
function journalAnswering(
  answer: (entries: readonly JournalEntry[]) => void,
  device: { readonly kept: boolean; readonly put: () => Promise<void> } = {
    kept: true,
    put: () => Promise.resolve(),
  },
): {
  journal: ReturnType<typeof createJournal>
  seen: Reply
} {
  const seen: Reply = { durable: [], refusals: [] }
  let nextId = 1
  const journal = createJournal(
    {
      put: device.put,
      remove: () => Promise.resolve(),
      refuse: async (entries, code) => {
        seen.refusals.push(...entries.map((entry) => `${entry.itemId}: ${code}`))
      },
      send: async (entries) => {
        answer(entries as readonly JournalEntry[])
        const durable = entries.map((entry) => entry.sequence)
        seen.durable.push(...durable)
        const at = '2026-03-02T02:00:00.000Z'
        return { durable, taken: [], nextSequence: 1, savedAt: at, deadlineAt: at, ...CALM }
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
    { queue: { pending: [], nextSequence: 1 }, refused: [], kept: device.kept },
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

t.test('what was given when somebody else had signed in waits for its owner', async (t) => {
  let owner = false
  const { journal, seen } = journalAnswering(() => {
    if (!owner) throw problem(404, 'not-found')
  })
  journal.record({ kind: 'response', itemId: 'q1', value: '1' })
  while (!journal.snapshot().signedOut) await new Promise((resolve) => setImmediate(resolve))
  journal.record({ kind: 'response', itemId: 'q2', value: '2' })
  t.equal(journal.snapshot().unsaved, 2, 'nothing that is shown is dropped without a word')
  owner = true
  await journal.drain()
  t.same(seen.durable, [1, 2])
})

t.test(
  'an answer after a lost request and a refused entry is sent without being asked',
  async (t) => {
    let requests = 0
    const { journal, seen } = journalAnswering((entries) => {
      requests += 1
      if (requests === 1) throw new ApiOffline('request lost')
      if (entries.some((entry) => entry.itemId === 'q1')) throw problem(409, 'item-left')
    })
    journal.record({ kind: 'response', itemId: 'q1', value: '1' })
    while (journal.snapshot().pending > 0) await new Promise((resolve) => setImmediate(resolve))
    journal.record({ kind: 'response', itemId: 'q2', value: '2' })
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve))
    t.same(seen.durable, [2])
    t.equal(journal.snapshot().unsaved, 0)
  },
)

t.test('a 404 that is not the service’s own is waited for, nothing is refused', (t) => {
  const proxy = new ApiProblem({ status: 404, retryAfterSeconds: null, body: {} })
  t.match(sendFailure(proxy), { kind: 'retry', offline: false })
  t.match(sendFailure(problem(404, 'not-found')), { kind: 'stop' })
  t.match(sendFailure(problem(422, 'value-not-for-item')), { kind: 'unacceptable' })
  t.end()
})

t.test('no answer waits for a device that does not say whether it keeps it', async (t) => {
  const { journal, seen } = journalAnswering(() => {}, {
    kept: false,
    put: () => new Promise(() => {}),
  })
  for (const itemId of ['q1', 'q2']) journal.record({ kind: 'response', itemId, value: '1' })
  await journal.drain()
  t.same(seen.durable, [1, 2])
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
          return { durable, taken: [], nextSequence: 9, savedAt: '', deadlineAt: '', ...CALM }
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

t.test(
  'a full device is told of only where an answer stands on the page for a while',
  async (t) => {
    const timers = new Map<() => void, number>()
    let lastId = 0
    let nowMs = 0
    let answer: () => void = () => {}
    const breathe = () => new Promise((resolve) => setImmediate(resolve))
    const pass = async (ms: number): Promise<void> => {
      await breathe()
      nowMs += ms
      for (const [act, dueMs] of [...timers]) {
        if (dueMs > nowMs || !timers.delete(act)) continue
        act()
      }
      await breathe()
    }
    const open = (kept: boolean) =>
      createJournal(
        {
          put: () => Promise.reject(new Error('QuotaExceededError')),
          remove: () => Promise.resolve(),
          refuse: () => Promise.resolve(),
          send: async (entries) => {
            await new Promise<void>((resolve) => {
              answer = resolve
            })
            const durable = entries.map((entry) => entry.sequence)
            return { durable, taken: [], nextSequence: 9, savedAt: '', deadlineAt: '', ...CALM }
          },
          onReply: () => {},
          clockMs: () => nowMs,
          newId: () => `e${lastId++}`,
          chance: () => 0,
          after: (ms, act) => {
            timers.set(act, nowMs + ms)
            return () => timers.delete(act)
          },
        },
        { queue: { pending: [], nextSequence: 1 }, refused: [], kept },
      )
    const journal = open(true)
    for (let times = 0; times < 5; times += 1) {
      journal.record({ kind: 'response', itemId: 'q1', value: `${times}` })
      await pass(0)
      t.match(journal.snapshot(), { kept: false, unsaved: 1, onlyHere: false })
      await pass(900)
      t.equal(journal.snapshot().onlyHere, false, 'on its way')
      answer()
      await pass(0)
      t.match(journal.snapshot(), { kept: true, unsaved: 0, onlyHere: false })
    }
    await pass(60_000)
    t.equal(journal.snapshot().onlyHere, false, 'nothing is left to tell')
    journal.record({ kind: 'behavior', behavior: 'window-blurred', itemId: null })
    await pass(0)
    await pass(60_000)
    t.equal(journal.snapshot().onlyHere, false, 'an answer it is not')
    answer()
    await pass(0)
    journal.record({ kind: 'response', itemId: 'q1', value: '9' })
    await pass(0)
    await pass(1_900)
    journal.record({ kind: 'response', itemId: 'q2', value: '9' })
    await pass(0)
    t.equal(journal.snapshot().onlyHere, false)
    await pass(200)
    t.equal(journal.snapshot().onlyHere, true, 'for two seconds')
    for (let times = 0; times < 2; times += 1) {
      answer()
      await pass(0)
    }
    t.match(journal.snapshot(), { unsaved: 0, onlyHere: false })
    t.equal(open(false).snapshot().onlyHere, true, 'a device that never keeps says so at once')
  },
)

/** A journal on a device whose writes end when they are let; everything sent is saved at once. */
function journalOnSlowDevice() {
  const ending: (() => void)[] = []
  const done: string[] = []
  const sent: number[] = []
  const waits = new Set<{ readonly ms: number; readonly act: () => void }>()
  let lastId = 0
  const slow = (what: string): Promise<void> =>
    new Promise((resolve) => {
      ending.push(() => {
        done.push(what)
        resolve()
      })
    })
  const journal = createJournal(
    {
      put: (entries) => slow(`put ${entries.map((entry) => entry.entryId)}`),
      remove: (ids) => slow(`remove ${ids}`),
      refuse: () => Promise.resolve(),
      send: async (entries) => {
        const durable = entries.map((entry) => entry.sequence)
        sent.push(...durable)
        return { durable, taken: [], nextSequence: 1, savedAt: '', deadlineAt: '', ...CALM }
      },
      onReply: () => {},
      clockMs: () => 0,
      newId: () => `e${++lastId}`,
      chance: () => 0,
      after: (ms, act) => {
        const wait = { ms, act }
        waits.add(wait)
        return () => waits.delete(wait)
      },
    },
    { queue: { pending: [], nextSequence: 1 }, refused: [], kept: true },
  )
  const breathe = () => new Promise((resolve) => setImmediate(resolve))
  /** Lets everything end that was set to wait this long. */
  const pass = async (ms: number): Promise<void> => {
    for (const wait of waits) if (wait.ms === ms && waits.delete(wait)) wait.act()
    await breathe()
  }
  return { journal, ending, done, sent, pass, breathe }
}

t.test('a device that keeps an answer waiting is told of too, until it has it', async (t) => {
  const { journal, ending, sent, pass, breathe } = journalOnSlowDevice()
  journal.record({ kind: 'response', itemId: 'q1', value: '1' })
  await breathe()
  t.match(journal.snapshot(), { kept: true, onlyHere: false })
  await pass(2_000)
  t.match(journal.snapshot(), { kept: false, onlyHere: true, unsaved: 1 })
  ending.shift()?.()
  await breathe()
  t.match(journal.snapshot(), { kept: true, onlyHere: false, unsaved: 1 }, 'on this device now')
  await pass(0)
  t.same(sent, [1])
  t.match(journal.snapshot(), { unsaved: 0, onlyHere: false })
})

t.test('an answer does not wait until the device has put away what was saved before', async (t) => {
  const { journal, ending, done, sent, pass, breathe } = journalOnSlowDevice()
  journal.record({ kind: 'response', itemId: 'q1', value: '1' })
  await breathe()
  ending.shift()?.()
  await breathe()
  await pass(0)
  t.equal(ending.length, 1, 'the first answer is being put away')
  journal.record({ kind: 'response', itemId: 'q2', value: '2' })
  await breathe()
  ending.pop()?.()
  await breathe()
  await pass(0)
  t.same(sent, [1, 2])
  t.same(done, ['put e1', 'put e2'], 'the second one is kept and sent meanwhile')
  t.equal(ending.length, 1, 'one thing is put away after the other')
  ending.shift()?.()
  await breathe()
  ending.shift()?.()
  t.same(done.slice(2), ['remove e1', 'remove e2'])
})
