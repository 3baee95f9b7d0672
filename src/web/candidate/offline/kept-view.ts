import type { AttemptView } from '../../../domain/delivery/views.ts'
import { openKeptViews, VIEWS } from '../../shared/kept-views.ts'

/** An attempt as this device last read it, so that its page opens without a network. */
export interface KeptView {
  readonly attemptId: string
  /** Whose attempt it is; null where that could not be read. */
  readonly account: string | null
  /** This device's clock when the view was read, beside the view's own `serverNow`. */
  readonly keptAt: number
  readonly view: AttemptView
}

const KEEP_MS = 30 * 24 * 3600 * 1000
const PATIENCE_MS = 3_000

let opening: Promise<IDBDatabase> | null = null

/** A database of its own: what is kept here can be thrown away, answers not yet sent cannot. */
function open(): Promise<IDBDatabase> {
  opening ??= openKeptViews().then(
    (database) => {
      database.onclose = () => {
        opening = null
      }
      return database
    },
    (error) => {
      opening = null
      throw error
    },
  )
  return opening
}

/** Some browsers leave a broken IndexedDB hanging without a word. */
function soon<Value>(action: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error('the device storage does not answer'))
    const timer = setTimeout(late, PATIENCE_MS)
    action.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

async function change(act: (store: IDBObjectStore) => void): Promise<void> {
  const database = await open()
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(VIEWS.store, 'readwrite')
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    act(transaction.objectStore(VIEWS.store))
  })
}

async function read<Value>(ask: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
  const database = await open()
  return new Promise((resolve, reject) => {
    const request = ask(database.transaction(VIEWS.store).objectStore(VIEWS.store))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Keeps an attempt's view on this device in place of an older one. Rejects when it cannot. */
export function keepView(view: AttemptView, account: string | null): Promise<void> {
  const row: KeptView = { attemptId: view.attemptId, account, keptAt: Date.now(), view }
  return soon(change((store) => store.put(row)))
}

/** What this device last read of an attempt; null where it never did or has forgotten it. */
export async function readView(attemptId: string): Promise<KeptView | null> {
  const row = await soon(
    read<KeptView | undefined>((store) => store.get(attemptId) as IDBRequest<KeptView | undefined>),
  )
  return row === undefined || row.keptAt < Date.now() - KEEP_MS ? null : row
}

/** Forgets one attempt, once it is closed. */
export function forgetView(attemptId: string): Promise<void> {
  return soon(change((store) => store.delete(attemptId)))
}

async function forgetWhere(unwanted: (row: KeptView) => boolean): Promise<void> {
  const rows = await soon(read<KeptView[]>((store) => store.getAll() as IDBRequest<KeptView[]>))
  const gone = rows.filter(unwanted)
  if (gone.length === 0) return
  await soon(
    change((store) => {
      for (const { attemptId } of gone) store.delete(attemptId)
    }),
  )
}

/** Forgets what has lain here too long, of whatever attempt. */
export function forgetOldViews(nowMs: number): Promise<void> {
  return forgetWhere(({ keptAt }) => keptAt < nowMs - KEEP_MS)
}

/** Forgets what belongs to others than the one signed in now, and what nobody is known to own. */
export function forgetViewsOfOthers(account: string): Promise<void> {
  return forgetWhere((row) => row.account !== account)
}
