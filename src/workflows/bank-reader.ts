import { MessageChannel } from 'node:worker_threads'
import type { BankFile, BankImport } from '../domain/bank/formats/bank-import.ts'
import type { TellProgress } from '../domain/bank/formats/import-progress.ts'
import { Refusal } from '../domain/refusal.ts'
import type { BankFileAsked } from './bank-reader-thread.ts'
import { createThreadPool } from './thread-pool.ts'

/** A file that needs longer is given up; 10,000 items take a few seconds. */
const LONGEST_MS = 120_000
const TOO_MUCH = 'the file took too long or too much to read; nothing was imported: split it'

/** Reads foreign banks beside the service; a hostile file ends alone. */
export interface BankReader {
  /** @throws the reason of the signal once that is aborted; the thread's work ends with it */
  readonly read: (
    file: BankFile,
    today: string,
    watching?: { readonly onProgress: TellProgress; readonly signal: AbortSignal },
  ) => Promise<BankImport>
  readonly close: () => Promise<void>
}

export function createBankReader(): BankReader {
  const pool = createThreadPool<BankFileAsked, BankImport>({
    file: new URL('./bank-reader-thread.ts', import.meta.url),
    name: 'readBankInThread',
    longestMs: LONGEST_MS,
    refusal: () => new Refusal('bank-invalid', TOO_MUCH),
  })
  return {
    read: async (file, today, watching) => {
      if (!watching) return pool.run({ ...file, today, port: null })
      const { port1: own, port2: port } = new MessageChannel()
      own.on('message', watching.onProgress)
      try {
        const { signal } = watching
        return await pool.run({ ...file, today, port }, { signal, transferred: [port] })
      } finally {
        own.close()
      }
    },
    close: pool.close,
  }
}
