import fc from 'fast-check'
import t from 'tap'
import { type Settled, settleAttempt } from '../../../src/domain/settlement/settle-attempt.ts'
import { aSitting } from './sittings.ts'

const seeds = fc.integer({ min: 1, max: 400 }).map((number) => `cadre ${number}`)
const paces = fc.constantFrom(0.02, 1)
const law = { numRuns: 40 }
const told = ({ facts, outcome }: Settled) => JSON.stringify({ facts, outcome })

t.test('being drawn by lot changes nothing until something is found', async () => {
  const nothing = fc.constantFrom(null, 'cleared' as const, 'inconclusive' as const)
  fc.assert(
    fc.property(seeds, nothing, (seed, finding) => {
      const alone = settleAttempt(aSitting(seed, {}))
      const reviewCase = { finding, origin: 'sample' } as const
      const drawn = settleAttempt(aSitting(seed, { reviewCase }))
      return alone.opensCase || told(drawn) === told(alone)
    }),
    law,
  )
})

t.test('what a sample finds counts as any other finding does', async () => {
  const found = fc.constantFrom('invalidated', 're-test', 'technical-fault')
  fc.assert(
    fc.property(seeds, paces, found, (seed, pace, finding) => {
      const onEvidence = settleAttempt(aSitting(seed, { reviewCase: { finding } }, pace))
      const reviewCase = { finding, origin: 'sample' } as const
      const byLot = settleAttempt(aSitting(seed, { reviewCase }, pace))
      return told(byLot) === told(onEvidence) && byLot.facts.caseState === 'decided'
    }),
    law,
  )
})

t.test('evidence opens the case of a sample that nobody has decided, and holds', async (t) => {
  const rushed = (reviewCase: Parameters<typeof aSitting>[1]) =>
    settleAttempt(aSitting('cadre 1', reviewCase, 0.02))
  const open = rushed({ reviewCase: { finding: null, origin: 'sample' } })
  t.match(open, { opensCase: true, facts: { caseState: 'open' }, outcome: { effect: 'hold' } })
  t.equal(rushed({ reviewCase: { finding: 'cleared', origin: 'sample' } }).opensCase, false)
})

t.test('a case opens at the threshold of its exam, not below', async () => {
  fc.assert(
    fc.property(seeds, paces, fc.double({ min: 0.5, max: 3, noNaN: true }), (seed, pace, at) => {
      const { opensCase, weight } = settleAttempt(aSitting(seed, { caseOpensAt: at }, pace))
      return opensCase === weight >= at
    }),
    law,
  )
})
