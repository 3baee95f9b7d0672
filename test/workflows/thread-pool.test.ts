import t from 'tap'
import { Refusal } from '../../src/domain/refusal.ts'
import { createThreadPool } from '../../src/workflows/thread-pool.ts'

const file = new URL('./fixtures/echo-thread.ts', import.meta.url)
const refusal = () => new Refusal('took-too-long', 'no answer in time')

t.test('a task that takes too long ends alone, and says so', async (t) => {
  const pool = createThreadPool<number, number>({ file, name: 'stay', longestMs: 200, refusal })
  t.teardown(pool.close)
  await t.rejects(pool.run(1), { name: 'Refusal', code: 'took-too-long' })
})

t.test('closing ends what runs at once, and is told to whoever waits or comes later', async (t) => {
  const pool = createThreadPool<number, number>({ file, name: 'stay', longestMs: 60_000, refusal })
  const waiting = [1, 2, 3].map((task) => pool.run(task).catch((error: unknown) => error))
  // The thread has started, and is at the first of them.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const startedAt = performance.now()
  await pool.close()
  for (const end of waiting) t.match(await end, { code: 'service-recovering' })
  t.ok(performance.now() - startedAt < 30_000)
  await t.rejects(pool.run(4), { code: 'service-recovering' })
})

t.test('one that does not gives its answer', async (t) => {
  const pool = createThreadPool<number, number>({ file, name: 'echo', longestMs: 20_000, refusal })
  t.teardown(pool.close)
  t.equal(await pool.run(7), 7)
})
