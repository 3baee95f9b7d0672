import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { type BatchRules, createBatcher } from '../../src/store/batcher.ts'

const RULES = {
  ...{ mostABatch: 5, mostAtOnce: 3, gather: 2, mostWaiting: 1000, longestWaitMs: 60_000 },
} as const

function aBatcher(rules: Partial<BatchRules<number, string>>) {
  const doAll = async (jobs: readonly number[]) => jobs.map((job) => `did ${job}`)
  return createBatcher<number, string>({ ...RULES, doAll, ...rules })
}

t.test('each is told what became of its own job, in batches of bounded size', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(), { minLength: 1, maxLength: 60 }),
      fc.nat({ max: 8 }),
      fc.array(fc.nat({ max: 2 }), { minLength: 60, maxLength: 60 }),
      async (jobs, bad, delays) => {
        let [underWay, most, largest] = [0, 0, 0]
        const batcher = aBatcher({
          doAll: async (batch) => {
            underWay += 1
            most = Math.max(most, underWay)
            largest = Math.max(largest, batch.length)
            await sleep(delays[batch.length] ?? 0)
            underWay -= 1
            if (batch.some((job) => job % 9 === bad)) throw new Error(`not ${bad}`)
            return batch.map((job) => `did ${job}`)
          },
        })
        const told = await Promise.allSettled(jobs.map((job) => batcher.ask(job)))
        await batcher.drain()
        return (
          most <= RULES.mostAtOnce &&
          largest <= RULES.mostABatch &&
          told.every((one, index) => {
            const job = jobs[index] ?? 0
            return job % 9 === bad
              ? one.status === 'rejected'
              : one.status === 'fulfilled' && one.value === `did ${job}`
          })
        )
      },
    ),
    { numRuns: 60 },
  )
  t.pass()
})

t.test('a lone job begins at once, whatever is gathered under load', async (t) => {
  const batches: number[][] = []
  const batcher = aBatcher({
    gather: 100,
    doAll: async (jobs) => {
      batches.push([...jobs])
      return jobs.map(String)
    },
  })
  t.equal(await batcher.ask(7), '7')
  t.same(batches, [[7]])
})

t.test('while nothing gets through, few wait and the rest are sent away at once', async (t) => {
  let answer: () => void = () => {}
  const stalled = new Promise<void>((resolve) => {
    answer = resolve
  })
  const batcher = aBatcher({
    ...{ mostWaiting: 20, longestWaitMs: 300 },
    doAll: async (jobs) => {
      await stalled
      return jobs.map(String)
    },
  })
  const all = Array.from({ length: 200 }, (_, job) => batcher.ask(job))
  const settled = Promise.allSettled(all)
  const first = await Promise.race([all[199], sleep(100)]).catch((error: unknown) => error)
  t.match(first, { code: 'service-busy', retryAfterSeconds: Number }, 'no wait to be told so')
  await sleep(700)
  const late = await batcher.ask(1000).then(String, (error: { code: string }) => error.code)
  t.equal(late, 'service-busy', 'still nothing gets through')
  answer()
  const outcomes = (await settled).map(({ status }) => status)
  const through = outcomes.filter((status) => status === 'fulfilled').length
  t.ok(through > 0 && through <= 3 * RULES.mostABatch, `${through} were under way before`)
  t.equal(await batcher.ask(2000), '2000', 'it recovers by itself')
})

t.test('those sent away come back scattered, the later the fuller it is', async (t) => {
  const batcher = aBatcher({
    ...{ mostWaiting: 1, longestWaitMs: 500 },
    doAll: () => new Promise(() => {}),
  })
  // One is under way for ever; the next one fills the queue.
  batcher.ask(0).catch(() => {})
  await new Promise((resolve) => setImmediate(resolve))
  batcher.ask(1).catch(() => {})
  const seconds = await Promise.all(
    Array.from({ length: 300 }, () =>
      batcher
        .ask(2)
        .then(Number, (error: { retryAfterSeconds: number }) => error.retryAfterSeconds),
    ),
  )
  t.ok(Math.min(...seconds) >= 1)
  t.ok(Math.max(...seconds) <= 15)
  t.ok(new Set(seconds).size >= 8, 'not all at the same moment')
})

t.test('a batch that tells too little is an error to all of it, not silence', async (t) => {
  const batcher = aBatcher({ doAll: async () => [] })
  const all = await Promise.allSettled([1, 2].map((job) => batcher.ask(job)))
  for (const one of all) t.match(one, { reason: { message: /did not tell/ } })
})

t.test('after a lost connection nobody claims to know, and nothing is done twice', async (t) => {
  let times = 0
  const batcher = aBatcher({
    doAll: async () => {
      times += 1
      throw Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' })
    },
  })
  const all = await Promise.allSettled([1, 2, 3].map((job) => batcher.ask(job)))
  for (const one of all) t.match(one, { reason: { code: 'service-recovering' } })
  t.equal(times, 1)
})
