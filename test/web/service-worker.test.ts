import { readFile } from 'node:fs/promises'
import { runInNewContext } from 'node:vm'
import t from 'tap'

/** As the build has made it, its files filled in. */
const CODE = await readFile(new URL('../../dist/web/service-worker.js', import.meta.url), 'utf8')
const ORIGIN = 'https://exams.example'

interface Reply {
  readonly ok: boolean
  readonly status: number
  readonly from: string
}

type Listener = (event: object) => void

interface Surroundings {
  /** Open pages, by the address each was loaded from. */
  readonly pages?: readonly string[]
  /** What cannot be fetched. */
  readonly missing?: string
  /** Names of the locks that pages hold. */
  readonly locks?: readonly string[]
}

/** A browser with the worker in it. */
function install(given: Surroundings = {}) {
  const listeners = new Map<string, Listener>()
  const stored = new Map<string, Map<string, Reply>>([
    ['probity-pages-older', new Map()],
    ['of-somebody-else', new Map()],
  ])
  let skipped = 0
  const fetched: string[] = []
  runInNewContext(CODE, {
    ...{ URL, JSON, RegExp, Promise, Error },
    location: { origin: ORIGIN },
    navigator: {
      locks: { query: async () => ({ held: (given.locks ?? []).map((name) => ({ name })) }) },
    },
    addEventListener: (kind: string, act: Listener) => listeners.set(kind, act),
    skipWaiting: async () => {
      skipped += 1
    },
    clients: {
      claim: async () => {},
      matchAll: async () => (given.pages ?? []).map((path) => ({ url: `${ORIGIN}${path}` })),
    },
    fetch: async (what: string): Promise<Reply> => {
      fetched.push(what)
      const ok = given.missing === undefined || !what.startsWith(given.missing)
      return { ok, status: ok ? 200 : 404, from: 'network' }
    },
    caches: {
      keys: async () => [...stored.keys()],
      delete: async (name: string) => stored.delete(name),
      open: async (name: string) => {
        const cache = stored.get(name) ?? new Map<string, Reply>()
        stored.set(name, cache)
        return {
          match: async (path: string) => cache.get(path),
          put: async (path: string, reply: Reply) =>
            cache.set(path, { ...reply, from: `cache ${path}` }),
        }
      },
    },
  })
  /** What the worker does about an event: waits for, or answers with. */
  const send = async (kind: string, event: object = {}): Promise<unknown> => {
    let result: unknown
    const take = (promise: unknown): void => {
      result = promise
    }
    listeners.get(kind)?.({ ...event, waitUntil: take, respondWith: take })
    const done = await result
    await new Promise((resolve) => setImmediate(resolve))
    return done
  }
  const ask = (path: string, more: object = {}) =>
    send('fetch', {
      request: { method: 'GET', url: path.startsWith('/') ? ORIGIN + path : path, ...more },
    })
  return { send, ask, stored, fetched, skipped: () => skipped }
}

t.test('every page opens from what is kept; replies of the service never do', async (t) => {
  const { send, ask, fetched } = install()
  await send('install')
  t.equal(fetched[0], '/')
  for (const path of ['/', '/attempts/1', '/exams/1', '/sign-in?next=%2F']) {
    t.match(await ask(path, { mode: 'navigate' }), { from: 'cache /' }, path)
  }
  const script = fetched.find((path) => path.endsWith('.js')) ?? ''
  t.match(await ask(script), { from: `cache ${script}` })
  t.equal(await ask(script, { cache: 'no-store' }), undefined, 'a measured download is real')
  t.equal(await ask('/api/me'), undefined)
  t.equal(await ask('/api/attempts/1', { mode: 'navigate' }), undefined)
  t.equal(await ask('/console/exams', { mode: 'navigate' }), undefined)
  t.equal(await ask('/', { method: 'POST' }), undefined)
  t.equal(await ask('https://elsewhere.example/', { mode: 'navigate' }), undefined)
})

t.test('a build of which a file is missing is not taken', async (t) => {
  await t.rejects(install({ missing: '/assets/' }).send('install'), { message: /404/ })
})

t.test('a newer build takes over, but never while an exam is open', async (t) => {
  const message = { data: 'take-over' }
  const inExam = install({ pages: ['/', '/attempts/00000000-0000-4000-8000-000000000001'] })
  await inExam.send('message', message)
  t.equal(inExam.skipped(), 0)
  const begun = { pages: ['/exams/1'], locks: ['probity:attempt:1'] }
  const begunSince = install(begun)
  await begunSince.send('message', message)
  t.equal(begunSince.skipped(), 0, 'nor one that was begun from another page, without a load')
  const after = install({ pages: ['/', '/attempts/1/receipt', '/exams/1'] })
  await after.send('message', { data: 'anything else' })
  t.equal(after.skipped(), 0)
  await after.send('message', message)
  t.equal(after.skipped(), 1)
  await after.send('install')
  await after.send('activate')
  t.notOk(after.stored.has('probity-pages-older'), 'the older build is gone')
  t.ok(after.stored.has('of-somebody-else'), 'what is not its own stays')
  t.equal(after.stored.size, 2)
})
