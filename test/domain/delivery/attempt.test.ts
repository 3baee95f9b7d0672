import fc from 'fast-check'
import t from 'tap'
import {
  attemptIdFor,
  closingOf,
  deadlineFor,
  expire,
  seedFor,
} from '../../../src/domain/delivery/attempt.ts'

const ids = fc.tuple(fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 9 }))

t.test('an attempt has one id: the same for the same exam, candidate and ordinal', async () => {
  fc.assert(
    fc.property(ids, ids, (left, right) => {
      const isSame = left.join() === right.join()
      const id = attemptIdFor(...left)
      return attemptIdFor(...left) === id && (attemptIdFor(...right) === id) === isSame
    }),
  )
})

t.test('changing exam, candidate or ordinal alone changes the id', async () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.uuid(), (exam, candidate, other) => {
      fc.pre(new Set([exam, candidate, other]).size === 3)
      const all = [
        attemptIdFor(exam, candidate, 1),
        attemptIdFor(other, candidate, 1),
        attemptIdFor(exam, other, 1),
        attemptIdFor(exam, candidate, 2),
        attemptIdFor(candidate, exam, 1),
      ]
      return new Set(all).size === all.length
    }),
  )
})

t.test('a seed follows from secret and attempt, and tells another for any other', async () => {
  const secret = fc.stringMatching(/^[0-9a-f]{64}$/)
  fc.assert(
    fc.property(secret, secret, fc.uuid(), fc.uuid(), (one, two, attempt, other) => {
      fc.pre(one !== two && attempt !== other)
      const seed = seedFor(one, attempt)
      return (
        /^[0-9a-f]{64}$/.test(seed) &&
        seed !== seedFor(two, attempt) &&
        seed !== seedFor(one, other)
      )
    }),
  )
})

const ms = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) })
const attempts = fc.record({
  startedAt: ms.map((at) => new Date(at)),
  windowMs: fc.integer({ min: 1, max: 30 * 86_400_000 }),
  timeLimitSeconds: fc.integer({ min: 60, max: 86_400 }),
  extraTimeShare: fc.constantFrom(0, 0.25, 0.5, 1),
})

t.test(
  'a deadline is after the start, within the window, and never later than the time',
  async () => {
    fc.assert(
      fc.property(attempts, ({ windowMs, ...attempt }) => {
        const started = attempt.startedAt.getTime()
        const windowClosesAt = new Date(started + windowMs)
        const deadline = deadlineFor({ ...attempt, windowClosesAt }).getTime()
        const limit = started + attempt.timeLimitSeconds * (1 + attempt.extraTimeShare) * 1000
        const isOneOfBoth = deadline === limit || deadline === windowClosesAt.getTime()
        return (
          deadline > started && deadline <= limit && deadline - started <= windowMs && isOneOfBoth
        )
      }),
    )
  },
)

t.test('extra time never brings a deadline forward', async () => {
  fc.assert(
    fc.property(attempts, ({ windowMs, ...attempt }) => {
      const windowClosesAt = new Date(attempt.startedAt.getTime() + windowMs)
      const plain = deadlineFor({ ...attempt, windowClosesAt, extraTimeShare: 0 })
      return deadlineFor({ ...attempt, windowClosesAt }) >= plain
    }),
  )
})

const deadlineAt = new Date('2026-03-02T09:00:00.000Z')
const after = (ms: number) => new Date(deadlineAt.getTime() + ms)

t.test(
  'an attempt closes by its candidate up to deadline and grace, by the deadline after',
  async (t) => {
    const cases: readonly (readonly [number, 'candidate' | 'deadline'])[] = [
      [-3_600_000, 'candidate'],
      [0, 'candidate'],
      [5000, 'candidate'],
      [5001, 'deadline'],
      [86_400_000, 'deadline'],
    ]
    for (const [late, closedBy] of cases) {
      const isInTime = closedBy === 'candidate'
      t.same(closingOf(deadlineAt, after(late), 5), {
        state: isInTime ? 'submitted' : 'expired',
        closedAt: isInTime ? after(late) : deadlineAt,
        closedBy,
      })
    }
  },
)

t.test('only a running attempt whose time is over expires', async (t) => {
  const running = { state: 'running', deadlineAt }
  t.match(expire(running, after(5001), 5), { state: 'expired', closedAt: deadlineAt })
  t.throws(() => expire(running, after(5000), 5), { code: 'attempt-not-running' })
  for (const state of ['submitted', 'expired']) {
    t.throws(() => expire({ state, deadlineAt }, after(9000), 5), { code: 'attempt-not-running' })
  }
})
