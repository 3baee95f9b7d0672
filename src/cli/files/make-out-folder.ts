import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { InputFault } from './input-fault.ts'

/**
 * Makes the directory that results go to, before the work whose results they are: an hour's work
 * must not end at a place that can't be written. @throws InputFault naming the directory
 */
export async function makeOutFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true })
    await access(out, constants.W_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const isFile = code === 'EEXIST' || code === 'ENOTDIR'
    const reason = isFile
      ? 'is no directory, or lies below a file'
      : `can't be written to (${code})`
    throw new InputFault(reason, { file: out })
  }
}
