import fc from 'fast-check'
import t from 'tap'
import {
  attemptBand,
  BANDS,
  passingCut,
} from '../../src/web/console/exams/published/attempt-bands.ts'
import { aBlueprint } from '../support/builders.ts'

const estimates = fc.record({
  theta: fc.double({ min: -4, max: 4, noNaN: true }),
  standardError: fc.double({ min: 0.05, max: 1, noNaN: true }),
})

t.test('surely above stands before surely below only where the intervals do not meet', async () => {
  fc.assert(
    fc.property(estimates, estimates, fc.double({ min: -2, max: 2, noNaN: true }), (a, b, cut) => {
      if (attemptBand(a, cut) !== 'above' || attemptBand(b, cut) !== 'below') return true
      return a.theta - 1.96 * a.standardError >= b.theta + 1.96 * b.standardError
    }),
  )
})

t.test('the interval decides, not the estimate', async (t) => {
  t.equal(attemptBand({ theta: 0.5, standardError: 0.2 }, 0), 'above')
  t.equal(attemptBand({ theta: 0.5, standardError: 0.4 }, 0), 'open')
  t.equal(attemptBand({ theta: -0.5, standardError: 0.4 }, 0), 'open')
  t.equal(attemptBand({ theta: -0.9, standardError: 0.4 }, 0), 'below')
  t.equal(attemptBand({ theta: null, standardError: null }, 0), 'none')
  t.equal(attemptBand({ theta: -3, standardError: 0.4 }, null), 'above', 'no cut is met by all')
  t.same([...BANDS], ['above', 'open', 'below', 'none'])
  t.equal(passingCut({ blueprint: aBlueprint({ passingLevel: 'proficient' }) }), 1)
})
