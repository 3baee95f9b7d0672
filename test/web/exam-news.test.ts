import fc from 'fast-check'
import t from 'tap'
import type { AttemptNews, AttemptNotice } from '../../src/domain/delivery/conduct.ts'
import { createExamTime, type TimeReading } from '../../src/web/candidate/attempt/exam-time.ts'
import { guessTime } from '../../src/web/candidate/attempt/guess-time.ts'
import { insist } from '../../src/web/candidate/attempt/insist.ts'
import {
  type NewsChannel,
  openNewsChannel,
  type StreamEvents,
} from '../../src/web/candidate/attempt/news-channel.ts'
import { createNewsStore } from '../../src/web/candidate/attempt/news-store.ts'
import { startTrouble } from '../../src/web/candidate/notice/start-trouble.ts'
import { ApiOffline, ApiProblem } from '../../src/web/shared/api-error.ts'
import { CALM } from './journal-world.ts'

const START_MS = Date.parse('2026-03-02T02:00:00.000Z')
const at = (seconds: number): string => new Date(START_MS + seconds * 1000).toISOString()

/** What the service says at a second of its own, of an attempt due at another one. */
function reading(now: number, deadline: number, pausedUntil: number | null = null): TimeReading {
  return {
    serverNow: at(now),
    deadlineAt: at(deadline),
    pausedUntil: pausedUntil === null ? null : at(pausedUntil),
  }
}

t.test('time given moves the clock forth, time taken back moves it back', (t) => {
  let monotonicMs = 0
  const time = createExamTime(() => monotonicMs)
  time.sync(reading(0, 3600))
  t.equal(time.secondsLeft(), 3600)
  monotonicMs = 60_000
  t.equal(time.secondsLeft(), 3540)
  time.sync(reading(60, 4200))
  t.equal(time.secondsLeft(), 4140, '10 minutes more')
  time.sync(reading(60, 3900))
  t.equal(time.secondsLeft(), 3840, 'an early resume takes the rest of a pause back')
  t.end()
})

t.test('in a pause working time stands still to the second, whenever it is looked at', (t) => {
  fc.assert(
    fc.property(
      fc.record({
        limit: fc.integer({ min: 60, max: 7200 }),
        from: fc.integer({ min: 0, max: 59 }),
        length: fc.integer({ min: 1, max: 3600 }),
        look: fc.integer({ min: 0, max: 12_000 }),
      }),
      ({ limit, from, length, look }) => {
        let monotonicMs = 0
        const time = createExamTime(() => monotonicMs)
        time.sync(reading(0, limit))
        monotonicMs = from * 1000
        time.sync(reading(from, limit + length, from + length))
        monotonicMs = (from + look) * 1000
        const worked = from + Math.max(0, look - length)
        const pause = Math.max(0, length - look)
        const close = (one: number, other: number): boolean => Math.abs(one - other) < 1e-6
        return (
          close(time.secondsLeft(), Math.max(0, limit - worked)) &&
          close(time.pauseSecondsLeft(), pause)
        )
      },
    ),
  )
  t.end()
})

t.test('a reply that was overtaken on its way does not take time back', (t) => {
  const time = createExamTime(() => 0)
  time.sync(reading(10, 4200))
  time.sync(reading(5, 3600))
  t.equal(time.secondsLeft(), 4190)
  t.end()
})

t.test('a time guessed from the device closes nothing, and the first true one replaces it', (t) => {
  // Two hours ahead of the service.
  const time = createExamTime(() => 0, reading(7200, 3600))
  t.equal(time.secondsLeft(), 1)
  time.sync(reading(600, 3600))
  t.equal(time.secondsLeft(), 3000)
  t.end()
})

t.test('what was kept tells of time that has gone by, and never of less than none', (t) => {
  const kept = { keptAt: 1_000_000, view: reading(0, 3600) }
  t.equal(guessTime(kept, 1_090_000).serverNow, at(90))
  t.equal(guessTime(kept, 900_000).serverNow, at(0), 'a clock that was put back')
  t.end()
})

const aNotice = (id: string, second: number): AttemptNotice => ({
  ...{ id, kind: 'message', seconds: null, text: id, at: at(second) },
})
const news = (notices: readonly AttemptNotice[], more: Partial<AttemptNews> = {}): AttemptNews => ({
  ...reading(0, 3600),
  ...{ state: 'running', claim: 1, notices: [...notices], ...more },
})
const saved = (noticeCount: number) => ({
  ...{ durable: [], taken: [], nextSequence: 1, savedAt: at(0), deadlineAt: at(9) },
  ...{ ...CALM, noticeCount },
})

