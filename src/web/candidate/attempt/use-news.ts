import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { AttemptNews } from '../../../domain/delivery/conduct.ts'
import { api } from '../../shared/api.ts'
import { type NewsChannel, openNewsChannel, type StreamEvents } from './news-channel.ts'
import type { NewsSnapshot } from './news-store.ts'
import type { OpenAttempt } from './open-attempt.ts'

const READ_MS = 10_000

/** A service that is away must not be asked by every page every few seconds. */
const MOST_ERRORS = 2

function openStream(path: string, events: StreamEvents): (() => void) | null {
  if (!('EventSource' in globalThis)) return null
  const source = new EventSource(`/api${path}/events`)
  let errors = 0
  source.addEventListener('open', () => {
    errors = 0
  })
  source.addEventListener('news', ({ data }: MessageEvent<string>) =>
    events.onNews(JSON.parse(data) as AttemptNews),
  )
  source.addEventListener('beat', events.onBeat)
  source.addEventListener('error', () => {
    errors += 1
    if (source.readyState === EventSource.CLOSED || errors > MOST_ERRORS) events.onClosed()
  })
  return () => source.close()
}

/** Keeps the page told how its attempt stands: by stream, on waking up, and when a reply says so. */
export function useNews({ view, news, time, journal }: OpenAttempt): NewsSnapshot {
  const told = useSyncExternalStore(news.subscribe, news.snapshot)
  const channel = useRef<NewsChannel | null>(null)
  const { attemptId } = view
  useEffect(() => {
    const path = `/attempts/${attemptId}`
    const open = openNewsChannel({
      connect: (events) => openStream(path, events),
      read: () => api.get<AttemptNews>(`${path}/news`, { timeoutMs: READ_MS }),
      hear: (heard) => {
        time.sync(heard)
        journal.hearClaim(heard.claim)
        news.hear(heard)
      },
      chance: Math.random,
      after: (ms, action) => {
        const timer = setTimeout(action, ms)
        return () => clearTimeout(timer)
      },
    })
    channel.current = open
    const look = (): void => {
      if (!document.hidden) open.lookNow()
    }
    document.addEventListener('visibilitychange', look)
    addEventListener('pageshow', look)
    addEventListener('online', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      removeEventListener('pageshow', look)
      removeEventListener('online', look)
      open.close()
    }
  }, [attemptId, time, journal, news])
  const { behind } = told
  useEffect(() => {
    if (behind) channel.current?.lookNow()
  }, [behind])
  return told
}
