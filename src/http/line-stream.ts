import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Lines of JSON, one event a line. */
export const EVENT_LINES = 'application/x-ndjson'

/** A reply in lines of JSON that is written while the work goes on. */
export interface LineStream<Event> {
  readonly stream: Readable
  /** Aborted when the stream has ended, above all where the client went away before. */
  readonly ended: AbortSignal
  readonly write: (event: Event) => void
  /** Writes the last line: the outcome, or by `problem` what it failed with. */
  readonly finish: (outcome: Promise<Event>, problem: (error: unknown) => Event) => void
}

/** Opens a stream that ends with its client; what is written after that is dropped. */
export function openLines<Event>(): LineStream<Event> {
  const aborter = new AbortController()
  const { signal: ended } = aborter
  const stream = new Readable({
    read: () => {},
    destroy: (error, done) => {
      aborter.abort()
      done(error)
    },
  })
  const write = (event: Event): void => {
    if (!stream.destroyed) stream.push(`${JSON.stringify(event)}\n`)
  }
  const finish: LineStream<Event>['finish'] = (outcome, problem) => {
    void outcome
      .then(write, (error: unknown) => {
        // Nobody is there to be told, and the end is what was asked for.
        if (!ended.aborted) write(problem(error))
      })
      .then(() => stream.push(null))
  }
  return { stream, ended, write, finish }
}

/** Sends the stream so that no one on the way keeps its lines back or a copy. */
export function sendLines(reply: FastifyReply, stream: Readable): FastifyReply {
  reply.type(EVENT_LINES).header('x-accel-buffering', 'no').header('cache-control', 'no-store')
  return reply.send(stream)
}
