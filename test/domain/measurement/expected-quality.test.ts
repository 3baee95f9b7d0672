import fc from 'fast-check'
import t from 'tap'
import { expectedQuality } from '../../../src/domain/measurement/expected-quality.ts'
import { parameters } from './arbitraries.ts'

t.test(
  'accuracy, consistency and reliability are shares; accuracy is never below 1/2',
  async () => {
    fc.assert(
      fc.property(fc.array(parameters, { minLength: 1, maxLength: 40 }), (form) => {
        const { marginalReliability, cuts } = expectedQuality({ parameters: form, cuts: [-1, 0.3] })
        return (
          marginalReliability > 0 &&
          marginalReliability < 1 &&
          cuts.every(
            ({ accuracy, consistency }) =>
              accuracy >= 0.5 && accuracy <= 1 && consistency >= 0.5 && consistency <= accuracy,
          )
        )
      }),
      { numRuns: 50 },
    )
  },
)

t.test('doubling a form never makes it tell less', async () => {
  fc.assert(
    fc.property(fc.array(parameters, { minLength: 1, maxLength: 20 }), (form) => {
      const once = expectedQuality({ parameters: form, cuts: [0] })
      const twice = expectedQuality({ parameters: [...form, ...form], cuts: [0] })
      const [before, after] = [once.cuts[0], twice.cuts[0]]
      return (
        twice.marginalReliability >= once.marginalReliability &&
        (after?.accuracy ?? 0) >= (before?.accuracy ?? 1) &&
        (after?.standardError ?? 1) < (before?.standardError ?? 0)
      )
    }),
    { numRuns: 50 },
  )
})

t.test('a form without items tells nothing, and says so', async (t) => {
  const quality = expectedQuality({ parameters: [], cuts: [0] })
  t.equal(quality.marginalReliability, 0)
  t.match(quality.cuts[0], { information: 0, standardError: null })
  t.equal(quality.curve.length, 25)
  t.equal(quality.curve[0]?.theta, -3)
  t.equal(quality.curve.at(-1)?.theta, 3)
})
