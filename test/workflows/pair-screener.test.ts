import t from 'tap'
import { preparePairs } from '../../src/domain/forensics/similarity/pair-plan.ts'
import { type PairScreen, screenPairs } from '../../src/domain/forensics/similarity/pair-screen.ts'
import { concludeScreen } from '../../src/domain/forensics/similarity/pair-screening.ts'
import { createPairScreener } from '../../src/workflows/pair-screener.ts'
import { scoredCohort } from '../domain/forensics/similarity/pair-cohorts.ts'

const order = scoredCohort(
  { persons: 400, model: '2pl', items: { count: 40 }, missing: { share: 0.02 } },
  'screener',
)
const plan = preparePairs({ ...order, alpha: 0.01 })
const whole = screenPairs(plan, { from: 0, to: plan.binStarts.length - 1 })
const expected = concludeScreen(plan, whole)

t.test('threads find what one thread finds, and say how far they are', async (t) => {
  const screener = createPairScreener(2)
  t.teardown(screener.close)
  const shares: number[] = []
  const screening = await screener.screen({
    plan,
    onBlock: ({ share }) => shares.push(share),
  })
  t.same(screening, expected)
  t.ok(shares.length >= 4, `${shares.length} blocks`)
  t.same(
    shares,
    shares.toSorted((left, right) => left - right),
  )
  t.equal(shares.at(-1), 1)
})

t.test('an aborted screen goes on where it was', async (t) => {
  const screener = createPairScreener(1)
  t.teardown(screener.close)
  const stop = new AbortController()
  const kept: PairScreen[] = []
  const aborted = screener.screen({
    plan,
    signal: stop.signal,
    onBlock: ({ done }) => {
      kept.push(structuredClone(done))
      if (kept.length === 2) stop.abort(new Error('enough for today'))
    },
  })
  await t.rejects(aborted, { message: 'enough for today' })
  const done = kept.at(-1)
  if (!done) throw new Error('no block was finished')
  t.ok(done.moments.length < whole.moments.length, 'something is left to do')
  let blocks = 0
  const screening = await screener.screen({ plan, done, onBlock: () => (blocks += 1) })
  t.same(screening, expected)
  t.ok(blocks > 0)
  blocks = 0
  t.same(await screener.screen({ plan, done: whole, onBlock: () => (blocks += 1) }), expected)
  t.equal(blocks, 0, 'nothing is done twice')
})

t.test('what a thread throws reaches the caller', async (t) => {
  const screener = createPairScreener(1)
  t.teardown(screener.close)
  const broken = { ...plan, chances: null as unknown as Float64Array }
  await t.rejects(screener.screen({ plan: broken }), { name: 'TypeError' })
})
