import t from 'tap'
import { digestOf } from '../../src/domain/digest.ts'
import { inputDigest } from '../../src/workflows/input-digest.ts'
import { aSitting } from '../domain/settlement/sittings.ts'

t.test('a threshold for cases goes into it where it is not the usual one', async (t) => {
  const { pauses: _, caseOpensAt: __, ...before } = aSitting('cadre 1')
  const digest = (input: object) => digestOf({ ...input, bank: 'v1' })
  const judged = { ...before, pauses: [] }
  t.equal(inputDigest({ ...judged, caseOpensAt: 1 }, 'v1'), digest(before))
  const strict = inputDigest({ ...judged, caseOpensAt: 1.5 }, 'v1')
  t.equal(strict, digest({ ...before, caseOpensAt: 1.5 }))
})

t.test('pauses go into the digest of what was judged; where there are none, nothing', async (t) => {
  const { pauses: _, caseOpensAt, ...before } = aSitting('cadre 1')
  const digest = (input: object) => digestOf({ ...input, bank: 'v1' })
  t.equal(inputDigest({ ...before, caseOpensAt, pauses: [] }, 'v1'), digest(before))
  const pauses = [['2026-03-02T08:10:00.000Z', '2026-03-02T08:20:00.000Z']] as const
  t.equal(inputDigest({ ...before, caseOpensAt, pauses }, 'v1'), digest({ ...before, pauses }))
})
