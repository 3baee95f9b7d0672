import fc from 'fast-check'
import t from 'tap'
import { awardsFrom, type StatedAward } from '../../../src/domain/policy/awards.ts'
import {
  balancesOf,
  type CreditTransaction,
  creditsDue,
  expiryFor,
  transactionsFor,
} from '../../../src/domain/policy/ledger.ts'
import type { Award, PolicyOutcome } from '../../../src/domain/policy/policy.ts'

const outcomes = fc.record({
  effect: fc.constantFrom('grant' as const, 'hold' as const, 'withhold' as const),
  credits: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
  certificate: fc.boolean(),
})
type Drafted = { readonly effect: PolicyOutcome['effect']; readonly credits: number | null } & {
  readonly certificate: boolean
}
const EARNED_MS = Date.parse('2026-03-02T10:00:00Z')
/** The five-year cycle of 2026 ends as 2027 does, at UTC+8. */
const EXPIRES_MS = Date.parse('2027-12-31T16:00:00Z')

function outcomeOf({ effect, credits, certificate }: Drafted): PolicyOutcome {
  const awards: Award[] = [
    ...(certificate ? [{ kind: 'certificate' as const }] : []),
    ...(credits === null ? [] : [{ kind: 'credits' as const, amount: credits }]),
  ]
  return { effect, decidedBy: [], awards, reasons: [], errors: [] }
}

function added(ledger: readonly CreditTransaction[], awards: readonly StatedAward[]) {
  const due = creditsDue(awards, EARNED_MS)
  return transactionsFor({ previous: ledger, due, source: 'competence', earnedMs: EARNED_MS })
}

/** Awards and ledger after each of the outcomes. */
function play(drafts: readonly Drafted[]) {
  let awards: readonly StatedAward[] = []
  let ledger: readonly CreditTransaction[] = []
  return drafts.map((draft) => {
    const before = ledger
    awards = awardsFrom(outcomeOf(draft), awards)
    ledger = [...ledger, ...added(ledger, awards)]
    return { draft, awards, before, ledger }
  })
}

const everySequence = fc.array(outcomes, { maxLength: 12 })

t.test('every transaction balances, and no account but the issuing one is overdrawn', async (t) => {
  fc.assert(
    fc.property(everySequence, (drafts) => {
      for (const { ledger } of play(drafts)) {
        for (const one of ledger) {
          t.equal(
            one.postings.reduce((sum, { amount }) => sum + amount, 0),
            0,
          )
        }
        const { issued, ...others } = balancesOf(ledger)
        const amounts = Object.values(others)
        t.ok(amounts.every((amount) => amount >= 0))
        t.equal(
          amounts.reduce((sum, amount) => sum + amount, 0),
          0 - issued,
        )
      }
    }),
  )
})

t.test('what is available is what is granted now, what is held is what is held now', async (t) => {
  fc.assert(
    fc.property(everySequence, (drafts) => {
      for (const { awards, ledger } of play(drafts)) {
        const { available, held } = balancesOf(ledger)
        const of = (state: string) =>
          awards.reduce(
            (sum, one) =>
              one.award.kind === 'credits' && one.state === state ? sum + one.award.amount : sum,
            0,
          )
        t.equal(available, of('granted'))
        t.equal(held, of('held'))
      }
    }),
  )
})

t.test('transactions are added, never changed; each is countered at most once', async (t) => {
  fc.assert(
    fc.property(everySequence, (drafts) => {
      for (const { before, ledger } of play(drafts)) {
        t.same(ledger.slice(0, before.length), before)
        const places = ledger.map((_, index) => index + 1)
        t.same(
          ledger.map(({ sequence }) => sequence),
          places,
        )
        const countered = ledger.flatMap(({ counters }) => counters ?? [])
        t.equal(new Set(countered).size, countered.length)
        for (const { counters, amount, kind, sequence } of ledger) {
          if (counters === null) t.ok(kind === 'grant' || kind === 'hold')
          else t.equal(amount, ledger[counters - 1]?.amount, `${sequence} counters a whole one`)
        }
      }
    }),
  )
})

t.test(
  'the same settlements again give the same ledger, and the same outcome adds nothing',
  async (t) => {
    fc.assert(
      fc.property(fc.array(outcomes, { minLength: 1, maxLength: 6 }), (drafts) => {
        t.same(play(drafts), play(drafts))
        const last = drafts.at(-1)
        const played = play(last ? [...drafts, last] : drafts)
        t.same(played.at(-1)?.ledger, played.at(-2)?.ledger)
        t.same(played.at(-1)?.awards, played.at(-2)?.awards)
      }),
    )
  },
)

