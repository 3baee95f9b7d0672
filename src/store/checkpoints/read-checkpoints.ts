import type { ChainHead, Checkpoint } from '../../domain/log-proof.ts'
import type { SqlTransaction } from '../sql-pool.ts'

type CheckpointColumns = Omit<Checkpoint, 'format' | 'madeAt'> & { readonly madeAt: Date }

/** The latest checkpoints before a number (all: none given), the newest first. */
export async function readCheckpoints(
  tx: SqlTransaction,
  asked: { readonly before?: number | undefined; readonly limit: number },
): Promise<Checkpoint[]> {
  const rows = await tx<CheckpointColumns[]>`
    select number, made_at as "madeAt", chains, entries, root, previous,
      public_key_pem as "publicKeyPem", signature
    from log_checkpoint where number < ${asked.before ?? 2 ** 31 - 1}
    order by number desc limit ${asked.limit}`
  return rows.map(({ madeAt, ...row }) => ({
    format: 'probity-log-checkpoint/1',
    ...row,
    madeAt: madeAt.toISOString(),
  }))
}

/** A checkpoint by its number; null where there is none. */
export async function findCheckpoint(
  tx: SqlTransaction,
  number: number,
): Promise<Checkpoint | null> {
  const [found] = await readCheckpoints(tx, { before: number + 1, limit: 1 })
  return found?.number === number ? found : null
}

/** Every chain as it stood at a checkpoint, sorted by its bytes. */
export async function readHeads(tx: SqlTransaction, number: number): Promise<ChainHead[]> {
  const rows = await tx<ChainHead[]>`
    select distinct on (chain collate "C") chain, entries, head, root
    from log_checkpoint_head where checkpoint <= ${number}
    order by chain collate "C", checkpoint desc`
  return rows.map((row) => ({ ...row }))
}

/** The hashes of the first so many entries of chains, in their order, by chain. */
export async function readHashes(
  tx: SqlTransaction,
  lengths: readonly Pick<ChainHead, 'chain' | 'entries'>[],
): Promise<ReadonlyMap<string, string[]>> {
  const asked = lengths.map(({ chain, entries }) => ({ chain, entries }))
  const rows = await tx<{ chain: string; hashes: string[] }[]>`
    select log_entry.chain, array_agg(log_entry.hash order by log_entry.number) as hashes
    from json_to_recordset(${JSON.stringify(asked)}::text::json)
      as asked (chain text, entries int)
    join log_entry on log_entry.chain = asked.chain and log_entry.number <= asked.entries
    group by log_entry.chain`
  return new Map(rows.map(({ chain, hashes }) => [chain, hashes]))
}
