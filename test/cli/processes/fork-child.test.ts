import cluster, { type Address, type Worker } from 'node:cluster'
import { once } from 'node:events'
import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { passOnConnections } from '../../../src/cli/processes/fork-child.ts'

t.setTimeout(240_000)

const exec = new URL('./fixtures/answering-child.ts', import.meta.url).pathname
cluster.setupPrimary({ exec, args: [], execArgv: [] })

async function aChild(): Promise<{ readonly worker: Worker; readonly port: number }> {
  const worker = cluster.fork()
  t.teardown(() => worker.process.kill('SIGKILL'))
  passOnConnections(worker.process)
  const [{ port }] = (await once(worker, 'listening')) as [Address]
  return { worker, port }
}

/** Asks on a connection of its own; null without an answer in time. */
function ask(port: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve(text))
    })
    asked.on('error', reject)
    asked.setTimeout(10_000, () => resolve(null))
  })
}

t.test('a connection on its way to a process that dies goes to another one', async (t) => {
  const { worker: victim, port } = await aChild()
  const { worker: other } = await aChild()
  for (const round of [1, 2]) {
    const dying = round === 1 ? victim : other
    // Takes nothing any more, which nobody knows.
    dying.process.kill('SIGSTOP')
    const answers = Array.from({ length: 6 }, () => ask(port))
    await wait(200)
    const next = round === 1 ? aChild() : null
    dying.process.kill('SIGKILL')
    t.same(await Promise.all(answers), Array(6).fill('here'))
    t.notOk(Object.values(cluster.workers ?? {}).includes(dying), 'it is struck off')
    await next
  }
})
