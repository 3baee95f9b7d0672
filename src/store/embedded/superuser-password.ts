import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { DataFolder } from './data-folder.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { replaceServerFile } from './server-files.ts'

export const SUPERUSER = 'postgres'

/** Reads the superuser's password, which is in no other place. */
export async function readSuperuserPassword(folder: DataFolder): Promise<string> {
  const text = await readFile(folder.passwordFile, 'utf8').catch(ifMissing)
  if (text.trim().length >= 32) return text.trim()
  throw new EmbeddedPostgresError(
    `The file ${folder.passwordFile}, without which the database cannot be opened, is missing:` +
      ' restore it from the backup that belongs to this database.',
  )
}

/** Makes a new password, readable by the server's account only, for a cluster to be made. */
export function writeSuperuserPassword(folder: DataFolder): Promise<void> {
  const password = randomBytes(32).toString('base64url')
  return replaceServerFile(folder.passwordFile, `${password}\n`, folder.user)
}

function ifMissing(error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT') throw error
  return ''
}
