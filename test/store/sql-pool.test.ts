import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import t from 'tap'
import { openDatabase, prepareDatabase } from '../../src/store/database.ts'
import { postgresJsOptions } from '../../src/store/database-address.ts'
import { startTestDatabase } from '../support/test-service.ts'

t.test('a connection lost in the middle of a transaction', async (t) => {
  const { address } = await startTestDatabase(t)
  await prepareDatabase(address)
  const database = await openDatabase(address)
  const owner = postgres({ ...postgresJsOptions(address), max: 1, onnotice: () => {} })
  t.teardown(async () => {
    await owner.end()
    await database.close()
  })
  const { sql } = database
  for (let round = 1; round <= 20; round += 1) {
    const lost = sql.begin('read write', async (tx) => {
      const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
      await owner`select pg_terminate_backend(${backend?.pid ?? 0})`
      await sleep(round % 4)
      return tx`select 1 as never`
    })
    await t.rejects(
      lost,
      { code: /^(CONNECTION_CLOSED|ECONNRESET|EPIPE|57P01)$/ },
      `round ${round}`,
    )
    const [row] = await sql.begin('', (tx) => tx`select ${round}::int as round`)
    t.same(row, { round }, 'the next transaction is served')
  }
})
