import fastify from 'fastify'
import t from 'tap'
import type { App } from '../../src/http/http-deps.ts'
import { servePages } from '../../src/http/serve-pages.ts'

const app = fastify() as unknown as App
await servePages(app)
t.teardown(() => app.close())

const ask = (url: string, offer?: string) =>
  app.inject({ url, headers: offer === undefined ? {} : { 'accept-encoding': offer } })
const { body: html } = await ask('/')
const script = /<script[^>]* src="([^"]+)"/.exec(html)?.[1] ?? ''

t.test('scripts come compressed by the build, to be kept for good', async (t) => {
  const plain = await ask(script)
  for (const [offer, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
  ] as const) {
    const reply = await ask(script, offer)
    t.match(reply, { statusCode: 200, headers: { 'content-encoding': encoding } })
    t.match(reply.headers['cache-control'], /max-age=31536000, immutable/)
    t.match(reply.headers['content-type'], /javascript/)
    t.ok(reply.rawPayload.length < plain.rawPayload.length / 2, `${encoding} is much smaller`)
  }
  t.equal(plain.headers['content-encoding'], undefined, 'and as they are for others')
})

t.test('what makes the pages an app is there, and asked for anew each time', async (t) => {
  const link = /<link rel="manifest" href="([^"]+)"/.exec(html)?.[1] ?? ''
  const manifest = await ask(link)
  t.match(manifest.headers['content-type'], /manifest\+json/)
  const { start_url, icons } = manifest.json() as {
    start_url: string
    icons: { src: string; sizes: string; purpose?: string }[]
  }
  t.equal((await ask(start_url)).statusCode, 200)
  for (const { src, sizes } of icons) {
    const { rawPayload, headers } = await ask(src)
    t.equal(headers['content-type'], 'image/png')
    // Width and height stand in a PNG's header.
    const size = `${rawPayload.readUInt32BE(16)}x${rawPayload.readUInt32BE(20)}`
    t.equal(size, sizes, src)
  }
  t.ok(icons.some(({ purpose }) => purpose === 'maskable'))
  const worker = await ask('/service-worker.js')
  t.match(worker.headers, { 'cache-control': 'no-cache', 'content-type': /javascript/ })
  t.notMatch(worker.body, /__FILES__|__BUILD__/, 'the build has told it the files')
})

t.test(
  'the worker keeps the candidate’s files, each of which there is, and no other',
  async (t) => {
    const { body } = await ask('/service-worker.js')
    const files = JSON.parse(/\["\/"[^\]]*\]/.exec(body)?.[0] ?? '[]') as string[]
    t.ok(files.length > 10)
    t.ok(files.includes(script))
    for (const path of files) {
      const { statusCode, headers } = await ask(path)
      t.equal(statusCode, 200, path)
      t.equal(
        /html/.test(String(headers['content-type'])),
        path === '/',
        'a page only for the page',
      )
    }
    t.notOk(files.some((path) => /console|queries/.test(path)))
  },
)

t.test('an address that is no page answers with the page of its app, never a file', async (t) => {
  t.match((await ask('/attempts/1')).body, /<div id="root">/)
  t.equal((await ask('/assets/none.js')).statusCode, 404)
  t.equal((await ask('/api/none')).statusCode, 404)
  t.match((await ask('/icon-192.png.br')).headers['content-type'], /html/)
})
