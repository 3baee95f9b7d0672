import fc from 'fast-check'
import t from 'tap'
import { BEHAVIOR_KINDS, type KeptEntry } from '../../../src/domain/delivery/journal.ts'
import { canonicalJson } from '../../../src/domain/digest.ts'
import { CASE_OPENS_AT } from '../../../src/domain/forensics/weigh.ts'
import { evaluatePolicy } from '../../../src/domain/policy/evaluate-policy.ts'
import { FINDINGS } from '../../../src/domain/review/decision.ts'
import {
  type SettlementInput,
  settleAttempt,
} from '../../../src/domain/settlement/settle-attempt.ts'
import { aSitting, keptAt } from './sittings.ts'

const seeds = fc.integer({ min: 1, max: 400 }).map((number) => `cadre ${number}`)
const paces = fc.constantFrom(0.02, 1, 2)
const reviewCases = fc.constantFrom(null, ...[null, ...FINDINGS].map((finding) => ({ finding })))
const sittings = fc
  .tuple(seeds, paces, reviewCases, fc.boolean())
  .map(([seed, pace, reviewCase, accommodated]) =>
    aSitting(seed, { reviewCase, accommodated }, pace),
  )
const law = { numRuns: 60 }

t.test('the same inputs give the same settlement, and are left as they were', async (t) => {
  fc.assert(
    fc.property(sittings, (input) => {
      const before = canonicalJson(input)
      const copy = structuredClone(input)
      t.same(settleAttempt(input), settleAttempt(copy))
      return canonicalJson(input) === before
    }),
    law,
  )
})

t.test('the order in which entries are read changes nothing', async () => {
  fc.assert(
    fc.property(sittings, (input) => {
      const reversed = { ...input, entries: [...input.entries].reverse() }
      return canonicalJson(settleAttempt(reversed)) === canonicalJson(settleAttempt(input))
    }),
    law,
  )
})

t.test('while a case is open nothing is granted: it holds what rules would grant', async () => {
  fc.assert(
    fc.property(seeds, paces, (seed, pace) => {
      const input = aSitting(seed, { reviewCase: { finding: null } }, pace)
      const { facts, outcome, opensCase } = settleAttempt(input)
      const isWithheld = outcome.effect === 'withhold' && outcome.decidedBy.includes('absent')
      return facts.caseState === 'open' && !opensCase && (isWithheld || outcome.effect === 'hold')
    }),
    law,
  )
})

t.test('the moment a case is opened it holds', async () => {
  fc.assert(
    fc.property(seeds, paces, (seed, pace) => {
      const { opensCase, weight, facts, outcome } = settleAttempt(aSitting(seed, {}, pace))
      if (opensCase !== weight >= CASE_OPENS_AT) return false
      return opensCase
        ? facts.caseState === 'open' && outcome.effect !== 'grant'
        : facts.caseState === 'none'
    }),
    law,
  )
})

t.test('answers within moments open a case; the same answers at leisure do not', async (t) => {
  const rushed = settleAttempt(aSitting('cadre 1', {}, 0.02))
  const leisurely = settleAttempt(aSitting('cadre 1', {}, 2))
  t.ok(rushed.opensCase)
  t.equal(rushed.outcome.effect, 'hold')
  t.match(leisurely, { flags: [], weight: 0, opensCase: false, facts: { caseState: 'none' } })
  t.same(rushed.scores, leisurely.scores, 'times never change scores')
})

t.test(
  'a comparison that finds the speed usual takes the flag back, and nothing else',
  async (t) => {
    const alone = settleAttempt(aSitting('cadre 1', {}, 0.02))
    const cohortTests = [{ indicator: 'response-speed', p: 0.3 }]
    const compared = settleAttempt(aSitting('cadre 1', { cohortTests }, 0.02))
    t.ok(alone.flags.some(({ indicator }) => indicator === 'response-time'))
    t.same(
      compared.flags,
      alone.flags.filter(({ indicator }) => indicator !== 'response-time'),
    )
    t.ok(compared.weight < alone.weight)
  },
)

t.test('no flag, no case', async () => {
  fc.assert(
    fc.property(sittings, (input) => {
      const { flags, facts, opensCase } = settleAttempt({ ...input, reviewCase: null })
      const isClear = flags.length > 0 || (!opensCase && facts.caseState === 'none')
      return isClear && facts.flagCount === flags.length
    }),
    law,
  )
})

