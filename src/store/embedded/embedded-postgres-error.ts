/** The embedded database cannot run; the message says why and what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this account may not read or write there; change its owner or choose another folder',
  EDQUOT: 'the disk quota is used up; free some space',
  EEXIST: 'a file is in the way; remove it or choose another folder',
  ENOSPC: 'the disk is full; free some space',
  ENOTDIR: 'a part of the path is a file; choose another folder',
  EPERM: 'this account lacks the rights; run as an ordinary user or set DATABASE_URL',
  EROFS: 'it is on a read-only file system; choose another folder',
}

/** Turns a failed file operation into a sentence; gives back every other error as it is. */
export function explainFileError(error: unknown, dataFolder: string): unknown {
  if (!(error instanceof Error) || error instanceof EmbeddedPostgresError) return error
  const { code, path } = error as NodeJS.ErrnoException
  const reason = code === undefined ? undefined : REASONS[code]
  if (reason === undefined) return error
  const where = path === undefined || path === dataFolder ? '' : ` (at ${path})`
  return new EmbeddedPostgresError(
    `The database folder ${dataFolder} cannot be used${where}: ${reason}.`,
    { cause: error },
  )
}
