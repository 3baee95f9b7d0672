import { type ReactElement, useEffect, useRef, useState } from 'react'
import { isProblem } from '../../shared/api-error.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { backoffMs } from '../journal/backoff.ts'
import { type LiveTab, liveTab } from '../journal/live-tab.ts'
import { sendFailure } from '../journal/send-failure.ts'
import { Skeleton } from '../parts/loaded.tsx'
import { Note } from '../parts/note.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { Link, navigate, Redirect } from '../router.tsx'
import { BrowserWay } from '../safe-browser/browser-way.tsx'
import { useText } from '../text.ts'
import { type ReadView, takeBegun } from './begun-attempt.ts'
import { ExamView } from './exam-view.tsx'
import { focusItem } from './focus-item.ts'
import { type OpenAttempt, openAttempt } from './open-attempt.ts'

type Phase =
  | { readonly kind: 'opening' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly failures: number }
  | { readonly kind: 'open'; readonly opened: OpenAttempt }

interface AttemptControl {
  readonly phase: Phase
  readonly continueHere: () => void
  /** Opens the attempt anew in this tab, after another page has taken it over. */
  readonly takeOver: () => void
  readonly retry: () => void
}

/** What was pressed goes away: the page's heading keeps the focus until the questions are there. */
function focusHeading(): void {
  document.querySelector<HTMLElement>('main h1')?.focus()
}

/** Opens the attempt in this tab if no other tab has it; gives it up when another one asks. */
function useAttempt(attemptId: string): AttemptControl {
  const [phase, setPhase] = useState<Phase>({ kind: 'opening' })
  const tab = useRef<LiveTab | null>(null)
  const opened = useRef<OpenAttempt | null>(null)
  const alive = useRef(true)
  const failures = useRef(0)
  const open = async (begun: ReadView | null = null): Promise<void> => {
    setPhase({ kind: 'opening' })
    try {
      const attempt = await openAttempt(attemptId, begun)
      if (!alive.current) return
      opened.current = attempt
      failures.current = 0
      setPhase({ kind: 'open', opened: attempt })
    } catch (error) {
      failures.current += 1
      if (alive.current) setPhase({ kind: 'failed', error, failures: failures.current })
    }
  }
  const claim = async (force: boolean, begun: ReadView | null = null): Promise<void> => {
    const live = (await tab.current?.claim(force)) ?? false
    if (!alive.current) return
    if (live) await open(begun)
    else setPhase({ kind: 'elsewhere' })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per attempt
  useEffect(() => {
    alive.current = true
    tab.current = liveTab(attemptId, {
      onHandOver: async () => {
        await opened.current?.journal.handOver()
        opened.current = null
        if (alive.current) setPhase({ kind: 'elsewhere' })
      },
    })
    void claim(false, takeBegun(attemptId))
    return () => {
      alive.current = false
      const last = tab.current
      void opened.current?.journal.handOver().then(() => last?.release())
      if (opened.current === null) last?.release()
    }
  }, [attemptId])
  const takeOver = async (): Promise<void> => {
    await opened.current?.journal.handOver()
    if (alive.current) await open()
  }
  return {
    phase,
    continueHere: () => {
      focusHeading()
      void claim(true)
    },
    takeOver: () => void takeOver(),
    retry: () => void open(),
  }
}

function OpeningFailed(props: {
  readonly error: unknown
  /** In a row, this one included. */
  readonly failures: number
  readonly retry: () => void
}): ReactElement {
  const { error, failures, retry } = props
  const t = useText()
  const again = useRef(retry)
  again.current = retry
  const failure = sendFailure(error)
  const retries = failure.kind === 'retry'
  const offline = retries && failure.offline
  const askedSeconds = retries ? failure.retryAfterSeconds : null
  useEffect(() => {
    if (!retries) return
    const now = (): void => again.current()
    const timer = setTimeout(now, backoffMs(failures, Math.random(), askedSeconds))
    if (offline) addEventListener('online', now)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', now)
    }
  }, [retries, offline, askedSeconds, failures])
  return (
    <>
      <ProblemNote
        error={error}
        onRetry={() => {
          focusHeading()
          retry()
        }}
      />
      <BrowserWay error={error} />
      {retries && <p>{t(offline ? 'exam.opening-offline' : 'channel.opening-busy')}</p>}
      <Link href="/" className="button quiet">
        {t('closing.home')}
      </Link>
    </>
  )
}

function Running(props: {
  readonly opened: OpenAttempt
  readonly onTakeOver: () => void
}): ReactElement {
  const { opened, onTakeOver } = props
  const t = useText()
  const localized = useLocalized()
  const { attemptId, examTitle, state } = opened.view
  const title = localized(examTitle)
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  // A page that has just been loaded is read from its top; one that was moved to, from the question.
  const [moved] = useState(() => document.activeElement !== document.body)
  useEffect(() => {
    if (moved) focusItem()
  }, [moved])
  const receiptPath = `/attempts/${attemptId}/receipt`
  if (state !== 'running') return <Redirect to={receiptPath} />
  return (
    <ExamView
      opened={opened}
      onTakeOver={onTakeOver}
      onClosed={() => navigate(receiptPath, { replace: true })}
    />
  )
}

export function AttemptPage({ attemptId }: { readonly attemptId: string }): ReactElement {
  const t = useText()
  const { phase, continueHere, takeOver, retry } = useAttempt(attemptId)
  if (phase.kind === 'open') return <Running opened={phase.opened} onTakeOver={takeOver} />
  if (phase.kind === 'failed' && isProblem(phase.error, 'sign-in-required')) {
    return <Redirect to={`/sign-in?next=${encodeURIComponent(`/attempts/${attemptId}`)}`} />
  }
  return (
    <Page title={t('exam.opening')} signedIn={false} narrow>
      {phase.kind === 'opening' && <Skeleton blocks={2} />}
      {phase.kind === 'failed' && (
        <OpeningFailed error={phase.error} failures={phase.failures} retry={retry} />
      )}
      {phase.kind === 'elsewhere' && (
        <>
          <Note tone="plain" title={t('exam.elsewhere-title')}>
            <p>{t('exam.elsewhere')}</p>
          </Note>
          <button type="button" className="button primary large" onClick={continueHere}>
            {t('exam.continue-here')}
          </button>
        </>
      )}
    </Page>
  )
}
