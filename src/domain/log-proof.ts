import { type Static, Type } from 'typebox'
import { canonicalJson, digestOf } from './digest.ts'
import { FIRST_PREVIOUS_HASH, hashOf, LogEntry } from './log-chain.ts'
import { isConsistent, leafHash, merkleRoot, rootFromPath } from './merkle-tree.ts'

const closed = { additionalProperties: false } as const
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Count = Type.Integer({ minimum: 0 })

/** Checks an Ed25519 signature (base64) over a text; given, since the domain does no I/O. */
export type CheckSignature = (text: string, signature: string, publicKeyPem: string) => boolean

/** One chain as it stands at a checkpoint; its canonical JSON is a leaf of the checkpoint's tree. */
export const ChainHead = Type.Object(
  {
    chain: Type.String(),
    entries: Type.Integer({ minimum: 1 }),
    /** The last entry's hash. */
    head: Hash,
    /** Merkle root over the hashes of all its entries, in their order. */
    root: Hash,
  },
  closed,
)
export type ChainHead = Static<typeof ChainHead>

/** The whole log at one moment, signed: what is published outside. */
export const Checkpoint = Type.Object(
  {
    format: Type.Literal('probity-log-checkpoint/1'),
    number: Type.Integer({ minimum: 1 }),
    /** ISO 8601, UTC. */
    madeAt: Type.String(),
    chains: Count,
    entries: Count,
    /** Merkle root (RFC 9162) over all chain heads, sorted by chain. */
    root: Hash,
    /** Digest of the checkpoint before, its signature included; zeros for the first. */
    previous: Hash,
    publicKeyPem: Type.String(),
    signature: Type.String(),
  },
  closed,
)
export type Checkpoint = Static<typeof Checkpoint>

/** That a chain stands under a checkpoint. */
export const Inclusion = Type.Object(
  { leaf: ChainHead, index: Count, path: Type.Array(Hash) },
  closed,
)
export type Inclusion = Static<typeof Inclusion>

/**
 * One chain under a checkpoint. Entries that are not for the reader's eyes stand in it by their
 * hash alone, so that none can be missing.
 */
export const LogProof = Type.Object(
  {
    format: Type.Literal('probity-log-proof/1'),
    checkpoint: Checkpoint,
    inclusion: Inclusion,
    entries: Type.Array(
      Type.Object({ hash: Hash, entry: Type.Union([LogEntry, Type.Null()]) }, closed),
    ),
  },
  closed,
)
export type LogProof = Static<typeof LogProof>

