import { type ReactElement, useEffect, useState } from 'react'
import type { LocalizedText } from '../../../domain/text.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Facts } from '../parts/facts.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Note } from '../parts/note.tsx'
import { Page } from '../parts/page.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Link } from '../router.tsx'
import type { BrowserAsked } from '../safe-browser/browser-asked.ts'
import { useText } from '../text.ts'
import { Consent, type ConsentAsked } from './consent.tsx'
import { DeviceCheck } from './device-check.tsx'
import { SafeBrowser } from './safe-browser.tsx'
import { StartExam } from './start-exam.tsx'

/** The page read before an exam. */
export interface Notice {
  readonly examTitle: LocalizedText
  readonly timeLimitSeconds: number
  /** The most there can be where the exam is adaptive. */
  readonly itemCount: number
  readonly adaptive: boolean
  /** Title of the exam that this one re-tests; null for others. */
  readonly verifies: LocalizedText | null
  readonly window: { readonly opensAt: string; readonly closesAt: string }
  readonly recorded: readonly LocalizedText[]
  readonly keptUntil: LocalizedText
  readonly seenBy: readonly LocalizedText[]
  /** When people look at an attempt. */
  readonly review: readonly LocalizedText[]
  readonly accommodations: {
    readonly extraTimeShare: number
    readonly assistiveTechnology: boolean
  } | null
  /** Where the exam asks for it. */
  readonly consent: ConsentAsked | null
  readonly browser: BrowserAsked | null
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
      <h3>{t('notice.review')}</h3>
      <ul className="plain-list">
        {notice.review.map((text) => (
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

/** The start, with what must be agreed to; it waits for the exam's browser where there is one. */
function Start(props: { readonly examId: string; readonly notice: Notice }): ReactElement | null {
  const { examId, notice } = props
  const { consent, browser } = notice
  const [given, setGiven] = useState(false)
  if (browser !== null && browser.fault !== null) return null
  return (
    <StartExam
      examId={examId}
      opensAt={notice.window.opensAt}
      adaptive={notice.adaptive}
      timeLimitSeconds={notice.timeLimitSeconds}
      body={consent !== null && given ? { consent: consent.digest } : {}}
    >
      {consent !== null && <Consent asked={consent} given={given} onChange={setGiven} />}
    </StartExam>
  )
}

export function NoticePage({ examId }: { readonly examId: string }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const loading = useLoad<Notice>(`/my/exams/${examId}/notice`)
  const { load } = loading
  // So that it is there when the time begins to run.
  useEffect(() => {
    void import('../attempt/attempt-page.tsx').catch(() => {})
  }, [])
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
            {notice.browser !== null && (
              <SafeBrowser browser={notice.browser} onCheckAgain={loading.reload} />
            )}
            {notice.verifies && (
              <Note tone="plain" title={t('retest.title')}>
                <p>{t('retest.before', { exam: localized(notice.verifies) })}</p>
              </Note>
            )}
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
