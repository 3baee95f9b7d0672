import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LiveBoard, LiveBoardChange } from '../../../../domain/delivery/live-board-views.ts'
import { api } from '../../../shared/api.ts'
import { isProblem } from '../../../shared/api-error.ts'
import { askToSignIn } from '../../sign-in-need.ts'
import { applyChange } from './apply-change.ts'

/** How the page is kept up to date: pushed, asked for, or not at all for now. */
export type LiveLink = 'live' | 'polling' | 'lost' | 'over'

export interface LiveView {
  readonly board: LiveBoard | null
  readonly link: LiveLink
  /** Why nothing newer could be read, where asking failed too. */
  readonly error: unknown
}

/** How often the board is asked for while nothing can be pushed, ms. */
const POLL_MS = 5000
/** The service tells the time at least every 15 s: after three of them the connection is dead. */
const SILENT_MS = 45_000

/**
 * The live board of an exam: pushed as long as the connection holds, asked for every few seconds
 * otherwise. Asking renews a sign-in that ran out, which a pushed connection can't; after each
 * answer it tries to be pushed again.
 */
export function useLiveBoard(examId: string): LiveView {
  const [view, setView] = useState<LiveView>({ board: null, link: 'live', error: null })
  const client = useQueryClient()
  useEffect(
    () =>
      followBoard(`/exams/${examId}/live-board`, (change) => {
        setView((before) => ({ ...before, ...change(before) }))
      }).stop,
    [examId],
  )
  // Once it is over the exam has another state, and the page other parts.
  useEffect(() => {
    if (view.link === 'over') void client.invalidateQueries({ queryKey: [`/exams/${examId}`] })
  }, [client, examId, view.link])
  return view
}

type Show = (change: (before: LiveView) => Partial<LiveView>) => void

function followBoard(path: string, show: Show): { readonly stop: () => void } {
  let source: EventSource | null = null
  // A stream that held until its regular end is no reason to speak of trouble.
  let wasPushed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const aborter = new AbortController()
  const after = (ms: number, act: () => void): void => {
    clearTimeout(timer)
    if (!aborter.signal.aborted) timer = setTimeout(act, ms)
  }
  const stop = (): void => {
    clearTimeout(timer)
    source?.close()
    aborter.abort()
  }
  const poll = async (): Promise<void> => {
    clearTimeout(timer)
    source?.close()
    try {
      const board = await api.get<LiveBoard>(path, { signal: aborter.signal })
      if (aborter.signal.aborted) return
      show(() => ({ board, link: wasPushed ? 'live' : 'polling', error: null }))
      wasPushed = false
      after(POLL_MS, listen)
    } catch (error) {
      if (aborter.signal.aborted) return
      if (isProblem(error, 'sign-in-required')) askToSignIn()
      wasPushed = false
      show(() => ({ link: 'lost', error }))
      after(POLL_MS, poll)
    }
  }
  const hear: Listener['hear'] = (tell) => {
    wasPushed = true
    show(({ board }) => ({ board: tell(board), link: 'live', error: null }))
    after(SILENT_MS, poll)
  }
  const listen = (): void => {
    after(SILENT_MS, poll)
    source = openEvents(path, {
      hear,
      // The stream ends by itself from time to time: asked for once, it is opened again.
      fail: () => void poll(),
      finish: () => {
        stop()
        show(() => ({ link: 'over' }))
      },
    })
  }
  listen()
  return { stop }
}

interface Listener {
  readonly hear: (tell: (board: LiveBoard | null) => LiveBoard | null) => void
  readonly fail: () => void
  readonly finish: () => void
}

function openEvents(path: string, { hear, fail, finish }: Listener): EventSource {
  const source = new EventSource(`/api${path}/events`)
  source.addEventListener('board', ({ data }) => hear(() => JSON.parse(data) as LiveBoard))
  source.addEventListener('change', ({ data }) => {
    const change = JSON.parse(data) as LiveBoardChange
    hear((board) => board && applyChange(board, change))
  })
  source.addEventListener('over', finish)
  source.onerror = fail
  return source
}
