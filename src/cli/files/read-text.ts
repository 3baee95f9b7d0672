import { readFile } from 'node:fs/promises'
import { InputFault } from './input-fault.ts'

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** A zip container: what .xlsx is, whatever the file is called. */
function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new InputFault(code === 'ENOENT' ? 'no such file' : `can't be read (${code})`, { file })
  }
}

/** A text file in UTF-8 (with or without byte order mark) or GBK (read as GB 18030). */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file)
  if (isZip(bytes) || /\.xlsx?$/i.test(file)) {
    throw new InputFault('Excel files are not supported yet: save the sheet as CSV', { file })
  }
  const text = decode(bytes, 'utf-8') ?? decode(bytes, 'gb18030')
  if (text === null || text.includes('\0')) {
    throw new InputFault('is neither UTF-8 nor GBK text', { file })
  }
  return text
}
