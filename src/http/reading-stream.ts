import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { BankImport, ReadingEvent } from '../domain/bank/formats/bank-import.ts'
import type { TellProgress } from '../domain/bank/formats/import-progress.ts'
import { openLines } from './line-stream.ts'
import { problemOf } from './problem.ts'

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
  const { stream, ended, write, finish } = openLines<ReadingEvent>()
  const onProgress: TellProgress = (progress) => write({ event: 'progress', ...progress })
  finish(
    read({ onProgress, signal: ended }).then((imported) => ({ event: 'read', ...imported })),
    (error) => ({ event: 'problem', problem: problemOf(error, request) }),
  )
  return stream
}
