import type { AttemptNews } from '../../../domain/delivery/conduct.ts'
import { ApiProblem } from '../../shared/api-error.ts'
import { sendFailure } from '../journal/send-failure.ts'

/** What the channel needs from the world; tests give it another one. */
export interface NewsPorts {
  /** Opens the stream; null where the browser has none. */
  readonly connect: (events: StreamEvents) => (() => void) | null
  readonly read: () => Promise<AttemptNews>
  readonly hear: (news: AttemptNews) => void
  readonly chance: () => number
  readonly after: (ms: number, action: () => void) => () => void
}

export interface StreamEvents {
  readonly onNews: (news: AttemptNews) => void
  readonly onBeat: () => void
  /** The stream is over, and the browser will not connect again by itself. */
  readonly onClosed: () => void
}

export interface NewsChannel {
  /** Reads the news now: the page has slept, or a reply told of more. */
  readonly lookNow: () => void
  readonly close: () => void
}

/** A stream that says nothing for so long is dead, whatever the browser thinks; it beats every 15 s. */
const SILENCE_MS = 40_000
/** The first news come at once. */
const FIRST_NEWS_MS = 10_000
const SOON_MS = 2_000
const POLL_MS = 20_000

interface Channel {
  readonly ports: NewsPorts
  hangUp: (() => void) | null
  cancelWatch: () => void
  cancelPoll: (() => void) | null
  reading: boolean
  /** Streams in a row that brought nothing. */
  failures: number
  closed: boolean
}

/**
 * Hears how the attempt stands: by a stream, and where none holds by asking now and then. The
 * stream is tried again after the first, second, fourth, eighth … time of asking.
 */
export function openNewsChannel(ports: NewsPorts): NewsChannel {
  const channel: Channel = {
    ports,
    hangUp: null,
    cancelWatch: () => {},
    cancelPoll: null,
    reading: false,
    failures: 0,
    closed: false,
  }
  connect(channel)
  return {
    lookNow: () => void read(channel),
    close: () => close(channel),
  }
}

function close(channel: Channel): void {
  channel.closed = true
  channel.hangUp?.()
  channel.cancelWatch()
  channel.cancelPoll?.()
}

function hear(channel: Channel, news: AttemptNews): void {
  // A closed attempt has no more news.
  if (news.state !== 'running') close(channel)
  channel.ports.hear(news)
}

function connect(channel: Channel): void {
  const watchFor = (ms: number): void => {
    channel.cancelWatch()
    channel.cancelWatch = channel.ports.after(ms, () => drop(channel))
  }
  channel.hangUp = channel.ports.connect({
    onNews: (news) => {
      if (channel.closed) return
      channel.failures = 0
      watchFor(SILENCE_MS)
      hear(channel, news)
    },
    onBeat: () => {
      if (!channel.closed) watchFor(SILENCE_MS)
    },
    onClosed: () => drop(channel),
  })
  if (channel.hangUp === null) drop(channel)
  else watchFor(FIRST_NEWS_MS)
}

/** Gives the stream up and asks instead: soon after the first one, then at leisure. */
function drop(channel: Channel): void {
  channel.hangUp?.()
  channel.hangUp = null
  channel.cancelWatch()
  channel.failures += 1
  const pace = channel.failures === 1 ? SOON_MS : POLL_MS
  pollIn(channel, pace * (1 + channel.ports.chance()))
}

function pollIn(channel: Channel, ms: number): void {
  if (channel.closed) return
  channel.cancelPoll?.()
  channel.cancelPoll = channel.ports.after(ms, () => {
    channel.cancelPoll = null
    void poll(channel)
  })
}

async function poll(channel: Channel): Promise<void> {
  const askedMs = await read(channel)
  if (channel.closed || channel.hangUp !== null) return
  const { failures } = channel
  const isTime = Number.isInteger(Math.log2(failures))
  if (askedMs === null && isTime) return connect(channel)
  if (askedMs === null) channel.failures += 1
  pollIn(channel, Math.max(askedMs ?? 0, POLL_MS) * (1 + channel.ports.chance()))
}

/** Null when it went well, else how long the service asked to wait, ms. */
async function read(channel: Channel): Promise<number | null> {
  if (channel.closed || channel.reading) return 0
  channel.reading = true
  try {
    hear(channel, await channel.ports.read())
    return null
  } catch (error) {
    if (sendFailure(error).kind === 'stop') close(channel)
    // Whoever looked because of something they heard must hear of it some time.
    if (channel.hangUp !== null && channel.cancelPoll === null) pollIn(channel, POLL_MS)
    return error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0
  } finally {
    channel.reading = false
  }
}
