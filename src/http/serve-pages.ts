import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { App } from './http-deps.ts'

const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url))
const YEAR_MS = 365 * 86_400_000

/**
 * Serves the built pages. Both apps find their way by path, so every address that is no file
 * and not the API's answers with the page of its app.
 */
export async function servePages(app: App): Promise<void> {
  if (!existsSync(`${BUILT}index.html`)) {
    throw new Error('The pages are not built. Run `npm run build` (npm ci does it by itself).')
  }
  await app.register(fastifyStatic, {
    root: `${BUILT}assets`,
    prefix: '/assets/',
    immutable: true,
    maxAge: YEAR_MS,
  })
  const pages = {
    candidate: await readFile(`${BUILT}index.html`, 'utf8'),
    console: await readFile(`${BUILT}console/index.html`, 'utf8'),
  }
  const send = (reply: FastifyReply, html: string) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html)
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const isPage = request.method === 'GET' && !/^\/(api|assets|problems)(\/|$)/.test(path)
    if (isPage) return send(reply, path.startsWith('/console') ? pages.console : pages.candidate)
    return reply
      .code(404)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .serializer((payload: unknown) => JSON.stringify(payload))
      .send({
        type: '/problems/not-found',
        title: 'Not found',
        status: 404,
        detail: `there is nothing at ${request.method} ${path}`,
        requestId: request.id,
      })
  })
}
