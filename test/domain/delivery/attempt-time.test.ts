import fc from 'fast-check'
import t from 'tap'
import {
  type AttemptTime,
  extendTime,
  isPaused,
  LEAST_AFTER_OUTAGE,
  outageAddsToWindow,
  pauseAddsToWindow,
  pauseTime,
  reopenTime,
  resumeTime,
  secondsLost,
} from '../../../src/domain/delivery/attempt-time.ts'

const START = Date.parse('2026-03-29T00:30:00.000Z')
const at = (seconds: number): Date => new Date(START + seconds * 1000)
const LIMIT = 3600
const GRACE = 5
const begun: AttemptTime = {
  startedAt: at(0),
  deadlineAt: at(LIMIT),
  pausedFrom: null,
  pausedUntil: null,
}

function kept(next: AttemptTime | string): AttemptTime {
  if (typeof next === 'string') throw new Error(`the act did not reach it: ${next}`)
  return next
}
const deadlineOf = (next: AttemptTime | string): number =>
  (kept(next).deadlineAt.getTime() - START) / 1000

t.test('an act moves the deadline by what it says', async (t) => {
  t.equal(deadlineOf(extendTime(begun, 600, at(10))), LIMIT + 600)
  const paused = kept(pauseTime(begun, 300, at(100)))
  t.same(paused, {
    ...begun,
    deadlineAt: at(LIMIT + 300),
    pausedFrom: at(100),
    pausedUntil: at(400),
  })
  t.ok(isPaused(paused, at(399.999)))
  t.notOk(isPaused(paused, at(400)), 'it ends by itself')
  const resumed = kept(resumeTime(paused, at(250)))
  t.same(resumed, { ...paused, deadlineAt: at(LIMIT + 150), pausedUntil: at(250) })
  t.equal(deadlineOf(pauseTime(paused, 300, at(300))), LIMIT + 500, 'a pause that goes on')
  const longer = kept(pauseTime(paused, 300, at(300)))
  t.same(longer.pausedFrom, at(100))
  t.same(longer.pausedUntil, at(600))
  t.equal(deadlineOf(pauseTime(paused, 300, at(500))), LIMIT + 600, 'a second one')
})

t.test('an act that can change nothing says why', async (t) => {
  const paused = kept(pauseTime(begun, 300, at(100)))
  t.equal(pauseTime(paused, 100, at(200)), 'paused-longer')
  t.equal(resumeTime(begun, at(10)), 'not-paused')
  t.equal(resumeTime(paused, at(400)), 'not-paused')
  t.equal(pauseTime(begun, 300, at(LIMIT)), 'closed')
  t.equal(extendTime(begun, 60, at(LIMIT + 60)), 'closed', 'over even with it')
  t.equal(deadlineOf(extendTime(begun, 60, at(LIMIT + 59))), LIMIT + 60)
})

t.test('an outage gives back exactly what it took', async (t) => {
  const lost = (from: number, until: number, time = begun) =>
    secondsLost(time, { from: at(from), until: at(until) }, GRACE)
  t.equal(lost(100, 400), 300)
  t.equal(lost(-100, 400), 400, 'no second before the beginning')
  t.equal(lost(-100, -1), 0)
  t.equal(lost(100, 400.25), 301, 'whole seconds, never fewer')
  t.equal(lost(LIMIT - 600, LIMIT + 7200), 7800, 'ten minutes are left afterwards')
  const paused = kept(pauseTime(begun, 300, at(100)))
  t.equal(lost(50, 450, paused), 100, 'the pause within is in the deadline already')
  t.equal(lost(150, 350, paused), 0, 'wholly within a pause')
  t.equal(lost(200, 1000, paused), 600)
  t.equal(lost(LIMIT - 5, LIMIT + 100), 100 + LEAST_AFTER_OUTAGE, 'a minute to hand in')
  t.equal(lost(LIMIT + GRACE, LIMIT + 100), 100 + LEAST_AFTER_OUTAGE, 'still on their way')
  t.equal(lost(LIMIT + GRACE + 1, LIMIT + 100), 0, 'over before')
})

t.test('who works again after closing has the time they were given', async (t) => {
  const given = { seconds: 600, now: at(5000) }
  t.same(reopenTime(at(0), { ...given, examPausedUntil: at(4000) }), {
    startedAt: at(0),
    deadlineAt: at(5600),
    pausedFrom: null,
    pausedUntil: null,
  })
  const paused = reopenTime(at(0), { ...given, examPausedUntil: at(5100) })
  t.same(paused, {
    startedAt: at(0),
    deadlineAt: at(5700),
    pausedFrom: at(5000),
    pausedUntil: at(5100),
  })
})

