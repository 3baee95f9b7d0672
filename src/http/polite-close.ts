import { Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { endEvents } from './event-stream.ts'
import type { App } from './http-deps.ts'

const LOOK_EVERY_MS = 100
/** A connection that was opened ahead of need may be about to be used. */
const SILENT_MS = 1000

/**
 * Lets the server close as soon as everything is answered. Node alone would wait a minute and
 * more: for connections that browsers opened ahead of need and never used, which it takes for
 * requests on their way, and for those whose last request was under way when it began to close.
 */
export function closePolitely(app: App): void {
  const open = new Map<Socket, number>()
  let isClosing = false
  app.server.on('connection', (socket) => {
    open.set(socket, performance.now())
    socket.once('close', () => open.delete(socket))
  })
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isClosing) {
      reply.header('connection', 'close')
      // Asked for just before: whoever ends the streams has done so already.
      endEvents(payload)
    }
    done(null, payload)
  })
  app.addHook('preClose', async () => {
    isClosing = true
    const look = setInterval(() => {
      app.server.closeIdleConnections()
      const before = performance.now() - SILENT_MS
      for (const [socket, openedAt] of open) {
        if (socket.bytesRead === 0 && openedAt < before) socket.destroy()
      }
    }, LOOK_EVERY_MS)
    app.server.once('close', () => clearInterval(look))
  })
}

/**
 * Takes no new connection from now on, and asks clients with every answer to come back on another
 * one; returns when all have gone, or after `patienceMs`. What arrives meanwhile is answered: a
 * connection that is cut while it rests may just be carrying a request.
 */
export async function leaveConnections(app: App, patienceMs: number): Promise<void> {
  const { server } = app
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))
  // Not the server's own `close`, which cuts connections that rest.
  Server.prototype.close.call(server)
  const until = performance.now() + patienceMs
  while (performance.now() < until && (await countConnections(app)) > 0) await wait(LOOK_EVERY_MS)
}

function countConnections({ server }: App): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}
