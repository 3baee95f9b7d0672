import type { EntriesSaved } from '../../src/domain/delivery/views.ts'
import type { Entry } from '../../src/web/candidate/journal/entry.ts'
import { createJournal } from '../../src/web/candidate/journal/journal.ts'
import type { Journal, JournalPorts } from '../../src/web/candidate/journal/journal-types.ts'
import { restoreQueue } from '../../src/web/candidate/journal/queue.ts'
import { ApiOffline } from '../../src/web/shared/api-error.ts'

/** What a reply tells of an attempt that nobody pauses, opens elsewhere or sends messages to. */
export const CALM = { pausedUntil: null, claim: 0, noticeCount: 0 } as const

/** What becomes of one request on its way; `late` fails here and still arrives some time. */
export const FATES = ['arrives', 'request-lost', 'reply-lost', 'late'] as const
export type Fate = (typeof FATES)[number]

interface Task {
  readonly page: number
  readonly run: () => void
}

/** One answer as a person gave it. */
export interface Given {
  readonly entryId: string
  readonly itemId: string
  readonly claim: number
}

/** A server, disks, a network and pages, all moved by hand, one step at a time. */
export interface JournalWorld {
  /** Nothing where the page shows that another one is live. */
  readonly answer: (itemId: string, device?: number) => void
  readonly step: (pick: number, fate: Fate) => Promise<void>
  /** Opens the attempt on a device, taking it over; without a network as it was last known there. */
  readonly reload: (device?: number, online?: boolean) => Promise<void>
  readonly otherDeviceTakes: (sequence: number) => void
  readonly settleDown: () => Promise<void>
  readonly journal: (device?: number) => Journal
  /** Entries in the order in which they were made, less those lost before they were written. */
  readonly written: () => readonly string[]
  /** Answers in the order in which they were given, less those lost before they were written. */
  readonly given: () => readonly Given[]
  /** What the server holds, by sequence. */
  readonly kept: ReadonlyMap<number, Entry | 'other'>
  /** The opening that is live, and the one each device's page has. */
  readonly claims: () => { readonly live: number; readonly pages: readonly number[] }
  readonly requests: () => number
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function serverOf(kept: Map<number, Entry | 'other'>) {
  let claim = 0
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
    const told = { savedAt: at, deadlineAt: at, ...CALM, claim }
    return { durable, taken, nextSequence: next(), ...told }
  }
  const open = (): number => {
    claim += 1
    return claim
  }
  return { next, receive, open, claim: () => claim }
}

interface Device {
  readonly disk: Map<string, Entry>
  page: number
  claim: number
  journal: Journal
}

/** Everything that waits to happen, of pages that are still there. */
function tasksOf() {
  let tasks: Task[] = []
  let current = new Set<number>()
  const add = (task: Task): void => {
    // What a page that was left still asks for is never done.
    if (task.page === NO_PAGE || current.has(task.page)) tasks.push(task)
  }
  return {
    add,
    later: <Value>(page: number, act: () => Value): Promise<Value> =>
      new Promise((resolve, reject) => {
        const run = (): void => {
          try {
            resolve(act())
          } catch (error) {
            reject(error)
          }
        }
        add({ page, run })
      }),
    drop: (task: Task): void => {
      tasks = tasks.filter((other) => other !== task)
    },
    keepPages: (pages: readonly number[]): void => {
      current = new Set(pages)
      tasks = tasks.filter(({ page }) => page === NO_PAGE || current.has(page))
    },
    count: () => tasks.length,
    run: async (index: number): Promise<void> => {
      const [task] = tasks.splice(index, 1)
      task?.run()
      await breathe()
    },
  }
}

/** Of requests that are on their way: not even a reload stops them. */
const NO_PAGE = -1

export function journalWorld(deviceCount = 1): JournalWorld {
  const kept = new Map<number, Entry | 'other'>()
  const server = serverOf(kept)
  const tasks = tasksOf()
  const made: string[] = []
  const given: Given[] = []
  const everWritten = new Set<string>()
  let requests = 0
  let fate: Fate = 'arrives'
  let nextPage = 0

  const network = (entries: readonly Entry[]): EntriesSaved => {
    requests += 1
    if (fate === 'request-lost') throw new ApiOffline('request lost')
    if (fate === 'late') {
      tasks.add({ page: NO_PAGE, run: () => server.receive(entries) })
      throw new ApiOffline('late')
    }
    const reply = server.receive(entries)
    if (fate === 'reply-lost') throw new ApiOffline('reply lost')
    return reply
  }
  const ports = (disk: Map<string, Entry>, page: number): JournalPorts => ({
    put: (entries) =>
      tasks.later(page, () => {
        for (const entry of entries) {
          disk.set(entry.entryId, entry)
          everWritten.add(entry.entryId)
        }
      }),
    remove: (ids) =>
      tasks.later(page, () => {
        for (const id of ids) disk.delete(id)
      }),
    refuse: () => Promise.resolve(),
    send: (entries) => tasks.later(page, () => network(entries)),
    onReply: () => {},
    clockMs: () => 0,
    newId: () => {
      const id = `e${made.length + 1}`
      made.push(id)
      return id
    },
    chance: () => 0.5,
    after: (_, action) => {
      const task: Task = { page, run: action }
      tasks.add(task)
      return () => tasks.drop(task)
    },
  })
  const load = (disk: Map<string, Entry>, page: number, claim: number): Journal =>
    createJournal(ports(disk, page), {
      queue: restoreQueue([...disk.values()], server.next()),
      ...{ refused: [], kept: true, claim },
    })
  const devices: Device[] = []
  const open = (disk: Map<string, Entry>, claim: number): Device => {
    const page = nextPage++
    tasks.keepPages([...devices.filter((one) => one.disk !== disk).map((one) => one.page), page])
    return { disk, page, claim, journal: load(disk, page, claim) }
  }
  for (let left = deviceCount; left > 0; left--) devices.push(open(new Map(), server.open()))
  const at = (device: number): Device => devices[device % deviceCount] as Device
  return {
    kept,
    journal: (device = 0) => at(device).journal,
    requests: () => requests,
    claims: () => ({ live: server.claim(), pages: devices.map(({ claim }) => claim) }),
    written: () => made.filter((id) => everWritten.has(id)),
    given: () => given.filter(({ entryId }) => everWritten.has(entryId)),
    answer: (itemId, device = 0) => {
      const { journal, claim } = at(device)
      if (journal.snapshot().superseded) return
      given.push({ entryId: `e${made.length + 1}`, itemId, claim })
      journal.record({ kind: 'response', itemId, value: String(made.length + 1) })
    },
    step: async (pick, next) => {
      fate = next
      if (tasks.count() > 0) await tasks.run(pick % tasks.count())
    },
    reload: async (device = 0, online = true) => {
      const { disk, claim } = at(device)
      devices[device % deviceCount] = open(disk, online ? server.open() : claim)
      await breathe()
    },
    otherDeviceTakes: (sequence) => {
      if (!kept.has(sequence)) kept.set(sequence, 'other')
    },
    settleDown: async () => {
      fate = 'arrives'
      await breathe()
      for (let left = 10_000; tasks.count() > 0 && left > 0; left--) await tasks.run(0)
    },
  }
}
