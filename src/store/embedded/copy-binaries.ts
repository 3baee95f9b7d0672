import { randomUUID } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** Where root keeps what an ordinary account must reach. */
export const SYSTEM_FOLDER = '/var/lib/probity'

/**
 * Copies the programs of an npm package that only root can reach (a project under /root) to a
 * folder every account can read and only root can write, once per version; gives the copy.
 */
export async function copyToReachableFolder(packageFolder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))
  const source = join(packageFolder, 'native')
  const target = join(SYSTEM_FOLDER, `postgresql-${version}`)
  await makeSystemFolder()
  if (!(await stat(target).catch(() => undefined))) await copy(source, target)
  await verifyCopy(source, target)
  return target
}

/** Makes /var/lib/probity, and refuses one that somebody else could have prepared. */
export async function makeSystemFolder(): Promise<void> {
  if (await mkdir(SYSTEM_FOLDER, { recursive: true })) await chmod(SYSTEM_FOLDER, 0o755)
  await refuseForeign(SYSTEM_FOLDER)
}

async function copy(source: string, target: string): Promise<void> {
  const unfinished = `${target}.new-${randomUUID()}`
  try {
    await cp(source, unfinished, { recursive: true, verbatimSymlinks: true })
    for (const path of await listTree(unfinished)) {
      const entry = await lstat(path)
      if (entry.isSymbolicLink()) continue
      await chmod(path, entry.isDirectory() || entry.mode & 0o100 ? 0o755 : 0o644)
    }
    await rename(unfinished, target).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster; its copy is checked like any other.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function verifyCopy(source: string, target: string): Promise<void> {
  for (const path of await listTree(target)) await refuseForeign(path)
  for (const path of await listTree(source)) {
    const original = await lstat(path)
    const copied = await lstat(target + path.slice(source.length)).catch(() => undefined)
    if (!copied || (original.isFile() && copied.size !== original.size)) {
      throw new EmbeddedPostgresError(
        `The copy of the PostgreSQL programs in ${target} is not complete: remove that folder.`,
      )
    }
  }
}

async function refuseForeign(path: string): Promise<void> {
  const entry = await lstat(path)
  const writableByOthers = !entry.isSymbolicLink() && (entry.mode & 0o022) !== 0
  if (entry.uid === 0 && !writableByOthers) return
  throw new EmbeddedPostgresError(
    `${path} does not belong to root alone, so it cannot be trusted: remove it and start again.`,
  )
}

async function listTree(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return [folder, ...entries.map((entry) => join(folder, entry))]
}