t.test('a reply that counts more notices than were read asks for the news, once', (t) => {
  const before = aNotice('before the start', -60)
  const store = createNewsStore({ state: 'running', startedAt: at(0), notices: [before] })
  store.hearSaved(saved(0))
  t.notOk(store.snapshot().behind)
  store.hearSaved(saved(1))
  t.ok(store.snapshot().behind)
  const first = aNotice('first', 10)
  store.hear(news([before, first]))
  t.notOk(store.snapshot().behind)
  store.hearSaved(saved(1))
  t.notOk(store.snapshot().behind)
  store.hear(news([before]))
  t.same(store.snapshot().notices, [before, first], 'what came late knows fewer')
  t.end()
})

/** A channel whose streams, readings and timers are moved by hand. */
function channelWorld(read: () => Promise<AttemptNews>, hasStream = true) {
  const heard: AttemptNews[] = []
  const timers = new Map<() => void, number>()
  const streams: StreamEvents[] = []
  let open = 0
  let reads = 0
  const channel: NewsChannel = openNewsChannel({
    connect: (events) => {
      if (!hasStream) return null
      streams.push(events)
      open += 1
      return () => {
        open -= 1
      }
    },
    read: () => {
      reads += 1
      return read()
    },
    hear: (told) => heard.push(told),
    chance: () => 0.5,
    after: (ms, action) => {
      timers.set(action, ms)
      return () => timers.delete(action)
    },
  })
  return {
    ...{ channel, heard, streams, timers },
    open: () => open,
    reads: () => reads,
    /** Runs the timer that is due first; the answer is how long it waited. */
    next: async (): Promise<number | null> => {
      const [first] = [...timers].toSorted(([, one], [, other]) => one - other)
      if (!first) return null
      timers.delete(first[0])
      first[0]()
      await new Promise((resolve) => setImmediate(resolve))
      return first[1]
    },
  }
}

t.test('a stream that beats is left alone; one that falls silent is replaced', async (t) => {
  const world = channelWorld(() => Promise.resolve(news([])))
  world.streams[0]?.onNews(news([]))
  world.streams[0]?.onBeat()
  t.same([...world.timers.values()], [40_000])
  await world.next()
  t.equal(world.open(), 0, 'silence ends it')
  const pause = (await world.next()) ?? 0
  t.ok(pause >= 2_000 && pause <= 4_000, 'the news are read soon')
  t.equal(world.reads(), 1)
  t.equal(world.open(), 1, 'and the stream is there again')
})

t.test('where no stream holds, the news are asked for every 20 to 40 seconds', async (t) => {
  const world = channelWorld(() => Promise.resolve(news([])), false)
  await world.next()
  for (let round = 0; round < 5; round++) {
    const pause = (await world.next()) ?? 0
    t.ok(pause >= 20_000 && pause <= 40_000, `${pause} ms`)
  }
  t.equal(world.heard.length, 6)
})

t.test('the service is asked no sooner than it says', async (t) => {
  const busy = new ApiProblem({ status: 503, retryAfterSeconds: 90, body: {} })
  const world = channelWorld(() => Promise.reject(busy), false)
  await world.next()
  t.ok([...world.timers.values()].every((ms) => ms >= 90_000))
})

t.test('a closed attempt ends the channel', async (t) => {
  const world = channelWorld(() => Promise.resolve(news([])))
  world.streams[0]?.onNews(news([], { state: 'submitted' }))
  t.equal(world.open(), 0)
  t.equal(world.timers.size, 0)
  world.channel.lookNow()
  t.equal(world.reads(), 0)
})

t.test('a start that was refused is told apart from one that nobody knows of', (t) => {
  const problem = (status: number, retryAfterSeconds: number | null) =>
    new ApiProblem({ status, retryAfterSeconds, body: {} })
  t.equal(startTrouble(problem(503, 4)), 'busy')
  t.equal(startTrouble(problem(502, null)), 'unreachable', 'what stands between knows nothing')
  t.equal(startTrouble(new ApiOffline('lost')), 'unreachable')
  t.equal(startTrouble(problem(409, null)), null)
  t.end()
})

t.test('even in a hurry nobody comes back before the service said', async (t) => {
  const startedAt = performance.now()
  let tries = 0
  const call = async (): Promise<string> => {
    tries += 1
    if (tries === 1) throw new ApiProblem({ status: 503, retryAfterSeconds: 1, body: {} })
    return 'done'
  }
  const reply = await insist(call, {
    onTrouble: () => {},
    waitForSignIn: () => Promise.resolve(),
    hurried: () => Promise.resolve(),
    cancelled: () => false,
  })
  t.equal(reply, 'done')
  t.ok(performance.now() - startedAt >= 990)
})
