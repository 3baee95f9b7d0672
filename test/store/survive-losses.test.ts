import { spawnSync } from 'node:child_process'
import t from 'tap'

const PROCESS = new URL('./fixtures/lose-connection.ts', import.meta.url).pathname

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROCESS, ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

t.test('a connection lost as it is made fails its query and is logged', async (t) => {
  const { status, stdout } = run('survive')
  t.equal(status, 0)
  t.match(stdout, /a connection was lost as it was made/)
  t.match(stdout, /the query failed, the process lives/)
})

t.test('without it the process ends: the day the driver awaits, it can go', async (t) => {
  const { status, stderr } = run('perish')
  t.equal(status, 1)
  t.match(stderr, /ECONNRESET|EPIPE|CONNECTION_CLOSED/)
})

t.test('any other error that nobody awaits still ends the process', async (t) => {
  const { status, stdout, stderr } = run('survive', 'else')
  t.equal(status, 1)
  t.match(stderr, /a fault of ours/)
  t.notMatch(stdout, /the process lives/)
})
