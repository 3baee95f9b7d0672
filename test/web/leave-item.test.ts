import t from 'tap'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import { leaveItem } from '../../src/web/candidate/attempt/adaptive/leave-item.ts'
import type { Insistence } from '../../src/web/candidate/attempt/insist.ts'
import type { Entry } from '../../src/web/candidate/journal/entry.ts'
import { createJournal } from '../../src/web/candidate/journal/journal.ts'
import type { Journal } from '../../src/web/candidate/journal/journal-types.ts'
import { ApiOffline, ApiProblem } from '../../src/web/shared/api-error.ts'
import { CALM } from './journal-world.ts'

const NEXT = { attemptId: 'the next view' } as AttemptView
const problem = (code: string): ApiProblem =>
  new ApiProblem({ status: 409, retryAfterSeconds: null, body: { type: `/problems/${code}` } })

interface World {
  readonly journal: Journal
  /** What reached the service, in order: entries as `q1=A`, and `next`. */
  readonly log: string[]
  /** What lies on the device. */
  readonly device: Map<string, Entry>
  readonly askNext: () => Promise<AttemptView>
}

function aWorld(
  receive: (entry: Entry) => void = () => {},
  next: () => AttemptView = () => NEXT,
): World {
  const log: string[] = []
  const device = new Map<string, Entry>()
  let nextId = 1
  const journal = createJournal(
    {
      put: async (entries) => {
        for (const entry of entries) device.set(entry.entryId, entry)
      },
      remove: async (ids) => {
        for (const id of ids) device.delete(id)
      },
      refuse: async () => {},
      send: async (entries) => {
        for (const entry of entries) receive(entry)
        for (const entry of entries) {
          log.push(`${entry.itemId}=${entry.kind === 'response' ? entry.value : entry.behavior}`)
        }
        const durable = entries.map(({ sequence }) => sequence)
        const at = '2026-03-02T02:00:00.000Z'
        return { durable, taken: [], nextSequence: 9, savedAt: at, deadlineAt: at, ...CALM }
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
  const askNext = async (): Promise<AttemptView> => {
    log.push('next')
    return next()
  }
  return { journal, log, device, askNext }
}

function patience(change: Partial<Insistence> = {}): Insistence {
  return {
    cancelled: () => false,
    onTrouble: () => {},
    waitForSignIn: () => Promise.resolve(),
    ...change,
  }
}

const answer = (journal: Journal, value: string): void =>
  journal.record({ kind: 'response', itemId: 'q1', value })

t.test('the next item is asked for only when everything waiting is durable', async (t) => {
  const { journal, log, device, askNext } = aWorld()
  answer(journal, 'A')
  answer(journal, 'B')
  journal.record({ kind: 'behavior', behavior: 'window-blurred', itemId: 'q1' })
  t.equal(await leaveItem(journal, askNext, patience()), NEXT)
  t.same(log, ['q1=A', 'q1=B', 'q1=window-blurred', 'next'])
  t.equal(device.size, 0)
})

t.test(
  'an answer to an item left elsewhere is dropped, and nothing is left from here',
  async (t) => {
    const { journal, log, device, askNext } = aWorld((entry) => {
      if (entry.kind === 'response') throw problem('item-left')
    })
    answer(journal, 'A')
    journal.record({ kind: 'behavior', behavior: 'window-blurred', itemId: 'q1' })
    t.equal(await leaveItem(journal, askNext, patience()), null)
    t.same(log, ['q1=window-blurred'], 'other entries are kept, the next item is not asked for')
    t.match(journal.snapshot(), { overtaken: 1, pending: 0, refused: [], stopped: null })
    await new Promise((resolve) => setImmediate(resolve))
    t.equal(device.size, 0, 'nothing of it stays on the device')
  },
)

t.test('an answer that was not accepted is given again before the item is left', async (t) => {
  const { journal, log, askNext } = aWorld(() => {
    throw problem('value-not-for-item')
  })
  answer(journal, 'A')
  t.equal(await leaveItem(journal, askNext, patience()), null)
  t.same(log, [])
  t.match(journal.snapshot(), { overtaken: 0, refused: [{ value: 'A' }] })
})

t.test('past the time limit nothing is asked for', async (t) => {
  const { journal, log, askNext } = aWorld(() => {
    throw problem('time-limit-passed')
  })
  answer(journal, 'A')
  t.equal(await leaveItem(journal, askNext, patience()), null)
  t.same(log, [])
})

t.test(
  'a lost request is repeated, at once where there is a hurry',
  { timeout: 5_000 },
  async (t) => {
    let tries = 0
    const { journal, log, askNext } = aWorld(undefined, () => {
      tries += 1
      // More often than the waits between tries would allow within the time of this test.
      if (tries <= 4) throw new ApiOffline('lost')
      return NEXT
    })
    const troubles: unknown[] = []
    const hurried = () => new Promise<void>((resolve) => setImmediate(resolve))
    const onTrouble = (trouble: unknown) => troubles.push(trouble)
    const view = await leaveItem(journal, askNext, patience({ onTrouble, hurried }))
    t.equal(view, NEXT)
    t.equal(log.length, 5)
    t.same(troubles.slice(0, 2), ['unreachable', null])
  },
)

t.test('a refusal to go on comes out, and a page that is gone asks no more', async (t) => {
  const over = aWorld(undefined, () => {
    throw problem('attempt-not-running')
  })
  await t.rejects(leaveItem(over.journal, over.askNext, patience()), {
    code: 'attempt-not-running',
  })
  const gone = aWorld()
  t.equal(await leaveItem(gone.journal, gone.askNext, patience({ cancelled: () => true })), null)
  t.same(gone.log, [])
})
