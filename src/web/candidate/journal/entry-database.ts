import type { Entry } from './entry.ts'

/** An entry as it lies on this device. */
export interface StoredEntry {
  readonly entryId: string
  readonly attemptId: string
  readonly keptAt: number
  /** Why the server will not have it; null while it is on its way. */
  readonly refused: string | null
  readonly entry: Entry
}

const STORE = 'entries'
const BY_ATTEMPT = 'attempt'

let opening: Promise<IDBDatabase> | null = null

function create(database: IDBDatabase): void {
  const store = database.createObjectStore(STORE, { keyPath: 'entryId' })
  store.createIndex(BY_ATTEMPT, 'attemptId')
}

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('probity', 1)
    request.onupgradeneeded = () => create(request.result)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      // Closed by the browser, as when the site's data are cleared: the next call opens anew.
      request.result.onclose = () => {
        opening = null
      }
      resolve(request.result)
    }
  }).catch((error) => {
    opening = null
    throw error
  })
  return opening
}

/** All entries on this device, or those of one attempt. */
export async function readEntries(attemptId?: string): Promise<readonly StoredEntry[]> {
  const database = await open()
  return new Promise((resolve, reject) => {
    const store = database.transaction(STORE).objectStore(STORE)
    const request: IDBRequest<StoredEntry[]> =
      attemptId === undefined ? store.getAll() : store.index(BY_ATTEMPT).getAll(attemptId)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** One transaction, on the disk before it counts as done: a power cut loses nothing. */
export async function changeEntries(change: {
  readonly put?: readonly StoredEntry[]
  readonly remove?: readonly string[]
}): Promise<void> {
  const database = await open()
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    const store = transaction.objectStore(STORE)
    for (const row of change.put ?? []) store.put(row)
    for (const id of change.remove ?? []) store.delete(id)
  })
}
