import t from 'tap'
import { onceAtATime } from '../../src/jobs/once-at-a-time.ts'

t.test('what is under way is not begun a second time, what ended is', async (t) => {
  let begun = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const work = onceAtATime(async () => {
    begun += 1
    await promise
  })
  const first = work()
  await work()
  t.equal(begun, 1, 'the second call did nothing, and did not wait')
  resolve()
  await first
  await work()
  t.equal(begun, 2)
})

t.test('work that failed tells so and may be tried again', async (t) => {
  let begun = 0
  const work = onceAtATime(async () => {
    begun += 1
    if (begun === 1) throw new Error('out of memory')
  })
  await t.rejects(work(), { message: 'out of memory' })
  await work()
  t.equal(begun, 2)
})
