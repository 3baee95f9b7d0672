import fc from 'fast-check'
import t from 'tap'
import { EVIDENCE_FAMILIES } from '../../../src/domain/forensics/flag.ts'
import { CASE_OPENS_AT, isSupporting, weighEvidence } from '../../../src/domain/forensics/weigh.ts'

const flag = fc.record({
  family: fc.constantFrom(...EVIDENCE_FAMILIES),
  weight: fc.double({ min: 0, max: 4, noNaN: true }),
  q: fc.constantFrom(null, 0.01),
})
const flags = fc.array(flag, { maxLength: 10 })
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

t.test('one more flag, or a heavier one, never weighs less', async () => {
  fc.assert(
    fc.property(flags, flag, fc.double({ min: 0, max: 2, noNaN: true }), (own, more, heavier) => {
      const before = weighEvidence(own).weight
      const raised = own.map((one, at) =>
        at === 0 ? { ...one, weight: one.weight + heavier } : one,
      )
      return (
        weighEvidence([...own, more]).weight >= before - 1e-12 &&
        weighEvidence(raised).weight >= before - 1e-12
      )
    }),
  )
})

t.test('order matters not, and nothing weighs more than its sum', async () => {
  fc.assert(
    fc.property(flags, (own) => {
      const { weight } = weighEvidence(own)
      return (
        Math.abs(weighEvidence(own.toReversed()).weight - weight) < 1e-12 &&
        weight <= sum(own.map((one) => one.weight)) + 1e-9
      )
    }),
  )
})

t.test('shares come to the whole, none is more than its flag', async () => {
  fc.assert(
    fc.property(flags, (own) => {
      const { weight, shares } = weighEvidence(own)
      return (
        Math.abs(sum(shares) - weight) < 1e-9 &&
        shares.every((share, at) => share <= (own[at]?.weight ?? 0) + 1e-12)
      )
    }),
  )
})

t.test('what only supports never opens a case, not even all of it together', async (t) => {
  fc.assert(
    fc.property(flags, (own) => {
      const supporting = own.filter(({ family }) => isSupporting(family))
      return weighEvidence(supporting).weight < CASE_OPENS_AT
    }),
  )
  t.equal(weighEvidence([{ family: 'time', weight: 9, q: 0.001 }]).weight, 1.5)
})

t.test('an attempt looked at by itself needs two kinds of evidence for a case', async (t) => {
  for (const family of EVIDENCE_FAMILIES) {
    const alone = weighEvidence([
      { family, weight: 1 },
      { family, weight: 1.5, q: null },
    ])
    t.ok(alone.weight < CASE_OPENS_AT, family)
  }
  const both = weighEvidence([
    { family: 'time', weight: 1 },
    { family: 'effort', weight: 0.5 },
  ])
  t.equal(both.weight, CASE_OPENS_AT)
})
