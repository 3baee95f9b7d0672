import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { BankImport, ReadingEvent } from '../domain/bank/formats/bank-import.ts'
import type { TellProgress } from '../domain/bank/formats/import-progress.ts'
import { problemOf } from './problem.ts'

/** What a client asks for by `Accept` to hear of the progress. */
export const EVENT_LINES = 'application/x-ndjson'

/** Reads, telling its progress, until the signal is aborted. */
type Read = (watching: {
  readonly onProgress: TellProgress
  readonly signal: AbortSignal
}) => Promise<BankImport>

/**
 * A reading as lines of JSON: progress, then what was read or the problem. Where the client goes
 * away the reading is aborted.
 */
export function readingStream(request: FastifyRequest, read: Read): Readable {
  const aborter = new AbortController()
  const stream = new Readable({
    read: () => {},
    destroy: (error, done) => {
      aborter.abort()
      done(error)
    },
  })
  const write = (event: ReadingEvent): void => {
    if (!stream.destroyed) stream.push(`${JSON.stringify(event)}\n`)
  }
  const { signal } = aborter
  const onProgress: TellProgress = (progress) => write({ event: 'progress', ...progress })
  void read({ onProgress, signal })
    .then(
      (imported) => write({ event: 'read', ...imported }),
      (error: unknown) => {
        // Nobody is there to be told, and it is the end that was asked for.
        if (signal.aborted) return
        write({ event: 'problem', problem: problemOf(error, request) })
      },
    )
    .then(() => stream.push(null))
  return stream
}
