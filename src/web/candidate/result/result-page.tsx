import { type ReactElement, useEffect } from 'react'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Facts } from '../parts/facts.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Note } from '../parts/note.tsx'
import { Page } from '../parts/page.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'
import { CorrectionsNote } from './corrections.tsx'
import { isAdverse } from './is-adverse.ts'
import { Looks } from './looks.tsx'
import { Outcome } from './outcome.tsx'
import { Profile } from './profile.tsx'
import { Retests } from './retests.tsx'
import { Review } from './review.tsx'
import { NextSteps, Verdict } from './verdict.tsx'

function RecordedCounts({ view }: { readonly view: ResultView }): ReactElement {
  const t = useText()
  const formats = useFormats()
  const { entries, timesAway, secondsAway, consentedAt } = view.recorded
  return (
    <section className="card pad" aria-labelledby="recorded">
      <h2 id="recorded">{t('result.recorded')}</h2>
      <Facts
        facts={[
          [t('result.entries'), formats.number(entries)],
          [
            t('result.away'),
            timesAway === 0
              ? t('result.never-away')
              : t('result.away-value', {
                  count: timesAway,
                  duration: formats.duration(secondsAway),
                }),
          ],
          [
            t('submit.answered'),
            t('submit.of', { count: view.receipt.answered, total: view.receipt.itemCount }),
          ],
        ]}
      />
      {consentedAt !== null && (
        <p>{t('result.consented', { at: formats.dateTime(consentedAt) })}</p>
      )}
      <p className="soft">{t('result.recorded-note')}</p>
      <h3>{t('looks.title')}</h3>
      <Looks looks={view.looks} />
    </section>
  )
}

/** Above everything else: what waits for the candidate, with the way there. */
function NeedsYou({ view }: { readonly view: ResultView }): ReactElement | null {
  const t = useText()
  const formats = useFormats()
  const { review } = view
  if (review === null) return null
  const { state, statements, appealUntil, finding, origin } = review
  const maySay = state === 'open' && statements.length === 0
  const until = finding !== null && isAdverse(finding.code) ? appealUntil : null
  if (!maySay && until === null) return null
  return (
    <Note tone="warn" title={t('matter.title')}>
      <p>
        {until === null
          ? t(origin === 're-test' ? 'result.needs-retest' : 'result.needs-say')
          : t('result.needs-appeal', { until: formats.dateTime(until) })}
      </p>
      <a className="button" href="#review">
        {t('result.to-review')}
      </a>
    </Note>
  )
}

export function ResultPage({ attemptId }: { readonly attemptId: string }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const loading = useLoad<ResultView>(`/attempts/${attemptId}/result`)
  const { load, replace } = loading
  const title = load.state === 'loaded' ? localized(load.value.examTitle) : t('result.title')
  const there = load.state === 'loaded'
  // The part the address names, such as #award, is here only now.
  useEffect(() => {
    if (there && location.hash !== '')
      document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [there])
  return (
    <Page title={title}>
      <Loaded from={loading}>
        {(view) => (
          <div className="result">
            {view.simulated && (
              <p>
                <span className="badge simulated">{t('common.simulated')}</span>{' '}
                {t('result.simulated')}
              </p>
            )}
            <NeedsYou view={view} />
            {view.result === null ? (
              <Note tone="plain" title={t('result.checking-title')}>
                <p>{t('result.checking')}</p>
              </Note>
            ) : (
              <>
                <Verdict result={view.result} />
                <CorrectionsNote view={view} />
                <Profile result={view.result} />
                <NextSteps result={view.result} />
              </>
            )}
            {view.outcome !== null && <Outcome outcome={view.outcome} attemptId={attemptId} />}
            <Retests attemptId={attemptId} retests={view.retests} />
            {view.review !== null && (
              <Review review={view.review} attemptId={attemptId} onSaved={replace} />
            )}
            <RecordedCounts view={view} />
            <div className="actions">
              <Link href={`/attempts/${attemptId}/receipt`} className="button">
                {t('home.receipt')}
              </Link>
              <Link href="/awards" className="button quiet">
                {t('nav.awards')}
              </Link>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
