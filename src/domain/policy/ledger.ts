import { type Static, Type } from 'typebox'
import type { StatedAward } from './awards.ts'
import { expiryOf } from './credit-cycles.ts'

/**
 * Where credits are. What is issued stands against the four others: held (given, something is
 * open), available, and for good revoked or expired.
 */
export const CREDIT_ACCOUNTS = ['issued', 'held', 'available', 'revoked', 'expired'] as const
export type CreditAccount = (typeof CREDIT_ACCOUNTS)[number]

export const TRANSACTION_KINDS = ['grant', 'hold', 'release', 'revoke', 'expire'] as const
export type TransactionKind = (typeof TRANSACTION_KINDS)[number]

/** Evidence of competence, or having been there; the second never becomes the first. */
export const CREDIT_SOURCES = ['competence', 'attendance'] as const
export type CreditSource = (typeof CREDIT_SOURCES)[number]

/** Credits moved into (positive) or out of (negative) one account. */
export const Posting = Type.Object(
  { account: Type.Enum([...CREDIT_ACCOUNTS]), amount: Type.Integer() },
  { additionalProperties: false },
)
export type Posting = Static<typeof Posting>

/** One transaction about one origin; its postings sum to zero. Added, never changed or erased. */
export const CreditTransaction = Type.Object(
  {
    /** Place among the transactions of its origin, from 1. */
    sequence: Type.Integer({ minimum: 1 }),
    kind: Type.Enum([...TRANSACTION_KINDS]),
    source: Type.Enum([...CREDIT_SOURCES]),
    amount: Type.Integer({ minimum: 1 }),
    /** The transaction this one counters; null for one that brings credits into being. */
    counters: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    /** When the evidence was given, and when what is unused expires; milliseconds since 1970. */
    earnedMs: Type.Integer(),
    expiresMs: Type.Integer(),
    postings: Type.Array(Posting),
  },
  { additionalProperties: false },
)
export type CreditTransaction = Static<typeof CreditTransaction>

/** As far as what stands follows from it; the postings follow from the kind. */
export type KeptTransaction = Omit<CreditTransaction, 'postings'>

/** What an origin ought to have given by now. */
export interface CreditsDue {
  readonly amount: number
  readonly state: 'held' | 'available'
  readonly expiresMs: number
}

type Standing = KeptTransaction & { readonly at: Exclude<CreditAccount, 'issued'> }

/**
 * The transactions to add to one origin's ledger so that it stands as is due: held credits are
 * released, available ones held, another amount is revoked and given anew. Each names what it
 * counters. None when nothing changed. What has expired stays expired, and nothing is given in
 * its place.
 */
export function transactionsFor(change: {
  readonly previous: readonly KeptTransaction[]
  readonly due: CreditsDue | null
  readonly source: CreditSource
  readonly earnedMs: number
}): CreditTransaction[] {
  const { previous, due, source, earnedMs } = change
  const last = lastOf(previous)
  if (last?.at === 'expired') return []
  const standing = last?.at === 'held' || last?.at === 'available' ? last : null
  const next = (last?.sequence ?? 0) + 1
  const isSame =
    standing !== null &&
    due !== null &&
    standing.amount === due.amount &&
    standing.expiresMs === due.expiresMs
  if (isSame) {
    if (standing.at === due.state) return []
    return [counter(standing, { sequence: next, kind: due.state === 'held' ? 'hold' : 'release' })]
  }
  const added = standing ? [counter(standing, { sequence: next, kind: 'revoke' })] : []
  if (due === null) return added
  const { amount, expiresMs, state } = due
  const opening = { sequence: next + added.length, source, amount, earnedMs, expiresMs }
  return [...added, open(opening, state)]
}

/** The transaction that lets an origin's unused credits expire; null where nothing is to. */
export function expiryFor(
  previous: readonly KeptTransaction[],
  nowMs: number,
): CreditTransaction | null {
  const last = lastOf(previous)
  // What is held is waited for: nobody loses credits because a decision took long.
  if (last?.at !== 'available' || last.expiresMs > nowMs) return null
  return counter(last, { sequence: last.sequence + 1, kind: 'expire' })
}

/** What an origin's stated awards make due; several of one origin never add up to more than one. */
export function creditsDue(awards: readonly StatedAward[], earnedMs: number): CreditsDue | null {
  for (const { award, state } of awards) {
    if (award.kind !== 'credits' || (state !== 'granted' && state !== 'held')) continue
    const expiresMs = expiryOf(earnedMs, award.expires ?? 'five-years')
    return { amount: award.amount, state: state === 'held' ? 'held' : 'available', expiresMs }
  }
  return null
}

/** What is in each account after transactions, of one origin or of many. */
export function balancesOf(
  transactions: readonly Pick<CreditTransaction, 'postings'>[],
): Record<CreditAccount, number> {
  const balances = { issued: 0, held: 0, available: 0, revoked: 0, expired: 0 }
  for (const { postings } of transactions) {
    for (const { account, amount } of postings) balances[account] += amount
  }
  return balances
}

const TO: Readonly<Record<TransactionKind, Exclude<CreditAccount, 'issued'>>> = {
  grant: 'available',
  hold: 'held',
  release: 'available',
  revoke: 'revoked',
  expire: 'expired',
}

function open(
  opening: Omit<CreditTransaction, 'kind' | 'counters' | 'postings'>,
  state: CreditsDue['state'],
): CreditTransaction {
  const kind = state === 'held' ? 'hold' : 'grant'
  return { ...opening, kind, counters: null, postings: move('issued', TO[kind], opening.amount) }
}

function counter(
  { at, ...countered }: Standing,
  as: { readonly sequence: number; readonly kind: TransactionKind },
): CreditTransaction {
  const postings = move(at, TO[as.kind], countered.amount)
  return { ...countered, ...as, counters: countered.sequence, postings }
}

function move(from: CreditAccount, to: CreditAccount, amount: number): Posting[] {
  return [
    { account: from, amount: -amount },
    { account: to, amount },
  ]
}

/** The last transaction of an origin, with the account its credits are in now. */
function lastOf(transactions: readonly KeptTransaction[]): Standing | null {
  let last: KeptTransaction | null = null
  for (const one of transactions) if (!last || one.sequence > last.sequence) last = one
  return last && { ...last, at: TO[last.kind] }
}
