import { setImmediate as giveWay } from 'node:timers/promises'
import { uuidFrom } from '../domain/digest.ts'
import {
  type ChainHead,
  type Checkpoint,
  chainHead,
  checkpointDigest,
  signedTextOf,
} from '../domain/log-proof.ts'
import { buildLevels } from '../store/checkpoints/log-tree.ts'
import { readCheckpoints, readHashes, readHeads } from '../store/checkpoints/read-checkpoints.ts'
import { announceIn } from '../store/outbox/announce.ts'
import { inScope, SYSTEM } from '../store/scope.ts'
import type { SqlTransaction } from '../store/sql-pool.ts'
import type { Deps } from './deps.ts'

const CHAINS_A_CHUNK = 1000
/** Hashed before requests have their turn: a few milliseconds. */
const CHAINS_A_TURN = 50

/**
 * Signs the log as it stands; the latest checkpoint where nothing was added since (null: there is
 * no log yet), or where it is younger than asked for. One at a time, whoever asks.
 */
export async function makeCheckpoint(
  deps: Deps,
  asked: { readonly atLeastApartMs?: number } = {},
): Promise<Checkpoint | null> {
  return inScope(deps.sql, SYSTEM, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('log-checkpoint', 9))`
    const [latest = null] = await readCheckpoints(tx, { limit: 1 })
    const sinceMs = latest ? deps.now().getTime() - Date.parse(latest.madeAt) : Infinity
    if (sinceMs < (asked.atLeastApartMs ?? 0)) return latest
    const grown = await readGrown(tx)
    if (grown.length === 0) return latest
    const checkpoint = signed(deps, {
      format: 'probity-log-checkpoint/1',
      number: (latest?.number ?? 0) + 1,
      madeAt: deps.now().toISOString(),
      ...(await summarize(tx, latest?.number ?? 0, grown)),
      previous: checkpointDigest(latest),
      publicKeyPem: deps.publicKeyPem,
    })
    await keep(tx, checkpoint, grown)
    await announceIn(tx, {
      id: uuidFrom(`checkpoint-made:${checkpoint.number}`),
      topic: 'checkpoint-made',
      unitPath: null,
      payload: { ...checkpoint },
      at: new Date(checkpoint.madeAt),
    })
    return checkpoint
  })
}

function signed(deps: Deps, content: Omit<Checkpoint, 'signature'>): Checkpoint {
  return { ...content, signature: deps.sign(signedTextOf(content)) }
}

/** Chains with entries that no checkpoint has, each as it stands now. */
async function readGrown(tx: SqlTransaction): Promise<ChainHead[]> {
  // What is committed while this runs belongs to the next one: lengths are read once.
  const lengths = await tx<{ chain: string; entries: number }[]>`
    select stands.chain, stands.entries from (
      select chain, max(number) as entries from log_entry group by chain
    ) as stands
    left join lateral (select entries from log_checkpoint_head
      where log_checkpoint_head.chain = stands.chain order by checkpoint desc limit 1
    ) as signed on true
    where signed.entries is null or signed.entries < stands.entries
    order by stands.chain collate "C"`
  const heads: ChainHead[] = []
  for (let from = 0; from < lengths.length; from += CHAINS_A_CHUNK) {
    const chunk = await readHashes(tx, lengths.slice(from, from + CHAINS_A_CHUNK))
    for (const [chain, hashes] of chunk) {
      heads.push(chainHead(chain, hashes))
      if (heads.length % CHAINS_A_TURN === 0) await giveWay()
    }
  }
  return heads
}

/** Counts and root over the chains of the checkpoint before, with those that have grown. */
async function summarize(tx: SqlTransaction, before: number, grown: readonly ChainHead[]) {
  const heads = new Map((await readHeads(tx, before)).map((head) => [head.chain, head]))
  for (const head of grown) heads.set(head.chain, head)
  // By bytes, as the database sorts them when they are read again.
  const sorted = [...heads.values()]
    .map((head) => ({ head, bytes: Buffer.from(head.chain, 'utf8') }))
    .sort((left, right) => Buffer.compare(left.bytes, right.bytes))
    .map(({ head }) => head)
  const levels = await buildLevels(sorted)
  return {
    chains: sorted.length,
    entries: sorted.reduce((sum, { entries }) => sum + entries, 0),
    root: levels.at(-1)?.[0] as string,
  }
}

async function keep(
  tx: SqlTransaction,
  checkpoint: Checkpoint,
  grown: readonly ChainHead[],
): Promise<void> {
  const { number, madeAt, chains, entries, root, previous, publicKeyPem, signature } = checkpoint
  await tx`
    insert into log_checkpoint
      (number, made_at, chains, entries, root, previous, public_key_pem, signature)
    values (${number}, ${madeAt}, ${chains}, ${entries}, ${root}, ${previous}, ${publicKeyPem},
      ${signature})`
  await tx`
    insert into log_checkpoint_head (chain, checkpoint, entries, head, root)
    select chain, ${number}, entries, head, root
    from json_to_recordset(${JSON.stringify(grown)}::text::json)
      as row (chain text, entries int, head text, root text)`
}
