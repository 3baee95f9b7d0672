import t from 'tap'
import { type StandingTask, taskChanges } from '../../../src/domain/policy/human-task.ts'
import { waitAfter } from '../../../src/domain/policy/outbox.ts'

const DAY_MS = 86_400_000
const talk = { award: { kind: 'talk' as const }, state: 'granted' as const }
const task = (state: StandingTask['state']): StandingTask => {
  return { id: 't', awardKey: 'talk', number: 1, state }
}
const changes = (standing: readonly StandingTask[], awards: readonly object[]) =>
  taskChanges({ standing, awards: awards as (typeof talk)[], nowMs: 0 })

t.test('a granted talk or retraining becomes one task, due in time', async (t) => {
  const soon = {
    award: { kind: 'retraining' as const, competency: 'c', dueDays: 3 },
    state: 'granted',
  }
  t.match(changes([], [talk, soon]), {
    open: [
      { awardKey: 'talk', number: 1, dueMs: 30 * DAY_MS },
      { awardKey: 'retraining:c', number: 1, dueMs: 3 * DAY_MS },
    ],
    withdraw: [],
  })
  for (const state of ['held', 'withheld', 'revoked']) {
    t.same(changes([], [{ ...talk, state }]).open, [])
  }
  t.same(changes([], [{ award: { kind: 'credits', amount: 3 }, state: 'granted' }]).open, [])
})

t.test(
  'what people ended stays ended; what lost its reason is withdrawn, and may come back',
  async (t) => {
    for (const state of ['open', 'done', 'declined'] as const) {
      t.same(changes([task(state)], [talk]), { open: [], withdraw: [] })
    }
    t.same(changes([task('open')], []).withdraw, ['t'])
    t.same(changes([task('open')], [{ ...talk, state: 'held' }]).withdraw, ['t'])
    t.same(changes([task('done')], []).withdraw, [])
    t.match(changes([task('withdrawn')], [talk]).open, [{ number: 2 }])
  },
)

t.test('waits between deliveries grow, and end within three days', async (t) => {
  const waits: number[] = []
  for (let failed = 1; ; failed += 1) {
    const wait = waitAfter(failed)
    if (wait === null) break
    waits.push(wait)
  }
  t.same(
    waits,
    waits.toSorted((left, right) => left - right),
  )
  const total = waits.reduce((sum, wait) => sum + wait, 0)
  t.ok(total > 2.5 * DAY_MS && total <= 3 * DAY_MS)
})