const steps = fc.array(
  fc.record({
    /** Seconds since the step before. */
    after: fc.integer({ min: 0, max: 1200 }),
    kind: fc.constantFrom('extend' as const, 'pause', 'resume', 'outage'),
    seconds: fc.integer({ min: 1, max: 1500 }),
  }),
  { maxLength: 12 },
)

/** Second by second, with nothing but what each act means: the truth to compare with. */
function workedSeconds(acts: readonly Done[], deadline: number): number {
  let worked = 0
  for (let second = 0; second < deadline; second += 1) {
    const pause = acts.findLast(
      ({ kind, from }) => (kind === 'pause' || kind === 'resume') && from <= second,
    )
    const isOff = acts.some((a) => a.kind === 'outage' && a.from <= second && second < a.until)
    const isPausing = pause?.kind === 'pause' && second < pause.until
    if (!isPausing && !isOff) worked += 1
  }
  return worked
}

interface Done {
  readonly kind: 'extend' | 'pause' | 'resume' | 'outage'
  readonly from: number
  readonly until: number
}

t.test(
  'whatever is done, working time is the limit and what was given, to the second',
  async () => {
    let reached = 0
    fc.assert(
      fc.property(steps, (script) => {
        let time = begun
        let now = 0
        let given = 0
        const done: Done[] = []
        for (const { after, kind, seconds } of script) {
          now += after
          // Its last minute is another matter: nobody has less than one after an outage.
          if (now >= (time.deadlineAt.getTime() - START) / 1000 - LEAST_AFTER_OUTAGE) break
          if (kind === 'outage') {
            const outage = { from: at(now), until: at(now + seconds) }
            const lost = secondsLost(time, outage, GRACE)
            time = kept(extendTime(time, lost, at(0)))
            done.push({ kind, from: now, until: now + seconds })
            now += seconds
            const left = (time.deadlineAt.getTime() - START) / 1000 - now
            // Within a planned pause that ends in the last minute, the least minute gives more.
            if (left <= LEAST_AFTER_OUTAGE) break
            continue
          }
          const next = actOf(time, kind, { seconds, now })
          if (typeof next === 'string') continue
          if (kind === 'resume' && next.deadlineAt < at(now)) return false
          if (kind !== 'resume' && next.deadlineAt < time.deadlineAt) return false
          if (kind === 'extend') given += seconds
          done.push({ kind, from: now, until: now + seconds })
          time = next
          reached += 1
        }
        const deadline = (time.deadlineAt.getTime() - START) / 1000
        return workedSeconds(done, deadline) === LIMIT + given
      }),
      { numRuns: 400 },
    )
    if (reached < 400) throw new Error(`only ${reached} acts reached anything`)
  },
)

function actOf(
  time: AttemptTime,
  kind: 'extend' | 'pause' | 'resume',
  { seconds, now }: { readonly seconds: number; readonly now: number },
): AttemptTime | string {
  if (kind === 'extend') return extendTime(time, seconds, at(now))
  return kind === 'pause' ? pauseTime(time, seconds, at(now)) : resumeTime(time, at(now))
}

t.test('a window is made longer by pauses and outages, each second once', async (t) => {
  const window = { opensAt: at(0), windowEnd: at(7200), pausedUntil: null }
  t.equal(pauseAddsToWindow(window, 300, at(100)), 300)
  t.equal(pauseAddsToWindow({ ...window, pausedUntil: at(200) }, 300, at(100)), 200)
  t.equal(pauseAddsToWindow({ ...window, pausedUntil: at(900) }, 300, at(100)), 0)
  t.equal(pauseAddsToWindow({ ...window, pausedUntil: at(50) }, 300, at(100)), 300)
  t.equal(pauseAddsToWindow(window, 300, at(7200)), 0, 'a closed window stays closed')
  const outage = { from: at(100), until: at(400) }
  t.equal(outageAddsToWindow(window, outage), 300)
  t.equal(outageAddsToWindow({ ...window, opensAt: at(250) }, outage), 150)
  t.equal(outageAddsToWindow({ ...window, pausedUntil: at(300) }, outage), 100)
  t.equal(outageAddsToWindow({ ...window, pausedUntil: at(600) }, outage), 0)
  t.equal(outageAddsToWindow({ ...window, windowEnd: at(100) }, outage), 0)
})
