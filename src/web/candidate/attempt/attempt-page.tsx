import { type ReactElement, useEffect, useRef, useState } from 'react'
import { ApiOffline, isProblem } from '../../shared/api-error.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { type LiveTab, liveTab } from '../journal/live-tab.ts'
import { Skeleton } from '../parts/loaded.tsx'
import { Note } from '../parts/note.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { Link, navigate, Redirect } from '../router.tsx'
import { useText } from '../text.ts'
import { ExamView } from './exam-view.tsx'
import { type OpenAttempt, openAttempt } from './open-attempt.ts'

type Phase =
  | { readonly kind: 'opening' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'open'; readonly opened: OpenAttempt }

const RETRY_MS = 5_000

interface AttemptControl {
  readonly phase: Phase
  readonly continueHere: () => void
  readonly retry: () => void
}

/** Opens the attempt in this tab if no other tab has it; gives it up when another one asks. */
function useAttempt(attemptId: string): AttemptControl {
  const [phase, setPhase] = useState<Phase>({ kind: 'opening' })
  const tab = useRef<LiveTab | null>(null)
  const opened = useRef<OpenAttempt | null>(null)
  const alive = useRef(true)
  const open = async (): Promise<void> => {
    setPhase({ kind: 'opening' })
    try {
      const attempt = await openAttempt(attemptId)
      if (!alive.current) return
      opened.current = attempt
      setPhase({ kind: 'open', opened: attempt })
    } catch (error) {
      if (alive.current) setPhase({ kind: 'failed', error })
    }
  }
  const claim = async (force: boolean): Promise<void> => {
    const live = (await tab.current?.claim(force)) ?? false
    if (!alive.current) return
    if (live) await open()
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
    void claim(false)
    return () => {
      alive.current = false
      const last = tab.current
      void opened.current?.journal.handOver().then(() => last?.release())
      if (opened.current === null) last?.release()
    }
  }, [attemptId])
  return { phase, continueHere: () => void claim(true), retry: () => void open() }
}

function OpeningFailed(props: {
  readonly error: unknown
  readonly retry: () => void
}): ReactElement {
  const { error, retry } = props
  const t = useText()
  const again = useRef(retry)
  again.current = retry
  const offline = error instanceof ApiOffline
  useEffect(() => {
    if (!offline) return
    const now = (): void => again.current()
    const timer = setTimeout(now, RETRY_MS)
    addEventListener('online', now)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', now)
    }
  }, [offline])
  return (
    <>
      <ProblemNote error={error} onRetry={retry} />
      {offline && <p>{t('exam.opening-offline')}</p>}
      <Link href="/" className="button quiet">
        {t('closing.home')}
      </Link>
    </>
  )
}

function Running({ opened }: { readonly opened: OpenAttempt }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const { attemptId, examTitle, state } = opened.view
  const title = localized(examTitle)
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  const receiptPath = `/attempts/${attemptId}/receipt`
  if (state !== 'running') return <Redirect to={receiptPath} />
  return <ExamView opened={opened} onClosed={() => navigate(receiptPath, { replace: true })} />
}

export function AttemptPage({ attemptId }: { readonly attemptId: string }): ReactElement {
  const t = useText()
  const { phase, continueHere, retry } = useAttempt(attemptId)
  if (phase.kind === 'open') return <Running opened={phase.opened} />
  if (phase.kind === 'failed' && isProblem(phase.error, 'sign-in-required')) {
    return <Redirect to={`/sign-in?next=${encodeURIComponent(`/attempts/${attemptId}`)}`} />
  }
  return (
    <Page title={t('exam.opening')} signedIn={false} narrow>
      {phase.kind === 'opening' && <Skeleton blocks={2} />}
      {phase.kind === 'failed' && <OpeningFailed error={phase.error} retry={retry} />}
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
