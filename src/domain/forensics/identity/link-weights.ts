import { onOneLine } from '../../organization/unit.ts'

/**
 * What can link two accounts. The first three tell of a place (colleagues, families and test rooms
 * share those), the last two of a person.
 */
export const LINK_KINDS = ['device', 'address', 'sequence', 'rhythm', 'answers'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/**
 * Share of pairs of sittings by one person that agree, by kind: the m of Fellegi & Sunter.
 * Stated, not estimated: nobody knows enough proxies. A wrong m shifts every weight of a kind by
 * the same bits, at most log2(1 / m), and touches no p.
 */
const AGREES_IN_ONE_PERSON = { device: 0.7, address: 0.8, sequence: 0.5 } as const

/** No p is worth more than this: models of rhythms and answers are not exact so far out. */
const MOST_BITS = 10
/** From so many accounts at once an address is an office, a classroom or a carrier. */
export const ADDRESS_IS_SHARED_AT_ONCE = 3
/** The same over time. */
export const ADDRESS_IS_SHARED_BY = 9
/** A device with more accounts is a public one; clones of one disk image look like that too. */
export const DEVICE_IS_PUBLIC_FROM = 41
/** A sitting that begins so soon after another one was handed the seat. */
export const HAND_OVER_MS = 10 * 60_000

/** Weight of an agreement, log2(m / u) (Fellegi & Sunter 1969, JASA); never below 0. */
function agreementBits(kind: keyof typeof AGREES_IN_ONE_PERSON, u: number): number {
  return u > 0 ? Math.max(0, Math.log2(AGREES_IN_ONE_PERSON[kind] / Math.min(1, u))) : 0
}

/** What is known of a device or an address that two accounts share. */
export interface Shared {
  /** Accounts seen with it, of all accounts. */
  readonly accounts: number
  readonly of: number
  /** The most accounts that sat with it at one moment. */
  readonly atOnce: number
}

/** A shared device: u is the share of accounts seen with it. 0 bits for a public device. */
export function deviceBits({ accounts, of, atOnce }: Shared): number {
  if (accounts >= DEVICE_IS_PUBLIC_FROM || atOnce >= ADDRESS_IS_SHARED_AT_ONCE) return 0
  return agreementBits('device', accounts / of)
}

/** A shared address: u is its frequency. 0 bits for a large office, a classroom or a carrier. */
export function addressBits({ accounts, of, atOnce }: Shared): number {
  if (accounts >= ADDRESS_IS_SHARED_BY || atOnce >= ADDRESS_IS_SHARED_AT_ONCE) return 0
  return agreementBits('address', accounts / of)
}

/**
 * A hand-over of the seat: one sitting ends, the other begins on the same device within ten
 * minutes, never overlapping. u is the chance that two sittings at independent times lie so,
 * 2 x 10 minutes of the time over which sittings spread. 0 bits in shifts (three accounts of one
 * unit on a device), where seats are handed over as a matter of course.
 */
export function sequenceBits(spreadMs: number, inShifts: boolean): number {
  return inShifts ? 0 : agreementBits('sequence', (2 * HAND_OVER_MS) / Math.max(1, spreadMs))
}

/**
 * What a p is worth at most: log2(1 / (-e p ln p)) for p < 1/e, else 0 (the bound on a Bayes
 * factor of Sellke, Bayarri & Berger 2001, Am. Stat.), capped.
 */
export function bitsOfP(p: number): number {
  if (p >= 1 / Math.E) return 0
  if (p <= 0) return MOST_BITS
  return Math.min(MOST_BITS, -Math.log2(-Math.E * p * Math.log(p)))
}

/**
 * Whether one stands in a unit above the other's. Context for the order of review, never
 * evidence: it is in no p and does not count as a kind.
 */
export function isSuperiorLine(left: string | null, right: string | null): boolean {
  return left !== null && right !== null && left !== right && onOneLine(left, right)
}
