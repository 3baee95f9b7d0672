import { randomUUID } from 'node:crypto'
import { appendFile, lchown, lstat, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Binaries, program } from './binaries.ts'
import { type DataFolder, NEW_CLUSTER_PREFIX } from './data-folder.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { Log } from './log.ts'
import { run } from './run-as.ts'
import { makeServerFolder } from './server-files.ts'
import { SETTINGS_FILE } from './settings.ts'
import { SUPERUSER, writeSuperuserPassword } from './superuser-password.ts'

/**
 * Makes the cluster when there is none; otherwise checks that these programs can run it. A
 * cluster appears complete or not at all, whenever we are killed.
 */
export async function ensureCluster(
  folder: DataFolder,
  binaries: Binaries,
  log: Log,
): Promise<void> {
  await removeUnfinished(folder)
  const version = await readFile(join(folder.cluster, 'PG_VERSION'), 'utf8').catch(ifMissing)
  if (version === undefined) return createCluster(folder, binaries, log)
  const found = version.trim()
  if (found !== String(binaries.majorVersion)) {
    throw new EmbeddedPostgresError(
      `The database in ${folder.root} was made by PostgreSQL ${found}, this is PostgreSQL` +
        ` ${binaries.majorVersion}: dump it with the Probity that made it (pg_dump), start with` +
        ' an empty folder and restore the dump there (psql); nothing was changed.',
    )
  }
  const { uid } = await lstat(folder.cluster)
  if (folder.user && uid === 0) await giveTree(folder.cluster, folder.user)
}

async function createCluster(folder: DataFolder, binaries: Binaries, log: Log): Promise<void> {
  log('database-creating', { folder: folder.root })
  const unfinished = join(folder.root, NEW_CLUSTER_PREFIX + randomUUID())
  await writeSuperuserPassword(folder)
  await makeServerFolder(unfinished, folder.user)
  const { code, output } = await run(
    program(binaries, 'initdb'),
    initdbArguments(folder, unfinished),
    {
      user: folder.user,
    },
  )
  if (code !== 0) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => {})
    throw new EmbeddedPostgresError(`${explainFailedCreation(output, folder)}\n${output.trim()}`)
  }
  // Settings of ours can change with our version; those the operator adds below them win.
  await appendFile(join(unfinished, 'postgresql.conf'), `\ninclude = '${SETTINGS_FILE}'\n`)
  await rename(unfinished, folder.cluster)
  await syncFolder(folder.root)
}

function initdbArguments(folder: DataFolder, target: string): string[] {
  return [
    `--pgdata=${target}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${folder.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and case rules on every machine, whatever its own locales are.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ]
}

function explainFailedCreation(output: string, folder: DataFolder): string {
  if (/no space left|disk quota/i.test(output)) {
    return `The database could not be created in ${folder.root} because the disk is full: free some space.`
  }
  if (/could not look up effective user/.test(output)) {
    return 'PostgreSQL needs an account with a name: add this user id to /etc/passwd or set DATABASE_URL.'
  }
  return `The database could not be created in ${folder.root}: remove the cause given below and start again.`
}

async function removeUnfinished(folder: DataFolder): Promise<void> {
  for (const name of await readdir(folder.root)) {
    if (!name.startsWith(NEW_CLUSTER_PREFIX) && !name.startsWith('superuser-password.')) continue
    // The initdb of a killed process may still be writing there; what it leaves goes next time.
    const options = { recursive: true, force: true, maxRetries: 5 }
    await rm(join(folder.root, name), options).catch(() => {})
  }
}

async function giveTree(folder: string, user: { uid: number; gid: number }): Promise<void> {
  const entries = await readdir(folder, { recursive: true })
  for (const entry of ['', ...entries]) await lchown(join(folder, entry), user.uid, user.gid)
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
