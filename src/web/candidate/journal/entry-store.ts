import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Entry } from './entry.ts'

interface StoredEntry {
  readonly entryId: string
  readonly attemptId: string
  readonly keptAt: number
  /** Why the server will not have it; null while it is on its way. */
  readonly refused: string | null
  readonly entry: Entry
}

interface JournalDatabase extends DBSchema {
  entries: { key: string; value: StoredEntry; indexes: { attempt: string } }
}
type Database = IDBPDatabase<JournalDatabase>

export interface HeldEntries {
  readonly pending: readonly Entry[]
  readonly refused: readonly Entry[]
}

/** The entries of one attempt on this device. Every call rejects when the device fails. */
export interface EntryStore {
  readonly load: () => Promise<HeldEntries>
  readonly put: (entries: readonly Entry[], refused?: string) => Promise<void>
  readonly remove: (entryIds: readonly string[]) => Promise<void>
}

const PATIENCE_MS = 3_000
/** Entries nobody came back for are deleted after this long. */
const KEEP_MS = 30 * 24 * 3600 * 1000

/** Some browsers leave a broken IndexedDB hanging without a word. */
function soon<Value>(action: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error('the device storage does not answer'))
    const timer = setTimeout(late, PATIENCE_MS)
    action.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

let opening: Promise<Database> | null = null

function openJournal(): Promise<Database> {
  opening ??= openDB<JournalDatabase>('probity', 1, {
    upgrade(database) {
      const store = database.createObjectStore('entries', { keyPath: 'entryId' })
      store.createIndex('attempt', 'attemptId')
    },
    terminated() {
      opening = null
    },
  }).catch((error) => {
    opening = null
    throw error
  })
  return opening
}

/** One transaction, on the disk before it counts as done: a power cut loses nothing. */
async function change(
  act: (put: (row: StoredEntry) => void, remove: (id: string) => void) => void,
): Promise<void> {
  const database = await openJournal()
  const transaction = database.transaction('entries', 'readwrite', { durability: 'strict' })
  const store = transaction.objectStore('entries')
  const requests: Promise<unknown>[] = []
  act(
    (row) => requests.push(store.put(row)),
    (id) => requests.push(store.delete(id)),
  )
  await Promise.all([...requests, transaction.done])
}

async function load(attemptId: string): Promise<HeldEntries> {
  const database = await openJournal()
  const rows = await database.getAllFromIndex('entries', 'attempt', attemptId)
  return {
    pending: rows.filter((row) => row.refused === null).map((row) => row.entry),
    refused: rows.filter((row) => row.refused !== null).map((row) => row.entry),
  }
}

export function entryStore(attemptId: string): EntryStore {
  return {
    load: () => soon(load(attemptId)),
    put: (entries, refused) =>
      soon(
        change((put) => {
          const keptAt = Date.now()
          for (const entry of entries) {
            put({ entryId: entry.entryId, attemptId, keptAt, refused: refused ?? null, entry })
          }
        }),
      ),
    remove: (entryIds) =>
      soon(
        change((_, remove) => {
          for (const id of entryIds) remove(id)
        }),
      ),
  }
}

/** Deletes what has lain here too long, of whatever attempt. */
export async function forgetOldEntries(nowMs: number): Promise<void> {
  const database = await openJournal()
  const rows = await database.getAll('entries')
  const old = rows.filter((row) => row.keptAt < nowMs - KEEP_MS)
  await change((_, remove) => {
    for (const row of old) remove(row.entryId)
  })
}

/** Whether this browser keeps entries at all; the device check asks. */
export async function storageWritable(): Promise<boolean> {
  const probe = 'probe'
  try {
    const store = entryStore(probe)
    const entry: Entry = {
      kind: 'behavior',
      behavior: 'page-loaded',
      itemId: null,
      sequence: 1,
      entryId: probe,
      clientMs: 0,
    }
    await store.put([entry])
    const held = await store.load()
    await store.remove([probe])
    return held.pending.length === 1
  } catch {
    return false
  }
}
