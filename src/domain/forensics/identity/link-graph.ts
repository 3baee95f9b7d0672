import type { AccountLink } from './judge-pairs.ts'
import { LINK_KINDS, type LinkKind } from './link-weights.ts'

/** Accounts that may have one person behind them. */
export interface LinkGroup {
  /** Ascending. */
  readonly accounts: readonly number[]
  /** Places in the list of links. */
  readonly links: readonly number[]
  readonly kinds: readonly LinkKind[]
  /** Sum of the links' weights; bits. */
  readonly bits: number
  /**
   * Whether each account is linked with two others at least (in a pair: with the other). A group
   * that only hangs together like a chain may be two persons with an account mistaken for both's.
   */
  readonly tight: boolean
}

/**
 * Connected components of the graph whose edges are those links that count (Wollack & Maynes 2017
 * cluster pairs alike). Of these only links of two kinds at least, one of them of a person, are
 * edges: whoever shares an office, a family's computer or a test room is in no group for it.
 */
export function groupLinks(
  links: readonly AccountLink[],
  counts: (place: number) => boolean,
): LinkGroup[] {
  const parents = new Map<number, number>()
  const rootOf = (account: number): number => {
    let root = account
    while ((parents.get(root) ?? root) !== root) root = parents.get(root) as number
    parents.set(account, root)
    return root
  }
  const edges = links
    .map((link, place) => ({ link, place }))
    .filter(({ link, place }) => isOfTwoKinds(link) && counts(place))
  for (const { link } of edges) parents.set(rootOf(link.left), rootOf(link.right))
  const byRoot = new Map<number, typeof edges>()
  for (const edge of edges) {
    const root = rootOf(edge.link.left)
    byRoot.set(root, [...(byRoot.get(root) ?? []), edge])
  }
  return [...byRoot.values()].map(groupOf).sort((one, other) => other.bits - one.bits)
}

function isOfTwoKinds({ evidence }: AccountLink): boolean {
  const ofPerson = evidence.some(({ kind }) => kind === 'rhythm' || kind === 'answers')
  return ofPerson && evidence.length >= 2
}

function groupOf(
  edges: readonly { readonly link: AccountLink; readonly place: number }[],
): LinkGroup {
  const degrees = new Map<number, number>()
  const kinds = new Set<LinkKind>()
  let bits = 0
  for (const { link } of edges) {
    for (const account of [link.left, link.right]) {
      degrees.set(account, (degrees.get(account) ?? 0) + 1)
    }
    for (const one of link.evidence) {
      kinds.add(one.kind)
      bits += one.bits
    }
  }
  return {
    accounts: [...degrees.keys()].sort((one, other) => one - other),
    links: edges.map(({ place }) => place),
    kinds: LINK_KINDS.filter((kind) => kinds.has(kind)),
    bits,
    tight: degrees.size === 2 || [...degrees.values()].every((degree) => degree >= 2),
  }
}