/** That nothing before the older checkpoint was taken away, changed or put in by the newer. */
export const ConsistencyProof = Type.Object(
  {
    format: Type.Literal('probity-log-consistency/1'),
    older: Checkpoint,
    newer: Checkpoint,
    /** Every chain of the newer checkpoint, sorted. */
    chains: Type.Array(
      Type.Object(
        {
          older: Type.Union([Type.Omit(ChainHead, ['chain']), Type.Null()]),
          newer: ChainHead,
          /** RFC 9162, 2.1.4: the older entries are the first of the newer ones. */
          path: Type.Array(Hash),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type ConsistencyProof = Static<typeof ConsistencyProof>

/** That an authority saw a checkpoint (RFC 3161). */
export const CheckpointTimeStamp = Type.Object(
  {
    /** Its number. */
    checkpoint: Type.Integer({ minimum: 1 }),
    /** Who was asked, by its name in the network. */
    authority: Type.String(),
    /** ISO 8601, UTC. */
    stampedAt: Type.String(),
    /** TimeStampToken over the checkpoint's canonical JSON, DER in base64. */
    token: Type.String(),
  },
  closed,
)
export type CheckpointTimeStamp = Static<typeof CheckpointTimeStamp>

/** Checkpoints as anybody reads them, the newest first, with the stamps on them. */
export const CheckpointList = Type.Object(
  {
    checkpoints: Type.Array(Checkpoint),
    timeStamps: Type.Optional(Type.Array(CheckpointTimeStamp)),
  },
  closed,
)
export type CheckpointList = Static<typeof CheckpointList>

/** A chain's head from the hashes of all its entries. */
export function chainHead(chain: string, hashes: readonly string[]): ChainHead {
  const head = hashes.at(-1) ?? FIRST_PREVIOUS_HASH
  return { chain, entries: hashes.length, head, root: merkleRoot(hashes.map(leafHash)) }
}

/** The leaf that a chain is in a checkpoint's tree. */
export function leafOfChain({ chain, entries, head, root }: ChainHead): string {
  return leafHash(canonicalJson({ chain, entries, head, root }))
}

/** What a checkpoint's signature is made over. */
export function signedTextOf(checkpoint: Omit<Checkpoint, 'signature'>): string {
  return canonicalJson({ ...checkpoint, signature: undefined })
}

/** What the next checkpoint names as the one before it. */
export function checkpointDigest(checkpoint: Checkpoint | null): string {
  return checkpoint === null ? FIRST_PREVIOUS_HASH : digestOf(checkpoint)
}

/** What is wrong with a checkpoint by itself. */
export function checkpointFaults(
  checkpoint: Checkpoint,
  isSigned: CheckSignature,
): readonly string[] {
  const { number, signature, publicKeyPem } = checkpoint
  if (isSigned(signedTextOf(checkpoint), signature, publicKeyPem)) return []
  return [`checkpoint ${number}: the signature is wrong`]
}

/** What is wrong with a run of checkpoints, as published: each names the one before it. */
export function checkpointRunFaults(
  checkpoints: readonly Checkpoint[],
  isSigned: CheckSignature,
): string[] {
  const [first] = checkpoints
  return checkpoints.flatMap((one, index) => {
    const before = checkpoints[index - 1]
    const place = `checkpoint ${one.number}`
    const faults = [...checkpointFaults(one, isSigned)]
    if (one.publicKeyPem !== first?.publicKeyPem) faults.push(`${place}: made with another key`)
    if (!before) {
      const isFirst = one.previous === FIRST_PREVIOUS_HASH
      if (isFirst !== (one.number === 1)) faults.push(`${place}: it can't be the first`)
      return faults
    }
    if (one.number !== before.number + 1) {
      faults.push(`${place}: number ${before.number + 1} was expected`)
    }
    if (one.previous !== checkpointDigest(before)) {
      faults.push(`${place}: does not follow the one before it`)
    }
    const shrank = one.chains < before.chains || one.entries < before.entries
    if (shrank || one.madeAt < before.madeAt) faults.push(`${place}: the log became shorter`)
    return faults
  })
}

/** Whether a chain's head stands under a checkpoint; null where it does, or what is wrong. */
export function inclusionFault(
  checkpoint: Checkpoint,
  { leaf, index, path }: Inclusion,
): string | null {
  const root = rootFromPath(leafOfChain(leaf), { index, size: checkpoint.chains }, path)
  if (root === checkpoint.root) return null
  return `${leaf.chain}: it does not stand under checkpoint ${checkpoint.number}`
}

/** Everything that is wrong with the proof of one chain; none when it holds. */
export function proofFaults(proof: LogProof, isSigned: CheckSignature): string[] {
  const { checkpoint, inclusion, entries } = proof
  const { leaf } = inclusion
  const faults = [...checkpointFaults(checkpoint, isSigned)]
  const outside = inclusionFault(checkpoint, inclusion)
  if (outside) faults.push(outside)
  const found = chainHead(
    leaf.chain,
    entries.map(({ hash }) => hash),
  )
  if (found.entries !== leaf.entries) {
    faults.push(`${leaf.chain}: ${leaf.entries} entries were signed, ${found.entries} are here`)
  } else if (canonicalJson(found) !== canonicalJson(leaf)) {
    faults.push(`${leaf.chain}: the hashes of its entries are not those that were signed`)
  }
  for (const [index, { hash, entry }] of entries.entries()) {
    const place = `${leaf.chain} entry ${index + 1}`
    if (entry === null) continue
    if (hashOf(entry) !== hash || entry.hash !== hash) {
      faults.push(`${place}: content and hash disagree`)
    }
    if (entry.chain !== leaf.chain || entry.number !== index + 1) {
      faults.push(`${place}: it is another entry`)
    }
    if (entry.previousHash !== (entries[index - 1]?.hash ?? FIRST_PREVIOUS_HASH)) {
      faults.push(`${place}: does not follow its predecessor`)
    }
  }
  return faults
}

/** What is wrong between two checkpoints; none when the newer only added to the older. */
export function consistencyFaults(proof: ConsistencyProof, isSigned: CheckSignature): string[] {
  const { older, newer, chains } = proof
  const faults = [...checkpointFaults(older, isSigned), ...checkpointFaults(newer, isSigned)]
  if (older.publicKeyPem !== newer.publicKeyPem) faults.push('checkpoints: made with two keys')
  if (older.number > newer.number) faults.push('checkpoints: the older one is the later one')
  const known = chains.flatMap((one) =>
    one.older === null ? [] : [{ ...one.older, chain: one.newer.chain }],
  )
  for (const [checkpoint, heads] of [
    [older, known],
    [newer, chains.map((one) => one.newer)],
  ] as const) {
    if (merkleRoot(heads.map(leafOfChain)) !== checkpoint.root) {
      faults.push(`checkpoint ${checkpoint.number}: these are not the chains that it signed`)
    }
  }
  for (const one of chains) {
    if (one.older === null) continue
    const [from, to] = [one.older, one.newer]
    const [before, after] = [from, to].map(({ entries, root }) => ({ size: entries, root }))
    const isSame = from.entries < to.entries || from.head === to.head
    if (!before || !after || !isSame || !isConsistent(before, after, one.path)) {
      faults.push(`${to.chain}: its first ${from.entries} entries were changed afterwards`)
    }
  }
  return faults
}
