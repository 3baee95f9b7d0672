import type { Entry } from './entry.ts'
import { changeEntries, readEntries } from './entry-database.ts'

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

async function load(attemptId: string): Promise<HeldEntries> {
  const rows = await readEntries(attemptId)
  return {
    pending: rows.filter((row) => row.refused === null).map((row) => row.entry),
    refused: rows.filter((row) => row.refused !== null).map((row) => row.entry),
  }
}

export function entryStore(attemptId: string): EntryStore {
  return {
    load: () => soon(load(attemptId)),
    put: (entries, refused) => {
      const row = { attemptId, keptAt: Date.now(), refused: refused ?? null }
      const put = entries.map((entry) => ({ ...row, entryId: entry.entryId, entry }))
      return soon(changeEntries({ put }))
    },
    remove: (entryIds) => soon(changeEntries({ remove: entryIds })),
  }
}

/** Deletes what has lain here too long, of whatever attempt. */
export async function forgetOldEntries(nowMs: number): Promise<void> {
  const old = (await readEntries()).filter((row) => row.keptAt < nowMs - KEEP_MS)
  if (old.length > 0) await changeEntries({ remove: old.map((row) => row.entryId) })
}

/** Whether this browser keeps entries at all; the device check asks. */
export async function storageWritable(): Promise<boolean> {
  const probe = 'probe'
  const entry: Entry = {
    kind: 'behavior',
    behavior: 'page-loaded',
    itemId: null,
    sequence: 1,
    entryId: probe,
    clientMs: 0,
  }
  try {
    const store = entryStore(probe)
    await store.put([entry])
    const held = await store.load()
    await store.remove([probe])
    return held.pending.length === 1
  } catch {
    return false
  }
}
