import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import type { BankFile, BankImport } from '../domain/bank/formats/bank-import.ts'
import { Refusal } from '../domain/refusal.ts'
import type { BankFileAsked } from './bank-reader-thread.ts'

/** A file that needs longer is given up; 10,000 items take a few seconds. */
const LONGEST_MS = 120_000
/** What one file may take of memory; the service's own is out of its reach. */
const LARGEST_MB = 1024

/** Reads foreign banks in threads of their own: candidates' answers never wait for an import. */
export interface BankReader {
  readonly read: (file: BankFile, today: string) => Promise<BankImport>
  readonly close: () => Promise<void>
}

/** Threads start with the first file and end when idle. */
export function createBankReader(): BankReader {
  const pool = new Piscina<BankFileAsked, BankImport>({
    filename: new URL('./bank-reader-thread.ts', import.meta.url).href,
    name: 'readBankInThread',
    minThreads: 0,
    maxThreads: Math.max(1, Math.floor(availableParallelism() / 2)),
    idleTimeout: 10_000,
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_MB },
  })
  return {
    read: async (file, today) => {
      const signal = AbortSignal.timeout(LONGEST_MS)
      try {
        return await pool.run({ ...file, today }, { signal })
      } catch (error) {
        if (signal.aborted) throw tooMuch('the file took too long to read')
        const code = (error as { readonly code?: unknown }).code
        if (code === 'ERR_WORKER_OUT_OF_MEMORY') throw tooMuch('the file is too large to read')
        throw error
      }
    },
    close: () => pool.close({ force: true }),
  }
}

function tooMuch(detail: string): Refusal {
  return new Refusal('bank-invalid', `${detail}; nothing was imported: split it and try again`)
}
