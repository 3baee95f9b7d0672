import fc from 'fast-check'
import t from 'tap'
import { awardsFrom, type StatedAward } from '../../../src/domain/policy/awards.ts'
import { balanceOf, type CreditEntry, entriesFor } from '../../../src/domain/policy/ledger.ts'
import type { Award, PolicyOutcome } from '../../../src/domain/policy/policy.ts'

const outcomes = fc.record({
  effect: fc.constantFrom('grant' as const, 'hold' as const, 'withhold' as const),
  credits: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
  certificate: fc.boolean(),
})
type Drafted = { readonly effect: PolicyOutcome['effect']; readonly credits: number | null } & {
  readonly certificate: boolean
}

function outcomeOf({ effect, credits, certificate }: Drafted): PolicyOutcome {
  const awards: Award[] = [
    ...(certificate ? [{ kind: 'certificate' as const }] : []),
    ...(credits === null ? [] : [{ kind: 'credits' as const, amount: credits }]),
  ]
  return { effect, decidedBy: [], awards, reasons: [], errors: [] }
}

/** Awards and ledger after each of the outcomes. */
function play(drafts: readonly Drafted[]) {
  let awards: readonly StatedAward[] = []
  let ledger: readonly CreditEntry[] = []
  return drafts.map((draft) => {
    const before = ledger
    awards = awardsFrom(outcomeOf(draft), awards)
    ledger = [...ledger, ...entriesFor({ previous: ledger, awards })]
    return { draft, awards, before, ledger }
  })
}

t.test('after any sequence of outcomes the balance is what is granted now', async (t) => {
  fc.assert(
    fc.property(fc.array(outcomes, { maxLength: 12 }), (drafts) => {
      for (const { draft, ledger } of play(drafts)) {
        t.equal(balanceOf(ledger), draft.effect === 'grant' ? (draft.credits ?? 0) : 0)
      }
    }),
  )
})

t.test(
  'lines are added, never changed; every counter-entry takes back one whole entry',
  async (t) => {
    fc.assert(
      fc.property(fc.array(outcomes, { maxLength: 12 }), (drafts) => {
        for (const { before, ledger } of play(drafts)) {
          t.same(ledger.slice(0, before.length), before)
          t.same(
            ledger.map(({ sequence }) => sequence),
            ledger.map((_, index) => index + 1),
          )
          const countered = ledger.flatMap(({ counters }) => counters ?? [])
          t.equal(new Set(countered).size, countered.length)
          for (const { counters, amount, sequence } of ledger) {
            if (counters === null) t.ok(amount > 0)
            else t.equal(amount, -(ledger[counters - 1]?.amount ?? 0), `line ${sequence}`)
          }
        }
      }),
    )
  },
)

t.test('the same outcome again adds nothing', async (t) => {
  fc.assert(
    fc.property(fc.array(outcomes, { minLength: 1, maxLength: 6 }), (drafts) => {
      const last = drafts.at(-1)
      const played = play(last ? [...drafts, last] : drafts)
      t.same(played.at(-1)?.ledger, played.at(-2)?.ledger)
      t.same(played.at(-1)?.awards, played.at(-2)?.awards)
    }),
  )
})

t.test('an award that was granted is revoked or held, it never just disappears', async (t) => {
  fc.assert(
    fc.property(fc.array(outcomes, { maxLength: 12 }), (drafts) => {
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

t.test('a story: granted, held by a case, invalidated, restored on appeal', async (t) => {
  const grant = { effect: 'grant', credits: 10, certificate: true } as const
  const played = play([
    grant,
    { ...grant, effect: 'hold' },
    { ...grant, effect: 'withhold' },
    grant,
  ])
  t.same(
    played.map(({ awards }) => awards.map(({ state }) => state)),
    [
      ['granted', 'granted'],
      ['held', 'held'],
      ['withheld', 'withheld'],
      ['granted', 'granted'],
    ],
  )
  t.same(
    played.at(-1)?.ledger.map(({ amount, counters }) => [amount, counters]),
    [
      [10, null],
      [-10, 1],
      [10, null],
    ],
  )
})
