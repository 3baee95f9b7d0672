import { readFile } from 'node:fs/promises'
import { decodeText } from '../../domain/bank/formats/decode-text.ts'
import { isWorkbook } from '../../domain/bank/formats/spreadsheet-rows.ts'
import { InputFault } from './input-fault.ts'

/** The bytes of a file. @throws InputFault */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new InputFault(code === 'ENOENT' ? 'no such file' : `can't be read (${code})`, { file })
  }
}

/** A text file in UTF-8 (with or without byte order mark), UTF-16 with one or GBK. */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file)
  if (isWorkbook(bytes) || /\.xlsx?$/i.test(file)) {
    throw new InputFault('is an Excel file, or named like one, where text is expected', { file })
  }
  const text = decodeText(bytes)
  if (text === null) throw new InputFault('is neither UTF-8 nor GBK text', { file })
  return text
}
