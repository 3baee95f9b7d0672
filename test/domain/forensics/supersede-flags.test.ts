import fc from 'fast-check'
import t from 'tap'
import { examineAttempt } from '../../../src/domain/forensics/indicators.ts'
import { supersededBy, withoutSuperseded } from '../../../src/domain/forensics/supersede-flags.ts'
import { attemptRecord, itemRecord } from './records.ts'

const FAST = Array.from({ length: 40 }, (_, at) =>
  itemRecord(at + 1, { expectedSeconds: 40, seconds: 2, correct: true }),
)
const FLAGS = examineAttempt(attemptRecord({ items: FAST }))
const left = (tests: Parameters<typeof withoutSuperseded>[1]) =>
  withoutSuperseded(FLAGS, tests).map(({ indicator }) => indicator)

t.test('the cohort takes a flag of speed back, and only that', async (t) => {
  const both = ['response-time', 'rapid-guessing']
  t.same(left([]), both, 'not compared yet')
  t.same(left([{ indicator: 'response-speed', p: 0.4 }]), ['rapid-guessing'])
  t.same(left([{ indicator: 'response-speed', p: 0.002 }]), both, 'the cohort agrees')
  t.same(left([{ indicator: 'response-speed', p: null }]), both, 'the cohort could not tell')
  t.same(left([{ indicator: 'look-up-shape', p: 0.4 }]), both, 'something else')
  t.same(left([{ indicator: 'rapid-responses', p: null }]), both)
})

t.test('comparing never adds a flag of the attempt by itself', async () => {
  const p = fc.option(fc.double({ min: 0, max: 1, noNaN: true }))
  const tests = fc.array(fc.record({ indicator: fc.constantFrom('response-speed', 'other'), p }))
  fc.assert(
    fc.property(tests, (own) =>
      withoutSuperseded(FLAGS, own).every((flag) => FLAGS.includes(flag)),
    ),
  )
})

t.test('what is taken back can be told without the flags', async (t) => {
  t.same(supersededBy([{ indicator: 'response-speed', p: 0.4 }]), ['response-time'])
  t.same(supersededBy([{ indicator: 'response-speed', p: 0.002 }]), [])
  t.same(supersededBy([{ indicator: 'response-speed', p: null }]), [])
})
