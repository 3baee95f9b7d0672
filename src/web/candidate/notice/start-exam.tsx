import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import type { AttemptView } from '../../../domain/delivery/views.ts'
import { api } from '../../shared/api.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { handBegunOver } from '../attempt/begun-attempt.ts'
import { insist } from '../attempt/insist.ts'
import { Icon } from '../parts/icon.tsx'
import { Note } from '../parts/note.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { navigate } from '../router.tsx'
import { useText } from '../text.ts'
import { startTrouble } from './start-trouble.ts'

interface StartExamProps {
  readonly examId: string
  readonly opensAt: string
  readonly adaptive: boolean
  readonly timeLimitSeconds: number
  /** What the exam asks for besides, between the consequence and the button. */
  readonly children?: ReactNode
  /** What goes along with the start. */
  readonly body?: Readonly<Record<string, unknown>>
}

type Waiting = ReturnType<typeof startTrouble> | null

interface StartControl {
  readonly busy: boolean
  readonly waiting: Waiting
  readonly error: unknown
  readonly start: () => void
}

/** Starts, and where everybody does at the same moment tries again as the service asks. */
function useStart(examId: string, body: StartExamProps['body']): StartControl {
  const [busy, setBusy] = useState(false)
  const [waiting, setWaiting] = useState<Waiting>(null)
  const [error, setError] = useState<unknown>(null)
  const alive = useRef(true)
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
    }
  }, [])
  const call = (): Promise<AttemptView> =>
    api.post<AttemptView>(`/my/exams/${examId}/attempt`, body).catch((fault) => {
      if (alive.current) setWaiting(startTrouble(fault))
      throw fault
    })
  const run = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      const view = await insist(call, {
        cancelled: () => !alive.current,
        onTrouble: () => {},
        waitForSignIn: () => {
          navigate(`/sign-in?next=${encodeURIComponent(`/exams/${examId}`)}`)
          // This page is left for good.
          return new Promise(() => {})
        },
      })
      if (view !== null && alive.current) {
        handBegunOver(view)
        navigate(`/attempts/${view.attemptId}`)
      }
    } catch (fault) {
      if (alive.current) setError(fault)
    }
    if (!alive.current) return
    setWaiting(null)
    setBusy(false)
  }
  return { busy, waiting, error, start: () => void run() }
}

/** The last step before an exam: what starting means, and the button that does it. */
export function StartExam(props: StartExamProps): ReactElement {
  const { examId, opensAt, adaptive, timeLimitSeconds, children, body } = props
  const t = useText()
  const formats = useFormats()
  const { busy, waiting, error, start } = useStart(examId, body)
  const early = Date.now() < Date.parse(opensAt)
  return (
    <section className="card pad start" aria-labelledby="start">
      <h2 id="start">{t('notice.start-title')}</h2>
      <p>
        {early
          ? t('notice.early', { time: formats.dateTime(opensAt) })
          : t(adaptive ? 'adaptive.start-consequence' : 'notice.start-consequence', {
              time: formats.duration(timeLimitSeconds),
            })}
      </p>
      {children}
      {error !== null && <ProblemNote error={error} />}
      <div role="status">
        {waiting !== null && <Note tone="plain">{t(`start.${waiting}`)}</Note>}
      </div>
      <button
        type="button"
        className="button primary large"
        onClick={start}
        aria-disabled={busy || undefined}
      >
        {t(busy ? 'notice.starting' : 'notice.start')}
        <Icon name="right" />
      </button>
    </section>
  )
}
