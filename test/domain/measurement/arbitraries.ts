import fc from 'fast-check'
import type { ItemParameters } from '../../../src/domain/bank/item.ts'
import type { ScoredResponse } from '../../../src/domain/measurement/estimate-ability.ts'

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })

export const ability = real(-6, 6)
export const parameters: fc.Arbitrary<ItemParameters> = fc.record({
  discrimination: real(0.2, 3),
  difficulty: real(-4, 4),
  guessing: fc.oneof(fc.constant(0), real(0.01, 0.5)),
})
export const responses = (minLength: number, maxLength: number): fc.Arbitrary<ScoredResponse[]> =>
  fc.array(fc.record({ parameters, correct: fc.boolean() }), { minLength, maxLength })
