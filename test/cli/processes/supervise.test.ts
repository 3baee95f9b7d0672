import { pino } from 'pino'
import t from 'tap'
import type { Part, Readiness } from '../../../src/cli/processes/messages.ts'
import { type Child, supervise } from '../../../src/cli/processes/supervise.ts'

const logger = pino({ level: 'silent' })

interface FakeChild extends Child {
  readonly part: Part
  readonly become: (ready: boolean) => void
  readonly die: () => void
}

/** Processes that start, fail and end when they are told to; what happened, in order. */
function aFarm() {
  const children: FakeChild[] = []
  const events: string[] = []
  const fork = (part: Part): FakeChild => {
    const pid = children.length + 1
    const ready = Promise.withResolvers<Readiness>()
    const ended = Promise.withResolvers<void>()
    const end = (how: string) => {
      events.push(`${how} ${pid}`)
      ended.resolve()
    }
    const child: FakeChild = {
      ...{ part, pid, ready: ready.promise, ended: ended.promise },
      stop: (patienceMs) => end(patienceMs > 0 ? 'leave' : 'stop'),
      kill: () => end('kill'),
      die: () => end('die'),
      become: (isReady) => {
        events.push(`${isReady ? 'ready' : 'failed'} ${pid}`)
        if (isReady) ready.resolve({ url: `http://${pid}`, invitation: null })
        else ready.reject(new Error('the port is taken'))
      },
    }
    events.push(`fork ${pid}`)
    children.push(child)
    return child
  }
  /** The one that is forked as number `pid`, once it is there. */
  const child = async (pid: number): Promise<FakeChild> => {
    for (;;) {
      const found = children[pid - 1]
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return { children, events, fork, child }
}

const PARTS: readonly Part[] = ['api', 'api', 'jobs']

async function aRunningFarm() {
  const farm = aFarm()
  const supervision = supervise({ parts: PARTS, fork: farm.fork, logger })
  for (const one of farm.children) one.become(true)
  const readiness = await supervision.ready
  farm.events.length = 0
  return { ...farm, supervision, readiness }
}

t.test('all are started, and the first one says where', async (t) => {
  const { children, readiness, supervision, events } = await aRunningFarm()
  t.same(
    children.map(({ part }) => part),
    PARTS,
  )
  t.equal(readiness[0]?.url, 'http://1')
  await supervision.stop()
  t.same(new Set(events), new Set(['stop 1', 'stop 2', 'stop 3']))
})

t.test('one that cannot start fails the start, with its own words', async (t) => {
  const farm = aFarm()
  const supervision = supervise({ parts: PARTS, fork: farm.fork, logger })
  farm.children[0]?.become(true)
  farm.children[1]?.become(false)
  await t.rejects(supervision.ready, /the port is taken/)
  await supervision.stop()
})

t.test('one that dies is replaced by its like, later each time', async (t) => {
  const { child, supervision, children } = await aRunningFarm()
  const pauses: number[] = []
  for (const pid of [3, 4, 5]) {
    const diedAt = performance.now()
    ;(await child(pid)).die()
    const next = await child(pid + 1)
    pauses.push(performance.now() - diedAt)
    t.equal(next.part, 'jobs')
  }
  t.ok((pauses[0] ?? 0) >= 190 && (pauses[1] ?? 0) >= 390 && (pauses[2] ?? 0) >= 790)
  await supervision.stop()
  t.equal(children.length, 6, 'none is started after the stop')
})

t.test('a restart starts each new one before it lets the old one leave', async (t) => {
  const { child, supervision, events } = await aRunningFarm()
  const restarted = supervision.restart()
  for (const pid of [4, 5, 6]) (await child(pid)).become(true)
  await restarted
  t.same(events, [
    ...['fork 4', 'ready 4', 'leave 1'],
    ...['fork 5', 'ready 5', 'leave 2'],
    ...['fork 6', 'ready 6', 'leave 3'],
  ])
  await supervision.stop()
})

t.test('a new one that cannot start leaves the old one at work', async (t) => {
  const { child, supervision, events } = await aRunningFarm()
  const restarted = supervision.restart()
  ;(await child(4)).become(false)
  await t.rejects(restarted, /the port is taken/)
  t.same(events, ['fork 4', 'failed 4', 'kill 4'])
  const again = supervision.restart()
  for (const pid of [5, 6, 7]) (await child(pid)).become(true)
  await again
  t.ok(events.includes('leave 1'), 'the next restart is not kept from it')
  await supervision.stop()
})

t.test('asked again meanwhile, it restarts all once more', async (t) => {
  const { child, supervision, children } = await aRunningFarm()
  const restarted = supervision.restart()
  ;(await child(4)).become(true)
  const again = supervision.restart()
  for (const pid of [5, 6, 7, 8, 9]) (await child(pid)).become(true)
  await Promise.all([restarted, again])
  t.equal(children.length, 9)
  await supervision.stop()
})

t.test('stopped in the middle of a restart, nobody is left behind', async (t) => {
  const { child, supervision, events } = await aRunningFarm()
  const restarted = supervision.restart()
  const fresh = await child(4)
  const stopped = supervision.stop()
  fresh.become(true)
  await Promise.all([restarted, stopped])
  for (const pid of [1, 2, 3, 4]) t.ok(events.includes(`stop ${pid}`), `${pid} was ended`)
})
