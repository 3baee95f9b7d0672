import { pino } from 'pino'
import t from 'tap'
import { buildServer } from '../../src/http/build-server.ts'
import { startTestService } from '../support/test-service.ts'

const { deps, server } = await startTestService(t)

/** Right after one another, so that each fills all that the library measures at a time. */
async function longTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    const until = performance.now() + 1200
    while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve))
  }
}

// Not the route by which others look whether it lives: that one answers whatever the pressure.
const ask = () => server.inject({ method: 'GET', url: '/api/certificates/check/none' })

t.test('nobody is sent away for long turns that are over', async (t) => {
  await server.ready()
  await longTurns(3)
  const answers = [await ask(), await ask()]
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [422, 422],
  )
})

t.test('who comes while every turn is long is sent away for some seconds', async (t) => {
  const answers = []
  for (let turn = 0; turn < 5; turn++) {
    await longTurns(1)
    answers.push(await ask(), await ask())
  }
  const away = answers.filter(({ statusCode }) => statusCode === 503)
  t.ok(away.length > 0, answers.map(({ statusCode }) => statusCode).join(' '))
  for (const answer of away) {
    t.match(answer.json(), { type: '/problems/service-busy' })
    const seconds = Number(answer.headers['retry-after'])
    t.ok(seconds >= 2 && seconds < 12, `${seconds}`)
  }
})

t.test('a silent database is told within seconds, and asked again later', async (t) => {
  const silent = await buildServer({
    deps: { ...deps, sql: { ...deps.sql, asSystem: () => new Promise<never>(() => {}) } },
    logger: pino({ level: 'silent' }),
    tokenSecret: 'a secret of the tests',
    trustProxy: false,
    publicUrl: null,
  })
  t.teardown(() => silent.close())
  const before = performance.now()
  const answer = await silent.inject({ method: 'GET', url: '/api/health' })
  t.ok(performance.now() - before < 20_000)
  t.equal(answer.statusCode, 503)
  t.match(answer.json(), { type: '/problems/service-recovering' })
  t.equal(answer.headers['retry-after'], '5')
})
