/**
 * Keeps the candidate's pages, not what they show: nothing of the API ever passes through here.
 * The pages of one build stay together until no exam is open, so that a reload in an exam never
 * brings another version.
 */

export {}

interface WorkerScope extends EventTarget {
  readonly location: Location
  readonly clients: {
    readonly matchAll: (
      options: Readonly<Record<string, unknown>>,
    ) => Promise<readonly { readonly url: string }[]>
    readonly claim: () => Promise<void>
  }
  readonly skipWaiting: () => Promise<void>
  readonly navigator: {
    readonly locks?: {
      readonly query: () => Promise<{ readonly held?: readonly { readonly name?: string }[] }>
    }
  }
}

interface LifeEvent extends Event {
  readonly waitUntil: (work: Promise<unknown>) => void
}

interface FetchEvent extends LifeEvent {
  readonly request: Request
  readonly respondWith: (reply: Promise<Response>) => void
}

const worker = globalThis as unknown as WorkerScope
/** Put in by the build: the page first, then every file it may need. */
const FILES = JSON.parse('__FILES__') as readonly string[]
/** Put in by the build: stands for the content of all files. */
const CACHE = 'probity-pages-__BUILD__'
const [SHELL = '/'] = FILES
const IN_EXAM = /^\/attempts\/[^/]+\/?$/
/** How the lock is named that the page of an open exam holds. */
const EXAM_LOCK = 'probity:attempt:'
const NOT_OURS = /^\/(api|console|problems)(\/|$)/

/** Files of other builds that have the same name are the same: only new ones are fetched. */
async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const path of FILES) {
    // The page's address is the same in every build, the others' names tell their content.
    const fresh = path === SHELL || !path.startsWith('/assets/')
    const reply = await fetch(path, { cache: fresh ? 'reload' : 'default' })
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`)
    await cache.put(path, reply)
  }
}

async function dropOldBuilds(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('probity-pages-') && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** The address of a page is the one it was loaded from: an exam begun since shows by its lock. */
async function examOpen(): Promise<boolean> {
  const { held = [] } = (await worker.navigator.locks?.query()) ?? {}
  if (held.some(({ name = '' }) => name.startsWith(EXAM_LOCK))) return true
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return pages.some(({ url }) => IN_EXAM.test(new URL(url).pathname))
}

/** Takes over from an older build; the first build ever has nobody to wait for. */
async function takeOver(): Promise<void> {
  if (!(await examOpen())) await worker.skipWaiting()
}

async function fromCache(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(path)) ?? fetch(request)
}

worker.addEventListener('install', (event) => (event as LifeEvent).waitUntil(keepFiles()))
worker.addEventListener('activate', (event) =>
  (event as LifeEvent).waitUntil(dropOldBuilds().then(() => worker.clients.claim())),
)
worker.addEventListener('message', (event) => {
  if ((event as MessageEvent).data === 'take-over') void takeOver()
})
worker.addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  // What asks for no copy is to know how fast the network is.
  if (NOT_OURS.test(pathname) || request.cache === 'no-store') return
  const path = request.mode === 'navigate' ? SHELL : pathname
  if (FILES.includes(path)) (event as FetchEvent).respondWith(fromCache(request, path))
})
