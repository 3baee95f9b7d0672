/** Where the candidate's pages keep the attempts of this device, to open without a network. */
export const VIEWS = { database: 'probity-views', store: 'views', key: 'attemptId' } as const

/** Opens that database, or makes it. Rejects where the browser keeps nothing. */
export function openKeptViews(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(VIEWS.database, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(VIEWS.store, { keyPath: VIEWS.key })
    }
    request.onerror = () => reject(request.error)
    request.onsuccess = () => resolve(request.result)
  })
}

/** Some browsers leave a broken IndexedDB hanging without a word. */
const PATIENCE_MS = 1_000

/**
 * Forgets every attempt kept on this device, so that the next person at it finds nothing of this
 * one's exams; never rejects, as nobody is kept from signing out by it.
 */
export async function forgetKeptViews(): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS))
  const forgotten = openKeptViews().then(async (database) => {
    const transaction = database.transaction(VIEWS.store, 'readwrite')
    transaction.objectStore(VIEWS.store).clear()
    await new Promise((resolve) => {
      transaction.oncomplete = resolve
      transaction.onabort = resolve
    })
    database.close()
  })
  await Promise.race([forgotten.catch(() => {}), late])
}
