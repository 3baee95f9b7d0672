import type { BankFile, BankImport } from '../domain/bank/formats/bank-import.ts'
import { readBankFile } from '../domain/bank/formats/read-bank-file.ts'
import { toBank } from '../domain/bank/formats/to-bank.ts'

/** A file with the day on which it is read (yyyy-mm-dd). */
export type BankFileAsked = BankFile & { readonly today: string }

/** What runs in a thread of the bank reader: a file in, the bank it would give out. */
export function readBankInThread(asked: BankFileAsked): BankImport {
  const { file, base64, format, program, title, today } = asked
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const foreign = readBankFile({ file, bytes }, format)
  const { bank, findings, imported, skipped, lossy } = toBank(foreign, { program, title, today })
  return { bank, findings: [...findings], imported, skipped, lossy }
}
