import type { MessagePort } from 'node:worker_threads'
import type { BankFile, BankImport } from '../domain/bank/formats/bank-import.ts'
import type { ImportProgress } from '../domain/bank/formats/import-progress.ts'
import { readBankFile } from '../domain/bank/formats/read-bank-file.ts'
import { toBank } from '../domain/bank/formats/to-bank.ts'

/** A file with the day on which it is read (yyyy-mm-dd), and where its progress is told. */
export type BankFileAsked = BankFile & {
  readonly today: string
  readonly port: MessagePort | null
}

/** What runs in a thread of the bank reader: a file in, the bank it would give out. */
export function readBankInThread(asked: BankFileAsked): BankImport {
  const { file, base64, format, program, title, today, port } = asked
  const onProgress = (progress: ImportProgress): void => port?.postMessage(progress)
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const foreign = readBankFile({ file, bytes, onProgress }, format)
  const imported = toBank(foreign, { program, title, today }, onProgress)
  return { ...imported, findings: [...imported.findings] }
}
