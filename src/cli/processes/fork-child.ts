import type { ChildProcess } from 'node:child_process'
import cluster, { type Worker } from 'node:cluster'
import { setTimeout as wait } from 'node:timers/promises'
import type { Config } from '../../config.ts'
import type { DatabaseAddress } from '../../store/database-address.ts'
import type { Order, Part, Readiness, Told } from './messages.ts'
import type { Child } from './supervise.ts'

/** What a process said just before its end has been read by then. */
const LAST_WORDS_MS = 100

/** Gives what starts processes of a service; all of them listen on the one port. */
export function createFork(config: Config, database: DatabaseAddress): (part: Part) => Child {
  cluster.setupPrimary({ exec: new URL('./serve-child.ts', import.meta.url).pathname, args: [] })
  let isFirst = true
  return (part) => {
    const invites = isFirst
    isFirst = false
    const worker = cluster.fork()
    passOnConnections(worker.process)
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.once('online', () => {
      send(worker, { kind: 'begin', part, config: { ...config, database }, invites })
    })
    return {
      pid: worker.process.pid ?? 0,
      ready: readinessOf(worker),
      ended,
      stop: (patienceMs) => send(worker, { kind: 'stop', patienceMs }),
      kill: () => worker.process.kill('SIGKILL'),
    }
  }
}

function send(worker: Worker, order: Order): void {
  // One that is gone meanwhile is told by its end.
  if (worker.isConnected()) worker.send(order, () => {})
}

/** What node:cluster (Node 24) says with a connection it hands over, and what is answered. */
interface Handover {
  readonly act?: unknown
  readonly seq?: unknown
  readonly ack?: unknown
}

/**
 * Connections handed to a process that dies before it takes them go to another one. Node forgets
 * them: whoever opened one would wait for an answer for ever.
 */
export function passOnConnections(child: ChildProcess): void {
  const underWay = new Set<unknown>()
  const send = child.send.bind(child) as (...all: unknown[]) => boolean
  child.send = (...all: unknown[]) => {
    const { act, seq } = all[0] as Handover
    if (act === 'newconn') underWay.add(seq)
    return send(...all)
  }
  child.on('internalMessage', ({ ack }: Handover) => underWay.delete(ack))
  child.once('exit', async () => {
    await wait(LAST_WORDS_MS)
    // With a connection on its way to it, cluster would count it among the living for ever.
    if (child.connected) child.disconnect()
    await wait(0)
    for (const ack of underWay) {
      child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: false })
    }
  })
}

function readinessOf(worker: Worker): Promise<Readiness> {
  return new Promise((resolve, reject) => {
    worker.on('message', (told: Told) => {
      if (told.kind === 'ready') resolve(told.readiness)
      else reject(new Error(told.message))
    })
    worker.once('exit', (code, signal) => {
      reject(new Error(`A process of the service ended while it started (${signal ?? code}).`))
    })
  })
}
