import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { copyToReachableFolder } from './copy-binaries.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { Log } from './log.ts'
import { type RunAs, run } from './run-as.ts'

/** The PostgreSQL programs, ready to run by the account the server runs as. */
export interface Binaries {
  readonly folder: string
  readonly majorVersion: number
}

type Program = 'initdb' | 'pg_ctl' | 'postgres'

/** The full path of one of the programs. */
export function program(binaries: Pick<Binaries, 'folder'>, name: Program): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/**
 * Finds the PostgreSQL programs of the npm package for this platform, repairs what a blocked
 * install script left undone, and copies them when the server's account cannot reach them.
 */
export async function prepareBinaries(
  user: RunAs,
  log: Log,
  packageFolder = findPackageFolder(),
): Promise<Binaries> {
  await finishInstallation(packageFolder)
  const folder = join(packageFolder, 'native')
  const here = await readVersion(folder, user)
  if (here.majorVersion !== undefined) return { folder, majorVersion: here.majorVersion }
  if (user) {
    const copy = await copyToReachableFolder(packageFolder)
    const there = await readVersion(copy, user)
    if (there.majorVersion !== undefined) {
      log('database-programs-copied', { to: copy, because: `${user.name} cannot reach ${folder}` })
      return { folder: copy, majorVersion: there.majorVersion }
    }
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL programs in ${folder} do not run on this machine: install a system with` +
      ` glibc (not Alpine) or set DATABASE_URL to a PostgreSQL of your own.\n${here.output}`,
  )
}

/**
 * npm drops symbolic links from packages; the package's install script makes them again. Where
 * install scripts are blocked, this does the same.
 */
export async function finishInstallation(packageFolder: string): Promise<void> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  const text = await readFile(list, 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(text)
  try {
    for (const { source, target } of links) {
      const path = join(packageFolder, target)
      if (await exists(path)) continue
      await symlink(relative(dirname(target), source), path).catch(ignoreExisting)
    }
    for (const name of ['initdb', 'pg_ctl', 'postgres'] as const) {
      const path = program({ folder: join(packageFolder, 'native') }, name)
      const { mode } = await stat(path)
      if ((mode & 0o111) === 0) await chmod(path, mode | 0o111)
    }
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The PostgreSQL package in ${packageFolder} is not fully installed and cannot be repaired:` +
        ' run "npm rebuild" with the rights to write there, or set DATABASE_URL.',
      { cause: error },
    )
  }
}

function findPackageFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const require = createRequire(import.meta.url)
  // Package managers that do not hoist show it only to the package that depends on it.
  const finders = [
    () => require.resolve(name),
    () => createRequire(require.resolve('embedded-postgres')).resolve(name),
  ]
  for (const find of finders) {
    try {
      return dirname(dirname(find()))
    } catch {}
  }
  throw new EmbeddedPostgresError(
    `The package ${name} with the PostgreSQL server is not installed: run "npm ci" without` +
      ' --omit=optional on this machine, or set DATABASE_URL to a PostgreSQL of your own.',
  )
}

async function readVersion(folder: string, user: RunAs) {
  const { code, output } = await run(program({ folder }, 'initdb'), ['--version'], { user })
  const server = await run(program({ folder }, 'postgres'), ['--version'], { user })
  const major = /PostgreSQL\) (\d+)/.exec(server.output)?.[1]
  const works = code === 0 && server.code === 0 && major !== undefined
  return { majorVersion: works ? Number(major) : undefined, output: output + server.output }
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
