import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Server-sent events, as the HTML standard has them. */
export const EVENT_STREAM = 'text/event-stream'

/** A reply of events that is written while something is watched. */
export interface EventStream {
  readonly stream: Readable
  /** Aborted when the stream has ended, above all where the client went away. */
  readonly ended: AbortSignal
  readonly send: (event: string, content: unknown) => void
  /** A line that clients pass over; it keeps what stands in between from hanging up. */
  readonly beat: () => void
  /** Asks the client to wait so long before it connects again. */
  readonly retryAfter: (ms: number) => void
  readonly end: () => void
}

/** How the streams that are open end, for whoever knows no more of a reply than its stream. */
const enders = new WeakMap<object, () => void>()

/** Bytes a client may leave unread: one that takes nothing any more must not fill the memory. */
const MOST_UNREAD = 4_000_000

/** Opens a stream that ends with its client; what is written after that is dropped. */
export function openEvents(): EventStream {
  const aborter = new AbortController()
  const stream = new Readable({
    read: () => {},
    destroy: (error, done) => {
      aborter.abort()
      done(error)
    },
  })
  const write = (text: string): void => {
    if (stream.destroyed || stream.readableEnded) return
    if (stream.readableLength > MOST_UNREAD) stream.destroy()
    else stream.push(text)
  }
  let isOver = false
  const end = () => {
    if (!isOver && !stream.destroyed) stream.push(null)
    isOver = true
  }
  enders.set(stream, end)
  return {
    stream,
    ended: aborter.signal,
    send: (event, content) => {
      if (!isOver) write(`event: ${event}\ndata: ${JSON.stringify(content)}\n\n`)
    },
    beat: () => {
      if (!isOver) write(': still here\n\n')
    },
    retryAfter: (ms) => {
      if (!isOver) write(`retry: ${Math.round(ms)}\n\n`)
    },
    end,
  }
}

/** Ends the reply if it is a stream of events, after what has been sent; any other stays. */
export function endEvents(reply: unknown): void {
  if (reply instanceof Readable) enders.get(reply)?.()
}

/** Sends the stream so that nothing on the way keeps events back, and its end ends the connection. */
export function sendEvents(reply: FastifyReply, stream: Readable): FastifyReply {
  reply.type(EVENT_STREAM).header('x-accel-buffering', 'no').header('cache-control', 'no-store')
  return reply.header('connection', 'close').send(stream)
}
