import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { App } from './http-deps.ts'

const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url))
const YEAR_MS = 365 * 86_400_000

/** Files known by their address; all others are named by their content and stand in `assets`. */
const ROOT_FILES = {
  'service-worker.js': 'text/javascript; charset=utf-8',
  'app.webmanifest': 'application/manifest+json; charset=utf-8',
  'icon-192.png': 'image/png',
  'icon-512.png': 'image/png',
  'icon-maskable.png': 'image/png',
  'apple-touch-icon.png': 'image/png',
} as const

interface RootFile {
  readonly type: string
  readonly content: Buffer
}

async function readRootFiles(): Promise<ReadonlyMap<string, RootFile>> {
  const files = Object.entries(ROOT_FILES).map(async ([name, type]) => {
    return [`/${name}`, { type, content: await readFile(`${BUILT}${name}`) }] as const
  })
  return new Map<string, RootFile>(await Promise.all(files))
}

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
    // The build has written every text compressed beside itself.
    preCompressed: true,
  })
  const pages = {
    candidate: await readFile(`${BUILT}index.html`, 'utf8'),
    console: await readFile(`${BUILT}console/index.html`, 'utf8'),
  }
  // Asked for anew each time, so that a newer build is found at once.
  const send = (reply: FastifyReply, content: string | Buffer, type = 'text/html; charset=utf-8') =>
    reply.type(type).header('cache-control', 'no-cache').send(content)
  const rootFiles = await readRootFiles()
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const file = request.method === 'GET' ? rootFiles.get(path) : undefined
    if (file) return send(reply, file.content, file.type)
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
