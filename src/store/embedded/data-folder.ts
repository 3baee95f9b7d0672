import {
  access,
  chmod,
  constants,
  lstat,
  mkdir,
  readdir,
  realpath,
  writeFile,
} from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sha256Hex } from '../../domain/digest.ts'
import { makeSystemFolder, SYSTEM_FOLDER } from './copy-binaries.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { Log } from './log.ts'
import { canEnter, chooseServerUser, isRoot, type RunAs, type ServerUser } from './run-as.ts'

/** The places inside one data folder, and the account that owns the database's files. */
export interface DataFolder {
  readonly root: string
  readonly user: RunAs
  /** PostgreSQL's own data directory. */
  readonly cluster: string
  readonly passwordFile: string
  readonly lockFile: string
  /** What the server says before its own log begins. */
  readonly startLog: string
  readonly log: string
}

export const NEW_CLUSTER_PREFIX = 'cluster.new-'
const MOVED_NOTE = 'database-is-elsewhere.txt'
const OURS = /^(cluster|socket|superuser-password|start\.log|database-is-elsewhere\.txt)$/
const OURS_UNFINISHED = /^(cluster\.new-|superuser-password\.|start\.lock)/
const HARMLESS = /^(\.|lost\+found$|desktop\.ini$)/i

/**
 * Makes the folder usable for the database: exists, holds nothing of others, can be written.
 * As root it also has to be reachable by the account the server runs as; where it is not, the
 * database goes to /var/lib/probity instead, which is logged and noted in the folder.
 */
export async function openDataFolder(requested: string, log: Log): Promise<DataFolder> {
  const root = await makeFolder(resolve(requested), isRoot() ? 0o711 : 0o700)
  await refuseFilesOfOthers(root)
  if (isRoot()) return openAsRoot(root, log)
  await access(root, constants.R_OK | constants.W_OK | constants.X_OK)
  return describe(root, undefined)
}

async function openAsRoot(requested: string, log: Log): Promise<DataFolder> {
  const moved = join(SYSTEM_FOLDER, sha256Hex(requested).slice(0, 16))
  const here = await ownerOfCluster(requested)
  const there = here === undefined ? await ownerOfCluster(moved) : undefined
  if (there !== undefined) {
    log('database-folder-moved', { from: requested, to: moved })
    return describe(moved, await chooseServerUser(there))
  }
  const user = await chooseServerUser(here || (await lstat(requested)).uid)
  if (await letIn(requested, user)) return describe(requested, user)
  if (here !== undefined) {
    throw new EmbeddedPostgresError(
      `The account "${user.name}", which runs PostgreSQL because Probity runs as root, cannot` +
        ` reach ${requested}: allow it to pass through the folders above (chmod o+x).`,
    )
  }
  return moveToSystemFolder(requested, moved, user, log)
}

async function moveToSystemFolder(
  requested: string,
  moved: string,
  user: ServerUser,
  log: Log,
): Promise<DataFolder> {
  await makeSystemFolder()
  await makeFolder(moved, 0o711)
  await refuseFilesOfOthers(moved)
  const because = `PostgreSQL runs as "${user.name}", who cannot reach the folder`
  log('database-folder-moved', { from: requested, to: moved, because })
  await writeFile(
    join(requested, MOVED_NOTE),
    `The database of this folder is in ${moved}, because ${because}. Back up that folder.\n`,
  )
  return describe(moved, user)
}

function describe(root: string, user: RunAs): DataFolder {
  const cluster = join(root, 'cluster')
  return {
    root,
    user,
    cluster,
    passwordFile: join(root, 'superuser-password'),
    lockFile: join(root, 'start.lock'),
    startLog: join(root, 'start.log'),
    log: join(cluster, 'log'),
  }
}

async function makeFolder(path: string, mode: number): Promise<string> {
  if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, mode)
  return realpath(path)
}

/** Opens the folder itself, which is ours, to the server's account; never the folders above. */
async function letIn(folder: string, user: ServerUser): Promise<boolean> {
  if (await canEnter(folder, user)) return true
  const { mode } = await lstat(folder)
  await chmod(folder, (mode & 0o777) | 0o001)
  if (await canEnter(folder, user)) return true
  await chmod(folder, mode & 0o7777)
  return false
}

async function refuseFilesOfOthers(folder: string): Promise<void> {
  const names = await readdir(folder)
  const foreign = names.find(
    (name) => !OURS.test(name) && !OURS_UNFINISHED.test(name) && !HARMLESS.test(name),
  )
  if (foreign === undefined) return
  throw new EmbeddedPostgresError(
    `The database folder ${folder} holds other files ("${foreign}"): name an empty folder.`,
  )
}

async function ownerOfCluster(folder: string): Promise<number | undefined> {
  const cluster = await lstat(join(folder, 'cluster')).catch(() => undefined)
  return cluster?.uid
}
