import type { BankFile, BankImport } from '../domain/bank/formats/bank-import.ts'
import type { BankFileAsked } from './bank-reader-thread.ts'
import { createThreadPool } from './thread-pool.ts'

/** A file that needs longer is given up; 10,000 items take a few seconds. */
const LONGEST_MS = 120_000

/** Reads foreign banks beside the service; a hostile file ends alone. */
export interface BankReader {
  readonly read: (file: BankFile, today: string) => Promise<BankImport>
  readonly close: () => Promise<void>
}

export function createBankReader(): BankReader {
  const pool = createThreadPool<BankFileAsked, BankImport>({
    file: new URL('./bank-reader-thread.ts', import.meta.url),
    name: 'readBankInThread',
    longestMs: LONGEST_MS,
    refusal: {
      code: 'bank-invalid',
      detail: 'the file took too long or too much to read; nothing was imported: split it',
    },
  })
  return { read: (file, today) => pool.run({ ...file, today }), close: pool.close }
}
