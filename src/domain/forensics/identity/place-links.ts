import { covers } from '../../organization/unit.ts'
import type { IdentityData, Sitting } from './identity-data.ts'
import {
  ADDRESS_IS_SHARED_BY,
  addressBits,
  DEVICE_IS_PUBLIC_FROM,
  deviceBits,
  HAND_OVER_MS,
  sequenceBits,
} from './link-weights.ts'

/** Two accounts that were at one place. */
export interface PlaceLink {
  readonly left: number
  readonly right: number
  readonly deviceBits: number
  readonly addressBits: number
  readonly sequenceBits: number
  /** The device they share; null without one. */
  readonly device: string | null
  /** Shortest time from the end of one sitting to the beginning of the other, on one device. */
  readonly gapMs: number | null
}

/** Accounts and sittings of a device or an address. */
interface Seat {
  readonly name: string
  readonly accounts: readonly number[]
  readonly sittings: readonly Sitting[]
  readonly atOnce: number
}

type Draft = { -readonly [Member in keyof PlaceLink]: PlaceLink[Member] }

/**
 * Pairs of accounts that share a device, an address or a hand-over worth more than 0 bits. Work
 * grows with sittings, not with pairs: places of many accounts are worth nothing and never paired.
 */
export function placeLinks({ accounts, sittings }: IdentityData): PlaceLink[] {
  const links = new Map<number, Draft>()
  const linkOf = (one: number, other: number): Draft => {
    const left = Math.min(one, other)
    const right = Math.max(one, other)
    const key = left * accounts.length + right
    const link = links.get(key) ?? { ...NO_LINK, left, right }
    links.set(key, link)
    return link
  }
  const of = accounts.length
  const spreadMs = spreadOf(sittings)
  const unitsOf = (seat: Seat) =>
    seat.accounts.map((account) => accounts[account]?.unitPath ?? null)
  for (const seat of seatsBy(sittings, 'device', DEVICE_IS_PUBLIC_FROM)) {
    const bits = deviceBits({ accounts: seat.accounts.length, of, atOnce: seat.atOnce })
    if (bits === 0) continue
    const inShifts = isOfOneUnit(unitsOf(seat))
    for (const [left, right] of pairsOf(seat.accounts)) {
      const link = linkOf(left, right)
      link.deviceBits = Math.max(link.deviceBits, bits)
      link.device ??= seat.name
    }
    handOvers(seat, { linkOf, spreadMs, inShifts })
  }
  const networks = networksAtOnce(sittings)
  for (const seat of seatsBy(sittings, 'address', ADDRESS_IS_SHARED_BY)) {
    const atOnce = Math.max(seat.atOnce, ...networksOf(seat).map((name) => networks.get(name) ?? 0))
    const bits = addressBits({ accounts: seat.accounts.length, of, atOnce })
    if (bits === 0 || isOfOneUnit(unitsOf(seat))) continue
    for (const [left, right] of pairsOf(seat.accounts)) {
      const link = linkOf(left, right)
      link.addressBits = Math.max(link.addressBits, bits)
    }
  }
  return [...links.values()]
}

const NO_LINK = {
  deviceBits: 0,
  addressBits: 0,
  sequenceBits: 0,
  device: null,
  gapMs: null,
} as const

/** Seats of two accounts and more, but fewer than `most`. */
function seatsBy(
  sittings: readonly Sitting[],
  kind: 'device' | 'address' | 'network',
  most = Number.POSITIVE_INFINITY,
): Seat[] {
  return groupsBy(sittings, kind).flatMap(([name, own]) => {
    const accounts = [...new Set(own.map(({ account }) => account))]
    if (accounts.length < 2 || accounts.length >= most) return []
    return [{ name, accounts, sittings: own, atOnce: mostAtOnce(own) }]
  })
}

function groupsBy(sittings: readonly Sitting[], kind: 'device' | 'address' | 'network') {
  const groups = new Map<string, Sitting[]>()
  for (const sitting of sittings) {
    const names = new Set(sitting.contacts.map((contact) => contact[kind]))
    for (const name of names) {
      if (name === null) continue
      const group = groups.get(name)
      if (group) group.push(sitting)
      else groups.set(name, [sitting])
    }
  }
  return [...groups]
}

/** An office may leave by several addresses: what its network sees at once counts for each. */
function networksAtOnce(sittings: readonly Sitting[]): ReadonlyMap<string, number> {
  return new Map(groupsBy(sittings, 'network').map(([name, own]) => [name, mostAtOnce(own)]))
}

function networksOf({ sittings }: Seat): string[] {
  const names = sittings.flatMap(({ contacts }) => contacts.map(({ network }) => network))
  return [...new Set(names)].filter((name) => name !== null)
}

/** The most different accounts whose sittings run at one moment. */
function mostAtOnce(sittings: readonly Sitting[]): number {
  const turns = sittings.flatMap(({ account, startedMs, endedMs }) => [
    { at: startedMs, account, step: 1 },
    { at: endedMs, account, step: -1 },
  ])
  // Who ends makes room before who begins at the same moment.
  turns.sort((one, other) => one.at - other.at || one.step - other.step)
  const running = new Map<number, number>()
  let most = 0
  for (const { account, step } of turns) {
    const left = (running.get(account) ?? 0) + step
    if (left <= 0) running.delete(account)
    else running.set(account, left)
    most = Math.max(most, running.size)
  }
  return most
}

function* pairsOf(accounts: readonly number[]): Generator<readonly [number, number]> {
  for (const [place, left] of accounts.entries()) {
    for (const right of accounts.slice(place + 1)) yield [left, right]
  }
}

/** Whether three accounts or more are of one unit, or of units below that of one of them. */
function isOfOneUnit(units: readonly (string | null)[]): boolean {
  const known = units.filter((unit) => unit !== null)
  const highest = known.reduce(
    (best, unit) => (unit.length < best.length ? unit : best),
    known[0] ?? '',
  )
  return (
    known.length >= 3 &&
    units.length === known.length &&
    known.every((unit) => covers(highest, unit))
  )
}

/** First beginning to last beginning: over how long sittings spread. */
function spreadOf(sittings: readonly Sitting[]): number {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { startedMs } of sittings) {
    first = Math.min(first, startedMs)
    last = Math.max(last, startedMs)
  }
  return Math.max(0, last - first)
}

/** Notes each sitting that begins soon after another account's ended on the same device. */
function handOvers(
  seat: Seat,
  noting: {
    readonly linkOf: (one: number, other: number) => Draft
    readonly spreadMs: number
    readonly inShifts: boolean
  },
): void {
  const bits = sequenceBits(noting.spreadMs, noting.inShifts)
  const ordered = seat.sittings.toSorted((one, other) => one.startedMs - other.startedMs)
  for (const [place, next] of ordered.entries()) {
    const before = ordered[place - 1]
    if (!before || before.account === next.account || sameLogin(before, next)) continue
    const gapMs = next.startedMs - before.endedMs
    if (gapMs < 0 || gapMs > HAND_OVER_MS) continue
    const link = noting.linkOf(before.account, next.account)
    link.sequenceBits = Math.max(link.sequenceBits, bits)
    link.gapMs = Math.min(link.gapMs ?? gapMs, gapMs)
  }
}

/** A login is of one account; the same one on both sides would be a fault of the record. */
function sameLogin(one: Sitting, other: Sitting): boolean {
  const logins = new Set(one.contacts.map(({ login }) => login))
  return other.contacts.some(({ login }) => login !== null && logins.has(login))
}