t.test(
  'findings decide: only an invalidated result is withheld, only a re-test still holds',
  async () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...FINDINGS), (seed, finding) => {
        const { facts, outcome } = settleAttempt(aSitting(seed, { reviewCase: { finding } }))
        const unreviewed = { ...facts, caseState: 'none', finding: '' } as const
        const plain = evaluatePolicy(aSitting(seed).policy, unreviewed)
        if (facts.caseState !== 'decided') return false
        if (finding === 'invalidated') return outcome.effect === 'withhold'
        if (finding === 're-test')
          return (
            outcome.effect ===
            (plain.effect === 'withhold' && plain.decidedBy.includes('absent')
              ? 'withhold'
              : 'hold')
          )
        return canonicalJson(outcome) === canonicalJson(plain)
      }),
      law,
    )
  },
)

/** Entries put between those of a journal, each a moment after one of them. */
function withBetween(input: SettlementInput, places: readonly (readonly [number, KeptEntry])[]) {
  const all = [...input.entries]
  for (const [place, entry] of places) {
    const before = input.entries[place % input.entries.length]
    if (before) all.push({ ...entry, clientMs: before.clientMs, receivedAt: before.receivedAt })
  }
  const inOrder = all.sort((left, right) => left.clientMs - right.clientMs)
  return { ...input, entries: inOrder.map((entry, index) => ({ ...entry, sequence: index + 1 })) }
}

function behavior(kind: (typeof BEHAVIOR_KINDS)[number], itemId: string | null): KeptEntry {
  const entryId = '00000000-0000-4000-8000-00000000000f'
  return keptAt({ kind: 'behavior', behavior: kind, itemId, sequence: 1, entryId, clientMs: 0 })
}

const blurs = fc.array(
  fc.tuple(
    fc.nat(),
    fc
      .constantFrom('window-blurred' as const, 'window-focused' as const)
      .map((kind) => behavior(kind, null)),
  ),
  { minLength: 1, maxLength: 20 },
)

t.test('losing the focus alone changes neither scores nor flags nor outcome', async (t) => {
  fc.assert(
    fc.property(seeds, paces, blurs, (seed, pace, added) => {
      const input = aSitting(seed, {}, pace)
      t.same(settleAttempt(withBetween(input, added)), settleAttempt(input))
    }),
    law,
  )
})

t.test('an attempt that saw nothing but lost focus never opens a case', async () => {
  fc.assert(
    fc.property(seeds, blurs, (seed, added) => {
      const { entries: _, ...input } = aSitting(seed)
      const entries = added.map(([place, entry], index) => ({
        ...entry,
        sequence: index + 1,
        clientMs: (place % 600) * 1000,
      }))
      const settled = settleAttempt({ ...input, entries })
      return settled.flags.length === 0 && !settled.opensCase
    }),
    law,
  )
})

const anyBehavior = fc.array(
  fc.tuple(
    fc.nat(),
    fc
      .tuple(fc.constantFrom(...BEHAVIOR_KINDS), fc.constantFrom(null, 'rules-know-1'))
      .map(([kind, itemId]) => behavior(kind, itemId)),
  ),
  { maxLength: 40 },
)

t.test('no behaviour, however strange, ever changes a score', async (t) => {
  fc.assert(
    fc.property(seeds, paces, anyBehavior, (seed, pace, added) => {
      const input = aSitting(seed, {}, pace)
      t.same(settleAttempt(withBetween(input, added)).scores, settleAttempt(input).scores)
    }),
    law,
  )
})

t.test('being away, seen alone, is looked at but never opens a case', async () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 61, max: 500 }), (seed, seconds) => {
      const input = aSitting(seed, {}, 2)
      fc.pre(settleAttempt(input).flags.length === 0)
      const left = 1000 + (input.entries.at(-1)?.clientMs ?? 0)
      const gone = (['page-hidden', 'page-visible'] as const).map((kind, index) => {
        const clientMs = left + index * seconds * 1000
        const sequence = input.entries.length + 1 + index
        return keptAt({ ...behavior(kind, null), sequence, clientMs })
      })
      const closedAt = new Date(input.closedAt.getTime() + 600_000)
      const settled = settleAttempt({ ...input, closedAt, entries: [...input.entries, ...gone] })
      const indicators = settled.flags.map(({ indicator }) => indicator).join()
      return indicators === 'time-away' && !settled.opensCase
    }),
    law,
  )
})
