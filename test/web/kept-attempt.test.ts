import t from 'tap'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import { closeAttempt } from '../../src/web/candidate/attempt/close-attempt.ts'
import { createExamTime } from '../../src/web/candidate/attempt/exam-time.ts'
import { keepAttempt, type ViewStore } from '../../src/web/candidate/attempt/kept-attempt.ts'
import type { Entry } from '../../src/web/candidate/journal/entry.ts'
import { createJournal } from '../../src/web/candidate/journal/journal.ts'
import type { JournalPorts } from '../../src/web/candidate/journal/journal-types.ts'
import { ApiOffline } from '../../src/web/shared/api-error.ts'

/** What lies on the device. */
const rows = new Map<string, AttemptView>()
const store: ViewStore = {
  keep: async (view) => void rows.set(view.attemptId, view),
  forget: async (attemptId) => void rows.delete(attemptId),
}

const AT = '2026-03-02T02:00:00.000Z'
const view = {
  ...{ attemptId: 'a1', state: 'running', claim: 1, nextSequence: 1, responses: {}, marked: [] },
  ...{ serverNow: AT, deadlineAt: AT, pausedUntil: null },
} as unknown as AttemptView
const answer = (sequence: number, value: string): Entry => ({
  ...{ kind: 'response', itemId: 'q1', value, sequence, claim: 1 },
  ...{ entryId: `e${sequence}`, clientMs: sequence },
})
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function kept() {
  const time = createExamTime(() => 0)
  time.sync(view)
  return keepAttempt(view, { account: 'cadre', time }, store)
}

t.test('what the service has is in the kept view before it leaves the queue', async (t) => {
  const keeping = kept()
  keeping.made([answer(1, 'A'), answer(2, 'B')])
  await keeping.settled(['e2', 'e1'])
  t.match(rows.get('a1'), { responses: { q1: 'B' }, nextSequence: 3 })
})

t.test('a view that tells of a page opened since leaves the kept one its own claim', async (t) => {
  kept().replace({ ...view, claim: 2, nextSequence: 9 })
  await settled()
  t.match(rows.get('a1'), { claim: 1, nextSequence: 9 })
})

t.test('once it is closed nothing that is still on its way brings the form back', async (t) => {
  const keeping = kept()
  const entry = answer(1, 'A')
  keeping.made([entry])
  await settled()
  t.ok(rows.has('a1'))
  // The service has the answer, but its reply was lost, and it takes no more.
  globalThis.fetch = async (input) => {
    const reply = String(input).endsWith('/submission') ? {} : { ...view, responses: { q1: 'A' } }
    return new Response(JSON.stringify(reply))
  }
  const removed: string[] = []
  const ports: JournalPorts = {
    put: async () => {},
    remove: async (ids) => {
      await keeping.settled(ids)
      removed.push(...ids)
    },
    refuse: async () => {},
    send: () => Promise.reject(new ApiOffline('the network is gone')),
    onReply: () => {},
    ...{ clockMs: () => 0, newId: () => '', chance: () => 0, after: () => () => {} },
  }
  const queue = { pending: [entry], nextSequence: 2 }
  const journal = createJournal(ports, { queue, refused: [], kept: true, claim: 1 })
  await journal.handOver()
  const how = {
    onTrouble: () => {},
    waitForSignIn: () => Promise.resolve(),
    cancelled: () => false,
  }
  t.ok(await closeAttempt({ view, journal, keep: keeping.replace }, how))
  await settled()
  t.same(removed, ['e1'], 'what lay in the queue was told to be there')
  t.notOk(rows.has('a1'))
})
