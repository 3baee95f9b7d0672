import fc from 'fast-check'
import t from 'tap'
import { planLoad, readSizes } from '../../../src/cli/bench/load-plan.ts'
import { CommandEnd } from '../../../src/cli/run-command.ts'

t.test('small unless the full sizes are asked for; single ones can be changed', async (t) => {
  t.match(readSizes({ full: true }), { attempts: 10_000, starts: 3000, everySeconds: 30 })
  t.ok(readSizes({}).attempts < 1000)
  const sizes = readSizes({ full: true, attempts: '50', every: '0.5', seconds: '7' })
  t.match(sizes, { attempts: 50, starts: 50, everySeconds: 0.5, struckSeconds: 7 })
})

t.test('sizes that make no sense are refused with their name', async (t) => {
  for (const value of ['0', '-3', 'many', '']) {
    t.throws(() => readSizes({ attempts: value }), new CommandEnd(2, '--attempts must be'))
  }
})

t.test('everybody starts once and submits once, and faults strike within their phase', async () => {
  const sizes = fc.record({
    starts: fc.integer({ min: 1, max: 5000 }),
    more: fc.integer({ min: 0, max: 9000 }),
    seconds: fc.integer({ min: 5, max: 600 }),
  })
  fc.assert(
    fc.property(sizes, ({ starts, more, seconds }) => {
      const attempts = starts + more
      const phases = planLoad({
        ...readSizes({ attempts: String(attempts), seconds: String(seconds) }),
        starts,
      })
      const sum = (of: (phase: (typeof phases)[number]['phase']) => number) =>
        phases.reduce((total, { phase }) => total + of(phase), 0)
      const isInTime = phases.every(({ faults, seconds: length }) =>
        faults.every(({ atSeconds }) => atSeconds >= 0 && atSeconds < length),
      )
      return (
        sum(({ starts: some }) => some?.count ?? 0) === attempts &&
        sum(({ submits: some }) => some?.count ?? 0) === attempts &&
        isInTime
      )
    }),
  )
})
