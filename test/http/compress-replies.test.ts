import { gunzipSync } from 'node:zlib'
import fastify from 'fastify'
import t from 'tap'
import { compressReplies } from '../../src/http/compress-replies.ts'
import type { App } from '../../src/http/http-deps.ts'

const FORM = { stems: Array.from({ length: 200 }, (_, i) => `第 ${i} 题：下列做法正确的是？`) }

async function ask(path: string, offer?: string) {
  const app = fastify() as unknown as App
  compressReplies(app)
  app.get('/form', () => FORM)
  app.get('/small', () => ({ status: 'ok' }))
  app.get('/page', (_, reply) => reply.type('text/html').send('x'.repeat(5000)))
  return app.inject({ url: path, headers: offer === undefined ? {} : { 'accept-encoding': offer } })
}

t.test('a long JSON reply is compressed for who accepts it, and is the same reply', async (t) => {
  for (const offer of ['gzip', 'gzip, deflate, br, zstd', 'br;q=1.0, gzip;q=0.8', '*']) {
    const reply = await ask('/form', offer)
    t.equal(reply.headers['content-encoding'], 'gzip', offer)
    t.strictSame(JSON.parse(gunzipSync(reply.rawPayload).toString()), FORM)
    t.equal(reply.headers.vary, 'accept-encoding')
    t.ok(reply.rawPayload.length < JSON.stringify(FORM).length / 4)
    t.equal(Number(reply.headers['content-length']), reply.rawPayload.length)
  }
})

t.test('nothing else is', async (t) => {
  for (const [path, offer] of [
    ['/form', undefined],
    ['/form', 'br'],
    ['/form', 'gzip;q=0'],
    ['/form', 'identity, gzip; q=0.0'],
    ['/small', 'gzip'],
    ['/page', 'gzip'],
  ] as const) {
    const reply = await ask(path, offer)
    t.equal(reply.headers['content-encoding'], undefined, `${path} ${offer}`)
    t.equal(reply.statusCode, 200)
  }
})
