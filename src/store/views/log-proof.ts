import { setImmediate as giveWay } from 'node:timers/promises'
import type { LogEntry } from '../../domain/log-chain.ts'
import type {
  ChainHead,
  CheckpointList,
  CheckpointTimeStamp,
  ConsistencyProof,
  LogProof,
} from '../../domain/log-proof.ts'
import { consistencyPath, leafHash } from '../../domain/merkle-tree.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { LogTrees } from '../checkpoints/log-tree.ts'
import {
  findCheckpoint,
  readCheckpoints,
  readHashes,
  readHeads,
} from '../checkpoints/read-checkpoints.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** What an attempt's log says that its candidate and its organizers may read word by word. */
const OPEN_ACTS: ReadonlySet<string> = new Set([
  'attempt-started',
  'item-given',
  'items-ended',
  'attempt-conducted',
  'attempt-reopened',
  'attempt-closed',
  'statement-made',
])
/** The same, once results are given out. */
const TOLD_ACTS: ReadonlySet<string> = new Set([...OPEN_ACTS, 'attempt-settled'])

type EntryColumns = Omit<LogEntry, 'loggedAt'> & { readonly loggedAt: Date }

/** A chain's first entries, as they are exported. */
async function readChain(tx: SqlTransaction, chain: string, entries: number): Promise<LogEntry[]> {
  const rows = await tx<EntryColumns[]>`
    select chain, number, logged_at as "loggedAt", actor, act, subject, detail,
      previous_hash as "previousHash", hash
    from log_entry where chain = ${chain} and number <= ${entries} order by number`
  return rows.map((row) => ({ ...row, loggedAt: row.loggedAt.toISOString() }))
}

/** The latest checkpoints before a number (all: none given), the newest first. */
export async function listCheckpoints(
  sql: Sql,
  asked: { readonly before?: number | undefined; readonly limit: number },
): Promise<CheckpointList> {
  return read(sql, SYSTEM, async (tx) => {
    const checkpoints = await readCheckpoints(tx, asked)
    const numbers = checkpoints.map(({ number }) => number)
    const rows = await tx<(Omit<CheckpointTimeStamp, 'stampedAt'> & { stampedAt: Date })[]>`
      select checkpoint, authority, stamped_at as "stampedAt", token from checkpoint_timestamp
      where checkpoint = any(${numbers}::int[]) order by checkpoint desc, authority`
    const timeStamps = rows.map((row) => ({
      ...row,
      authority: new URL(row.authority).host,
      stampedAt: row.stampedAt.toISOString(),
    }))
    return { checkpoints, timeStamps }
  })
}

/**
 * That an attempt's log stands under the latest checkpoint. What auditors did is in it by hashes
 * alone, and so is the result until it is given out. @throws Refusal 'not-found' before there is
 * a checkpoint that has the attempt
 */
export async function getAttemptProof(
  stores: { readonly sql: Sql; readonly logTrees: LogTrees },
  attemptId: string,
): Promise<LogProof> {
  const [latest] = await read(stores.sql, SYSTEM, (tx) => readCheckpoints(tx, { limit: 1 }))
  const tree = latest ? await stores.logTrees(latest.number) : null
  const inclusion = tree?.includes(`attempt:${attemptId}`) ?? null
  if (tree === null || inclusion === null) {
    throw new Refusal('not-found', 'no checkpoint has this attempt yet: one is made within minutes')
  }
  const { chain, entries } = inclusion.leaf
  const { log, isTold } = await read(stores.sql, SYSTEM, async (tx) => ({
    log: await readChain(tx, chain, entries),
    isTold: await areResultsTold(tx, attemptId),
  }))
  const shown = isTold ? TOLD_ACTS : OPEN_ACTS
  return {
    format: 'probity-log-proof/1',
    checkpoint: tree.checkpoint,
    inclusion,
    entries: log.map((entry) => ({
      hash: entry.hash,
      entry: shown.has(entry.act) ? entry : null,
    })),
  }
}

async function areResultsTold(tx: SqlTransaction, attemptId: string): Promise<boolean> {
  const [row] = await tx<{ told: boolean }[]>`
    select final_at is not null or release_results = 'at-submission' as told
    from exam join attempt on exam.id = attempt.exam_id where attempt.id = ${attemptId}`
  return row?.told ?? false
}

/** That the newer of two checkpoints only added to the older. @throws Refusal 'not-found' */
export async function getConsistency(
  sql: Sql,
  asked: { readonly older: number; readonly newer: number },
): Promise<ConsistencyProof> {
  return read(sql, SYSTEM, async (tx) => {
    const older = await findCheckpoint(tx, asked.older)
    const newer = await findCheckpoint(tx, asked.newer)
    if (older === null || newer === null || older.number > newer.number) {
      throw new Refusal('not-found', 'there are no two such checkpoints, the older one first')
    }
    const before = new Map((await readHeads(tx, older.number)).map((head) => [head.chain, head]))
    const heads = await readHeads(tx, newer.number)
    const grown = heads.filter(({ chain, entries }) => {
      const known = before.get(chain)
      return known !== undefined && known.entries < entries
    })
    const paths = await readPaths(tx, grown, before)
    const chains = heads.map((newer): ConsistencyProof['chains'][number] => {
      const { chain: _, ...known } = before.get(newer.chain) ?? { chain: newer.chain }
      const path = paths.get(newer.chain) ?? []
      return { older: 'head' in known ? known : null, newer, path }
    })
    return { format: 'probity-log-consistency/1', older, newer, chains }
  })
}

const CHAINS_A_CHUNK = 1000

/** How chains grew from as many entries as they had to those they have: as many at once. */
async function readPaths(
  tx: SqlTransaction,
  grown: readonly ChainHead[],
  before: ReadonlyMap<string, ChainHead>,
): Promise<ReadonlyMap<string, string[]>> {
  const paths = new Map<string, string[]>()
  for (let from = 0; from < grown.length; from += CHAINS_A_CHUNK) {
    const chunk = grown.slice(from, from + CHAINS_A_CHUNK)
    for (const [chain, hashes] of await readHashes(tx, chunk)) {
      const { entries = 0 } = before.get(chain) ?? {}
      paths.set(chain, consistencyPath(hashes.map(leafHash), entries))
    }
    await giveWay()
  }
  return paths
}
