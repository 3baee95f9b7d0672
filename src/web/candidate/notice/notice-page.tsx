import { type ReactElement, useState } from 'react'
import type { AttemptView } from '../../../domain/delivery/views.ts'
import type { LocalizedText } from '../../../domain/text.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Facts } from '../parts/facts.tsx'
import { Icon } from '../parts/icon.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Note } from '../parts/note.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Link, navigate } from '../router.tsx'
import { useText } from '../text.ts'
import { DeviceCheck } from './device-check.tsx'

/** The page read before an exam. */
export interface Notice {
  readonly examTitle: LocalizedText
  readonly timeLimitSeconds: number
  /** The most there can be where the exam is adaptive. */
  readonly itemCount: number
  readonly adaptive: boolean
  readonly window: { readonly opensAt: string; readonly closesAt: string }
  readonly recorded: readonly LocalizedText[]
  readonly keptUntil: LocalizedText
  readonly seenBy: readonly LocalizedText[]
  readonly accommodations: {
    readonly extraTimeShare: number
    readonly assistiveTechnology: boolean
  } | null
}

function Recorded({ notice }: { readonly notice: Notice }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  return (
    <section className="card pad" aria-labelledby="recorded">
      <h2 id="recorded">{t('notice.recorded')}</h2>
      <p>{t('notice.recorded-why')}</p>
      <ul className="plain-list">
        {notice.recorded.map((text) => (
          <li key={text.en}>{localized(text)}</li>
        ))}
      </ul>
      <h3>{t('notice.kept')}</h3>
      <p>{localized(notice.keptUntil)}</p>
      <h3>{t('notice.seen-by')}</h3>
      <ul className="plain-list">
        {notice.seenBy.map((text) => (
          <li key={text.en}>{localized(text)}</li>
        ))}
      </ul>
      <p className="strong">{t('notice.no-verdict')}</p>
    </section>
  )
}

function Accommodations({ notice }: { readonly notice: Notice }): ReactElement | null {
  const t = useText()
  const formats = useFormats()
  const { accommodations } = notice
  if (accommodations === null) return null
  const { extraTimeShare, assistiveTechnology } = accommodations
  return (
    <Note tone="good" title={t('notice.accommodations')}>
      {extraTimeShare > 0 && (
        <p>{t('notice.extra-time', { share: formats.percent(extraTimeShare) })}</p>
      )}
      {assistiveTechnology && <p>{t('notice.assistive')}</p>}
    </Note>
  )
}

function Start({
  examId,
  notice,
}: {
  readonly examId: string
  readonly notice: Notice
}): ReactElement {
  const t = useText()
  const formats = useFormats()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const start = (): void => {
    setBusy(true)
    setError(null)
    api.post<AttemptView>(`/my/exams/${examId}/attempt`).then(
      ({ attemptId }) => navigate(`/attempts/${attemptId}`),
      (fault) => {
        setError(fault)
        setBusy(false)
      },
    )
  }
  const early = Date.now() < Date.parse(notice.window.opensAt)
  return (
    <section className="card pad start" aria-labelledby="start">
      <h2 id="start">{t('notice.start-title')}</h2>
      <p>
        {early
          ? t('notice.early', { time: formats.dateTime(notice.window.opensAt) })
          : t(notice.adaptive ? 'adaptive.start-consequence' : 'notice.start-consequence', {
              time: formats.duration(notice.timeLimitSeconds),
            })}
      </p>
      {error !== null && <ProblemNote error={error} />}
      <button type="button" className="button primary large" onClick={start} disabled={busy}>
        {t(busy ? 'notice.starting' : 'notice.start')}
        <Icon name="right" />
      </button>
    </section>
  )
}

export function NoticePage({ examId }: { readonly examId: string }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const loading = useLoad<Notice>(`/my/exams/${examId}/notice`)
  const { load } = loading
  const title = load.state === 'loaded' ? localized(load.value.examTitle) : t('notice.title')
  return (
    <Page title={title} narrow>
      <Loaded from={loading}>
        {(notice) => (
          <>
            <Facts
              facts={[
                [t('exam.time-limit'), formats.duration(notice.timeLimitSeconds)],
                [
                  t('exam.items'),
                  t(notice.adaptive ? 'adaptive.item-count' : 'exam.item-count', {
                    count: notice.itemCount,
                  }),
                ],
                [t('exam.window'), formats.window(notice.window.opensAt, notice.window.closesAt)],
              ]}
            />
            {notice.adaptive && (
              <Note tone="plain" title={t('adaptive.how-title')}>
                <p>{t('adaptive.how')}</p>
              </Note>
            )}
            <Accommodations notice={notice} />
            <Recorded notice={notice} />
            <section className="card pad" aria-labelledby="device">
              <h2 id="device">{t('check.title')}</h2>
              <DeviceCheck />
            </section>
            <section className="card pad" aria-labelledby="practice">
              <h2 id="practice">{t('practice.title')}</h2>
              <p>{t('practice.invite')}</p>
              <Link href={`/practice?exam=${examId}`} className="button">
                {t('practice.open')}
              </Link>
            </section>
            <Start examId={examId} notice={notice} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
