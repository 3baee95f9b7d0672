import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/*
 * Merkle trees as RFC 9162 (Certificate Transparency 2.0, section 2.1) has them, over SHA-256.
 * Hashes are 64 hexadecimal digits. A leaf can't be taken for a node: each has a prefix.
 */

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** Hash of the tree without leaves. */
export const EMPTY_ROOT = bytesToHex(sha256(new Uint8Array()))

/** Hash of a leaf that holds a text (RFC 9162, 2.1.1). */
export function leafHash(text: string): string {
  return bytesToHex(sha256(concatBytes(LEAF, utf8ToBytes(text))))
}

function nodeHash(left: string, right: string): string {
  return bytesToHex(sha256(concatBytes(NODE, hexToBytes(left), hexToBytes(right))))
}

/** The levels of a tree, leaves first, root last: a node without a sibling goes up as it is. */
export type TreeLevels = readonly (readonly string[])[]

/** Every node above these leaves. */
export function treeLevels(leaves: readonly string[]): TreeLevels {
  const growing = growTree(leaves)
  for (;;) {
    const { done, value } = growing.next()
    if (done) return value
  }
}

/** Nodes that are made before others have their turn: a few milliseconds. */
const NODES_A_TURN = 1024

/** The same for very large trees, in turns between which the caller can give way. */
export function* growTree(leaves: readonly string[]): Generator<undefined, TreeLevels> {
  const levels: (readonly string[])[] = [leaves]
  for (let level = leaves; level.length > 1; ) {
    const above: string[] = []
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index] as string
      const right = level[index + 1]
      above.push(right === undefined ? left : nodeHash(left, right))
      if (above.length % NODES_A_TURN === 0) yield
    }
    levels.push(above)
    level = above
  }
  return levels
}

/** The root over leaf hashes; of none the hash of nothing. */
export function merkleRoot(leaves: readonly string[]): string {
  return treeLevels(leaves).at(-1)?.[0] ?? EMPTY_ROOT
}

/** The nodes beside the way from a leaf to the root (RFC 9162, 2.1.3.1). */
export function inclusionPath(levels: TreeLevels, index: number): string[] {
  return levels.slice(0, -1).flatMap((level, height) => {
    const sibling = level[(index >> height) ^ 1]
    return sibling === undefined ? [] : [sibling]
  })
}

/** The root that a leaf and its path lead to; null where the path does not fit the tree. */
export function rootFromPath(
  leaf: string,
  { index, size }: { readonly index: number; readonly size: number },
  path: readonly string[],
): string | null {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return null
  let [place, last, root] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return null
    if (place % 2 === 1 || place === last) {
      root = nodeHash(sibling, root)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else root = nodeHash(root, sibling)
    place = half(place)
    last = half(last)
  }
  return last === 0 ? root : null
}

const half = (number: number) => Math.floor(number / 2)

/** The nodes that show a tree of `size` leaves to be the beginning of this one (2.1.4.1). */
export function consistencyPath(leaves: readonly string[], size: number): string[] {
  if (size <= 0 || size >= leaves.length) return []
  return subproof(leaves, size, true)
}

function subproof(leaves: readonly string[], size: number, isWhole: boolean): string[] {
  if (size === leaves.length) return isWhole ? [] : [merkleRoot(leaves)]
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return size <= split
    ? [...subproof(left, size, isWhole), merkleRoot(right)]
    : [...subproof(right, size - split, false), merkleRoot(left)]
}

/** A tree as it was signed: how many leaves, and its root. */
export interface TreeHead {
  readonly size: number
  readonly root: string
}

/** Whether a path shows that the older tree is the beginning of the newer (RFC 9162, 2.1.4.2). */
export function isConsistent(older: TreeHead, newer: TreeHead, path: readonly string[]): boolean {
  if (older.size < 1 || older.size > newer.size) return false
  if (older.size === newer.size) return path.length === 0 && older.root === newer.root
  const isPower = Number.isInteger(Math.log2(older.size))
  const [first, ...rest] = isPower ? [older.root, ...path] : path
  if (first === undefined) return false
  let [place, last] = [older.size - 1, newer.size - 1]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  let [oldRoot, newRoot] = [first, first]
  for (const node of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      oldRoot = nodeHash(node, oldRoot)
      newRoot = nodeHash(node, newRoot)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else newRoot = nodeHash(newRoot, node)
    place = half(place)
    last = half(last)
  }
  return last === 0 && oldRoot === older.root && newRoot === newer.root
}