t.test('the order in which unrelated attempts are settled is irrelevant', async (t) => {
  const attempts = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), outcomes), { maxLength: 15 })
  fc.assert(
    fc.property(attempts, fc.infiniteStream(fc.integer({ min: 0, max: 2 })), (settled, picks) => {
      const ledgersOf = (order: readonly (readonly [number, Drafted])[]) =>
        [0, 1, 2].map(
          (which) =>
            play(order.filter(([of]) => of === which).map(([, one]) => one)).at(-1)?.ledger,
        )
      // Another interleaving that keeps each attempt's own order.
      const queues = [0, 1, 2].map((which) => settled.filter(([of]) => of === which))
      const shuffled: (readonly [number, Drafted])[] = []
      while (shuffled.length < settled.length) {
        const next =
          queues[picks.next().value ?? 0]?.shift() ?? queues.find((q) => q.length > 0)?.shift()
        if (next) shuffled.push(next)
      }
      const all = (ledgers: ReturnType<typeof ledgersOf>) =>
        balancesOf(ledgers.flatMap((ledger) => ledger ?? []))
      t.same(all(ledgersOf(shuffled)), all(ledgersOf(settled)))
    }),
  )
})

t.test('an award that was granted is revoked or held, it never just disappears', async (t) => {
  fc.assert(
    fc.property(everySequence, (drafts) => {
      const played = play(drafts)
      played.slice(1).forEach(({ draft, awards }, index) => {
        const granted = (played[index]?.awards ?? []).filter(({ state }) => state === 'granted')
        for (const { award } of granted) {
          const state = awards.find((now) => now.award.kind === award.kind)?.state
          const named = award.kind === 'credits' ? draft.credits !== null : draft.certificate
          const lost = draft.effect === 'hold' ? 'held' : 'revoked'
          t.equal(state, draft.effect === 'grant' && named ? 'granted' : lost)
        }
      })
    }),
  )
})

const GRANT = { effect: 'grant', credits: 10, certificate: true } as const
const HOLD = { ...GRANT, effect: 'hold' } as const
const WITHHOLD = { ...GRANT, effect: 'withhold' } as const
const kindsOf = (ledger: readonly CreditTransaction[] | undefined) =>
  ledger?.map(({ kind, amount, counters }) => [kind, amount, counters])

t.test('held, cleared, granted: released by naming the hold', async (t) => {
  t.same(kindsOf(play([HOLD, GRANT]).at(-1)?.ledger), [
    ['hold', 10, null],
    ['release', 10, 1],
  ])
})

t.test('granted, held by a case, invalidated, restored on appeal', async (t) => {
  const played = play([GRANT, HOLD, WITHHOLD, GRANT])
  t.same(
    played.map(({ awards }) => awards.map(({ state }) => state)),
    [
      ['granted', 'granted'],
      ['held', 'held'],
      ['withheld', 'withheld'],
      ['granted', 'granted'],
    ],
  )
  t.same(kindsOf(played.at(-1)?.ledger), [
    ['grant', 10, null],
    ['hold', 10, 1],
    ['revoke', 10, 2],
    ['grant', 10, null],
  ])
  t.match(balancesOf(played.at(-1)?.ledger ?? []), { available: 10, held: 0, revoked: 10 })
})

t.test('unused credits expire when their cycle ends; what is held is waited for', async (t) => {
  const granted = play([GRANT]).at(-1)?.ledger ?? []
  t.equal(granted[0]?.expiresMs, EXPIRES_MS)
  t.equal(expiryFor(granted, EXPIRES_MS - 1), null)
  const expiry = expiryFor(granted, EXPIRES_MS)
  t.match(expiry, { kind: 'expire', counters: 1, amount: 10 })
  const expired = [...granted, ...(expiry ? [expiry] : [])]
  t.match(balancesOf(expired), { available: 0, expired: 10 })
  t.equal(expiryFor(expired, EXPIRES_MS), null, 'once')
  for (const draft of [GRANT, HOLD, WITHHOLD, { ...GRANT, credits: 12 }]) {
    t.same(added(expired, awardsFrom(outcomeOf(draft))), [], 'it stays expired')
  }
  const held = play([HOLD]).at(-1)?.ledger ?? []
  t.equal(expiryFor(held, EXPIRES_MS), null)
  const released = [...held, ...added(held, awardsFrom(outcomeOf(GRANT)))]
  t.match(expiryFor(released, EXPIRES_MS), { kind: 'expire', counters: 2 })
})

t.test('credits may expire with the year instead', async (t) => {
  const stated = (earned: string) =>
    creditsDue(
      [{ award: { kind: 'credits', amount: 1, expires: 'year' }, state: 'granted' }],
      Date.parse(earned),
    )
  t.equal(stated('2026-12-31T15:59:59Z')?.expiresMs, Date.parse('2026-12-31T16:00:00Z'))
  t.equal(stated('2026-12-31T16:00:00Z')?.expiresMs, Date.parse('2027-12-31T16:00:00Z'))
})
