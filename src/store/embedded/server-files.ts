import { randomUUID } from 'node:crypto'
import { lchown, lstat, mkdir, open, rename } from 'node:fs/promises'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { RunAs } from './run-as.ts'

/** Makes a folder for the server's account; takes over one that is already its own. */
export async function makeServerFolder(path: string, user: RunAs): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const found = await lstat(path)
  const owner = user?.uid ?? process.getuid?.()
  const ours = found.uid === owner || found.uid === process.getuid?.()
  if (!found.isDirectory() || !ours || (process.getuid && (found.mode & 0o077) !== 0)) {
    throw new EmbeddedPostgresError(
      `${path} exists and does not belong to this database alone: remove it and start again.`,
    )
  }
  if (user) await lchown(path, user.uid, user.gid)
}

/**
 * Writes a file of the server's account in one step: a kill leaves the old one or the new one,
 * and a link that account may have put there is replaced, not followed (we may be root).
 */
export async function replaceServerFile(path: string, text: string, user: RunAs): Promise<void> {
  const unfinished = `${path}.${randomUUID()}`
  const file = await open(unfinished, 'wx', 0o600)
  try {
    await file.writeFile(text)
    if (user) await file.chown(user.uid, user.gid)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
}
