import fc from 'fast-check'
import t from 'tap'
import type {
  IdentityData,
  Sitting,
} from '../../../../src/domain/forensics/identity/identity-data.ts'
import { placeLinks } from '../../../../src/domain/forensics/identity/place-links.ts'
import { aText } from '../../../support/builders.ts'

const MINUTE = 60_000

interface Seat {
  readonly account: number
  readonly device?: string
  readonly address?: string
  readonly network?: string
  readonly from: number
  readonly to: number
  readonly login?: string
}

/** Sittings by the minute, among so many accounts that a shared place is rare. */
function dataOf(seats: readonly Seat[], unitOf: (account: number) => string | null): IdentityData {
  const accounts = Array.from({ length: 500 }, (_, account) => ({
    id: `id-${account}`,
    label: aText('甲', 'one'),
    unitPath: unitOf(account),
  }))
  const sittings = seats.map(
    ({ account, device, address, network, from, to, login }): Sitting => ({
      account,
      exam: 'exam',
      startedMs: from * MINUTE,
      endedMs: to * MINUTE,
      contacts: [
        {
          device: device ?? null,
          address: address ?? null,
          network: network ?? null,
          login: login ?? `login ${account}`,
        },
      ],
      input: 'desk',
      rhythm: [],
    }),
  )
  // One sitting days later makes hand-overs within minutes rare.
  const last: Sitting = {
    account: 499,
    exam: 'exam',
    startedMs: 4000 * MINUTE,
    endedMs: 4060 * MINUTE,
    contacts: [],
    input: 'desk',
    rhythm: [],
  }
  return { accounts, exam: 'exam', sittings: [...sittings, last], answerPairs: null, seed: 's' }
}

const apart = (account: number) => `/county/${account}/`

t.test('a device handed over is a link of two kinds; the gap is told', async (t) => {
  const seats = [
    { account: 7, device: 'd', from: 0, to: 60 },
    { account: 3, device: 'd', from: 64, to: 120 },
  ]
  const [link, ...more] = placeLinks(dataOf(seats, apart))
  t.strictSame(more, [])
  t.match(link, { left: 3, right: 7, device: 'd', addressBits: 0, gapMs: 4 * MINUTE })
  t.ok((link?.deviceBits ?? 0) > 7 && (link?.sequenceBits ?? 0) > 5)
})

t.test('no hand-over where sittings overlap, lie apart, or shifts are the custom', async (t) => {
  const second = (from: number, login?: string) => [
    { account: 7, device: 'd', from: 0, to: 60, ...(login ? { login } : {}) },
    { account: 3, device: 'd', from, to: 120, ...(login ? { login } : {}) },
  ]
  for (const seats of [second(50), second(71), second(64, 'one login')]) {
    const [link] = placeLinks(dataOf(seats, apart))
    t.match(link, { sequenceBits: 0, gapMs: null })
    t.ok((link?.deviceBits ?? 0) > 0)
  }
  const shifts = [0, 1, 2].map((turn) => ({
    account: turn,
    device: 'd',
    from: turn * 65,
    to: turn * 65 + 60,
  }))
  for (const link of placeLinks(dataOf(shifts, () => '/county/office/')))
    t.equal(link.sequenceBits, 0)
  const strangers = placeLinks(dataOf(shifts, apart))
  t.equal(strangers.filter(({ sequenceBits }) => sequenceBits > 0).length, 2)
})

t.test('an office, a classroom and a carrier link nobody', async (t) => {
  const at = (account: number, from: number, more: Partial<Seat> = {}): Seat => ({
    account,
    address: 'a',
    from,
    to: from + 60,
    ...more,
  })
  const office = [0, 1, 2, 3].map((account) => at(account, account * 100))
  t.strictSame(placeLinks(dataOf(office, () => '/county/office/')), [], 'one unit')
  t.equal(placeLinks(dataOf(office, apart)).length, 6, 'four strangers, one after the other')
  const head = (account: number) =>
    account === 0 ? '/county/office/' : `/county/office/${account}/`
  t.strictSame(placeLinks(dataOf(office, head)), [], 'an office with its head')
  const room = [0, 1, 2].map((account) => at(account, account * 10))
  t.strictSame(placeLinks(dataOf(room, apart)), [], 'three at once')
  const carrier = Array.from({ length: 9 }, (_, account) => at(account, account * 100))
  t.strictSame(placeLinks(dataOf(carrier, apart)), [], 'nine over time')
  const pool = [
    at(0, 0, { network: 'n' }),
    at(1, 10, { network: 'n' }),
    ...[2, 3, 4].map((account) => at(account, 20, { address: `b${account}`, network: 'n' })),
  ]
  t.strictSame(placeLinks(dataOf(pool, apart)), [], 'a network with several addresses')
  t.equal(placeLinks(dataOf(pool.slice(0, 2), apart)).length, 1, 'two at home')
})

t.test('links do not depend on the order of what was recorded, nor on names', async (t) => {
  const seat = fc.record({
    account: fc.integer({ min: 0, max: 9 }),
    device: fc.constantFrom('d1', 'd2', 'd3'),
    address: fc.constantFrom('a1', 'a2', 'a3'),
    from: fc.integer({ min: 0, max: 500 }),
  })
  const seats = fc.uniqueArray(seat, { minLength: 2, maxLength: 14, selector: ({ from }) => from })
  fc.assert(
    fc.property(seats, (drawn) => {
      const plan = drawn.map((one) => ({ ...one, to: one.from + 60 }))
      const view = (some: readonly Seat[]) =>
        placeLinks(dataOf(some, apart))
          .map(({ device: _, ...link }) => link)
          .sort((one, other) => one.left - other.left || one.right - other.right)
      t.strictSame(view(plan.toReversed()), view(plan))
      t.strictSame(view(plan.map((one) => ({ ...one, device: `x${one.device}` }))), view(plan))
    }),
    { numRuns: 60 },
  )
})
