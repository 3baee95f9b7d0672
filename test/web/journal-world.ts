import type { EntriesSaved } from '../../src/domain/delivery/views.ts'
import type { Entry } from '../../src/web/candidate/journal/entry.ts'
import {
  createJournal,
  type Journal,
  type JournalPorts,
} from '../../src/web/candidate/journal/journal.ts'
import { restoreQueue } from '../../src/web/candidate/journal/queue.ts'
import { ApiOffline } from '../../src/web/shared/api-error.ts'

/** What becomes of one request on its way; `late` fails here and still arrives some time. */
export const FATES = ['arrives', 'request-lost', 'reply-lost', 'late'] as const
export type Fate = (typeof FATES)[number]

interface Task {
  readonly page: number
  readonly run: () => void
}

/** A server, a disk, a network and a page, all moved by hand, one step at a time. */
export interface JournalWorld {
  readonly answer: (itemId: string) => void
  readonly step: (pick: number, fate: Fate) => Promise<void>
  readonly reload: () => Promise<void>
  readonly otherDeviceTakes: (sequence: number) => void
  readonly settleDown: () => Promise<void>
  readonly journal: () => Journal
  /** Entries in the order in which they were made, less those lost before they were written. */
  readonly written: () => readonly string[]
  /** What the server holds, by sequence. */
  readonly kept: ReadonlyMap<number, Entry | 'other'>
  readonly requests: () => number
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function serverOf(kept: Map<number, Entry | 'other'>) {
  const next = (): number => Math.max(0, ...kept.keys()) + 1
  const receive = (entries: readonly Entry[]): EntriesSaved => {
    const durable: number[] = []
    const taken: number[] = []
    for (const entry of entries) {
      const there = kept.get(entry.sequence)
      if (there === undefined) kept.set(entry.sequence, entry)
      const mine = there === undefined || (there !== 'other' && there.entryId === entry.entryId)
      ;(mine ? durable : taken).push(entry.sequence)
    }
    const at = '2026-03-02T02:00:00.000Z'
    return { durable, taken, nextSequence: next(), savedAt: at, deadlineAt: at }
  }
  return { next, receive }
}

export function journalWorld(): JournalWorld {
  const kept = new Map<number, Entry | 'other'>()
  const server = serverOf(kept)
  const disk = new Map<string, Entry>()
  const made: string[] = []
  const everWritten = new Set<string>()
  let tasks: Task[] = []
  let page = 0
  let requests = 0
  let fate: Fate = 'arrives'
  let nextId = 1

  /** What a page that was left still asks for is never done. */
  const add = (task: Task): void => {
    if (task.page === page || task.page === -1) tasks.push(task)
  }
  const later = <Value>(from: number, act: () => Value): Promise<Value> =>
    new Promise((resolve, reject) => {
      add({
        page: from,
        run: () => {
          try {
            resolve(act())
          } catch (error) {
            reject(error)
          }
        },
      })
    })
  const network = (entries: readonly Entry[]): EntriesSaved => {
    requests += 1
    if (fate === 'request-lost') throw new ApiOffline('request lost')
    if (fate === 'late') {
      // It belongs to no page any more: not even a reload stops it.
      add({ page: -1, run: () => server.receive(entries) })
      throw new ApiOffline('late')
    }
    const reply = server.receive(entries)
    if (fate === 'reply-lost') throw new ApiOffline('reply lost')
    return reply
  }
  const ports = (from: number): JournalPorts => ({
    put: (entries) =>
      later(from, () => {
        for (const entry of entries) {
          disk.set(entry.entryId, entry)
          everWritten.add(entry.entryId)
        }
      }),
    remove: (ids) =>
      later(from, () => {
        for (const id of ids) disk.delete(id)
      }),
    refuse: () => Promise.resolve(),
    send: (entries) => later(from, () => network(entries)),
    onReply: () => {},
    clockMs: () => 0,
    newId: () => {
      const id = `e${nextId++}`
      made.push(id)
      return id
    },
    chance: () => 0.5,
    after: (_, action) => {
      const task: Task = { page: from, run: action }
      add(task)
      return () => {
        tasks = tasks.filter((other) => other !== task)
      }
    },
  })
  const load = (): Journal =>
    createJournal(ports(page), {
      queue: restoreQueue([...disk.values()], server.next()),
      refused: [],
      kept: true,
    })
  let journal = load()

  const run = async (index: number): Promise<void> => {
    const [task] = tasks.splice(index, 1)
    task?.run()
    await breathe()
  }
  return {
    kept,
    journal: () => journal,
    requests: () => requests,
    written: () => made.filter((id) => everWritten.has(id)),
    answer: (itemId) => journal.record({ kind: 'response', itemId, value: String(nextId) }),
    step: async (pick, next) => {
      fate = next
      if (tasks.length > 0) await run(pick % tasks.length)
    },
    reload: async () => {
      page += 1
      tasks = tasks.filter((task) => task.page === -1)
      journal = load()
      await breathe()
    },
    otherDeviceTakes: (sequence) => {
      if (!kept.has(sequence)) kept.set(sequence, 'other')
    },
    settleDown: async () => {
      fate = 'arrives'
      await breathe()
      for (let left = 10_000; tasks.length > 0 && left > 0; left--) await run(0)
    },
  }
}
