import { appendFile, mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Value from 'typebox/value'
import { canonicalJson } from '../domain/digest.ts'
import { Checkpoint } from '../domain/log-proof.ts'
import { readCheckpoints } from '../store/checkpoints/read-checkpoints.ts'
import { inScope, SYSTEM } from '../store/scope.ts'
import type { SqlTransaction } from '../store/sql-pool.ts'
import type { Deps } from './deps.ts'

/** One checkpoint a line, in order: to be mirrored where nobody of the service can write. */
export const CHECKPOINT_FILE = 'checkpoints.jsonl'
const AT_ONCE = 1000
const NEWLINE = 0x0a

/** What was done to a last line that was only begun, as by a process killed while it wrote. */
export interface MendedLine {
  readonly line: number
  /** `completed`: only its end of line lacked; `cut`: it could not be read and is written anew. */
  readonly mended: 'completed' | 'cut'
  readonly bytes: number
}

/**
 * Adds the checkpoints that the outside file does not have yet; after a failure they come at the
 * next time of asking. One at a time, whoever asks: nobody mends a line that is being written.
 * @returns how many were added, and what was done to a half-written last line
 * @throws Error when the file can't be read or written, or a line that was finished is none of ours
 */
export async function publishCheckpoints(
  deps: Deps,
): Promise<{ readonly added: number; readonly mended: MendedLine | null }> {
  const { checkpointFolder } = deps.outside
  if (checkpointFolder === null) return { added: 0, mended: null }
  await mkdir(checkpointFolder, { recursive: true })
  const file = join(checkpointFolder, CHECKPOINT_FILE)
  return inScope(deps.sql, SYSTEM, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('publish-checkpoints', 9))`
    const bytes = await bytesOf(file)
    const ended = bytes.lastIndexOf(NEWLINE) + 1
    const lines = linesOf(bytes.subarray(0, ended))
    const missing = (await readAfter(tx, lastNumber(file, lines))).map(canonicalJson)
    const begun = { file, line: lines.length + 1, from: ended, bytes: bytes.subarray(ended) }
    const mended = await mendLastLine(begun, missing[0] ?? '')
    const toAdd = mended?.mended === 'completed' ? missing.slice(1) : missing
    if (toAdd.length === 0) return { added: 0, mended }
    refuseBrokenLines(file, lines)
    await appendFile(file, toAdd.map((text) => `${text}\n`).join(''), { flush: true })
    return { added: toAdd.length, mended }
  })
}

/** The checkpoints after a number, the oldest first. */
async function readAfter(tx: SqlTransaction, after: number): Promise<Checkpoint[]> {
  const found: Checkpoint[] = []
  for (;;) {
    const batch = await readCheckpoints(tx, { before: found.at(-1)?.number, limit: AT_ONCE })
    found.push(...batch.filter(({ number }) => number > after))
    if (batch.length < AT_ONCE || found.at(-1)?.number !== batch.at(-1)?.number) {
      return found.reverse()
    }
  }
}

async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  })
}

function linesOf(bytes: Buffer): readonly string[] {
  const lines = bytes.toString().split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** What stands below the last finished line. */
interface BegunLine {
  readonly file: string
  readonly line: number
  /** Where it begins in the file. */
  readonly from: number
  readonly bytes: Buffer
}

/**
 * Ends a checkpoint that lacks nothing else; cuts one that was only begun, so that it is written
 * anew. Anything that is not the beginning of the next checkpoint was not written here, and
 * whatever was finished is not touched.
 */
async function mendLastLine(begun: BegunLine, next: string): Promise<MendedLine | null> {
  const { file, line, from, bytes } = begun
  if (bytes.length === 0) return null
  // A file system that lost its power may have kept the length, but not the bytes.
  const text = bytes.toString().replace(/\0+$/, '')
  if (!next.startsWith(text)) throw brokenLine(file, line)
  const isWhole = text === next && bytes.length === Buffer.byteLength(next)
  const handle = await open(file, 'r+')
  try {
    if (isWhole) await handle.write('\n', from + bytes.length)
    else await handle.truncate(from)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { line, mended: isWhole ? 'completed' : 'cut', bytes: bytes.length }
}

/** What a line says; undefined where it is no JSON. */
function documentIn(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function lastNumber(file: string, lines: readonly string[]): number {
  if (lines.length === 0) return 0
  const last = documentIn(lines.at(-1) ?? '')
  if (Value.Check(Checkpoint, last)) return last.number
  throw brokenLine(file, lines.length)
}

/** Nothing is added below a broken line: who follows the file would not get past it. */
function refuseBrokenLines(file: string, lines: readonly string[]): void {
  const broken = lines.findIndex((line) => documentIn(line) === undefined)
  if (broken >= 0) throw brokenLine(file, broken + 1)
}

function brokenLine(file: string, line: number): Error {
  return new Error(
    `line ${line} of ${file} is no checkpoint, so none is added: move the file away, and keep it ` +
      'as evidence of what happened to it; all checkpoints are then written anew',
  )
}
