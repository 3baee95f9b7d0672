import { setImmediate as giveWay } from 'node:timers/promises'
import {
  type ChainHead,
  type Checkpoint,
  type Inclusion,
  leafOfChain,
} from '../../domain/log-proof.ts'
import { growTree, inclusionPath, type TreeLevels } from '../../domain/merkle-tree.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { findCheckpoint, readHeads } from './read-checkpoints.ts'

/** Leaves that are hashed before others have their turn: a few milliseconds. */
const LEAVES_A_TURN = 256

/** The tree over all chains at a checkpoint. */
export interface LogTree {
  readonly checkpoint: Checkpoint
  /** Where a chain stands in it; null where it had no entry yet. */
  readonly includes: (chain: string) => Inclusion | null
}

/** Trees of checkpoints; the one asked for last is kept in memory. */
export type LogTrees = (number: number) => Promise<LogTree | null>

/** Builds the tree over chain heads, giving way to others: it may have hundreds of thousands. */
export async function buildLevels(heads: readonly ChainHead[]): Promise<TreeLevels> {
  const leaves: string[] = []
  for (const head of heads) {
    leaves.push(leafOfChain(head))
    if (leaves.length % LEAVES_A_TURN === 0) await giveWay()
  }
  const growing = growTree(leaves)
  for (;;) {
    const { done, value } = growing.next()
    if (done) return value
    await giveWay()
  }
}

/** Keeps one tree, so that many who ask for their proofs at once cost one. */
export function createLogTrees(sql: Sql): LogTrees {
  let kept: { readonly number: number; readonly tree: Promise<LogTree | null> } | null = null
  return (number) => {
    if (kept?.number === number) return kept.tree
    const tree = loadTree(sql, number)
    const mine = { number, tree }
    kept = mine
    const forget = () => {
      if (kept === mine) kept = null
    }
    tree.then((found) => found === null && forget(), forget)
    return tree
  }
}

async function loadTree(sql: Sql, number: number): Promise<LogTree | null> {
  const { checkpoint, heads } = await read(sql, SYSTEM, async (tx) => ({
    checkpoint: await findCheckpoint(tx, number),
    heads: await readHeads(tx, number),
  }))
  if (checkpoint === null) return null
  const levels = await buildLevels(heads)
  const places = new Map(heads.map(({ chain }, index) => [chain, index]))
  return {
    checkpoint,
    includes: (chain) => {
      const index = places.get(chain)
      const leaf = index === undefined ? undefined : heads[index]
      if (index === undefined || leaf === undefined) return null
      return { leaf, index, path: inclusionPath(levels, index) }
    },
  }
}
