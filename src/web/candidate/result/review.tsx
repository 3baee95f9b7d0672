import type { ReactElement } from 'react'
import type { MyReview } from '../../../domain/review/my-review.ts'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Note } from '../parts/note.tsx'
import { useText } from '../text.ts'
import { Appeal } from './appeal.tsx'
import { FlagCard } from './flag-card.tsx'
import { isAdverse } from './is-adverse.ts'
import { StatementForm } from './statement-form.tsx'

interface ReviewProps {
  readonly review: MyReview
  readonly attemptId: string
  readonly onSaved: (view: ResultView) => void
}

/** What happens to an open case, step by step. */
function WhatNext({ dueAt }: { readonly dueAt: string | null }): ReactElement {
  const t = useText()
  const formats = useFormats()
  return (
    <>
      <h3>{t('review.what-next')}</h3>
      <ol className="steps">
        <li>{t('review.next-say')}</li>
        <li>{t('review.next-people')}</li>
        {dueAt !== null && <li>{t('review.next-due', { until: formats.dateTime(dueAt) })}</li>}
        <li>{t('review.next-held')}</li>
        <li>{t('review.next-appeal')}</li>
      </ol>
    </>
  )
}

/** What auditors found; what it means only as long as it is what holds. */
function FindingNote({ review }: { readonly review: MyReview }): ReactElement | null {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const { finding, appeal } = review
  if (finding === null) return null
  const isReplaced = appeal?.decision?.upheld === false
  const isOpen = appeal !== null && appeal.decision === null && isAdverse(finding.code)
  const title = t(isReplaced ? 'review.found-before' : 'review.found', {
    finding: localized(finding.name),
  })
  return (
    <Note tone="plain" title={title}>
      {!isReplaced && <p>{t(isOpen ? 'appeal.may-adverse' : `review.means-${finding.code}`)}</p>}
      <p>
        {localized(finding.reason)}{' '}
        <span className="soft small">{formats.dateTime(finding.decidedAt)}</span>
      </p>
    </Note>
  )
}

/** What was found before a re-test, which holds no more. */
function EarlierFindings({ earlier }: Pick<MyReview, 'earlier'>): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  return (
    <>
      {earlier.map(({ name, reason, decidedAt }) => (
        <Note
          key={decidedAt}
          tone="plain"
          title={t('review.found-before', { finding: localized(name) })}
        >
          <p>
            {localized(reason)} <span className="soft small">{formats.dateTime(decidedAt)}</span>
          </p>
        </Note>
      ))}
    </>
  )
}

function Statements({ statements }: { readonly statements: MyReview['statements'] }) {
  const t = useText()
  const formats = useFormats()
  if (statements.length === 0) return null
  return (
    <>
      <h3>{t('review.statements')}</h3>
      <ul className="statements">
        {statements.map((statement) => (
          <li key={statement.at}>
            <p className="soft small">{formats.dateTime(statement.at)}</p>
            <p>{statement.text}</p>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Flags with their evidence, what I said to them, what people found, and my appeal. */
export function Review({ review, attemptId, onSaved }: ReviewProps): ReactElement {
  const t = useText()
  const { flags, statements, finding, state, origin } = review
  const isRetest = origin === 're-test'
  return (
    <section className="card pad" id="review" aria-labelledby="review-title">
      <div className="card-head">
        <h2 id="review-title">{t('review.title')}</h2>
        <span className={`badge review-${state}`}>{t(`review.state-${state}`)}</span>
      </div>
      {finding === null && (
        <p>{t(state === 'open' && isRetest ? 'review.retest' : `review.explain-${state}`)}</p>
      )}
      <EarlierFindings earlier={review.earlier} />
      <FindingNote review={review} />
      {origin === 'sample' && <p>{t('review.chance')}</p>}
      <Appeal attemptId={attemptId} review={review} onSaved={onSaved} />
      {flags.length > 0 && (
        <>
          <p>{t('review.flag-count', { count: flags.length })}</p>
          <ul className="flags">
            {flags.map((flag) => (
              <FlagCard key={flag.name.en} flag={flag} />
            ))}
          </ul>
        </>
      )}
      <Statements statements={statements} />
      {review.mayState && <StatementForm attemptId={attemptId} review={review} onSaved={onSaved} />}
      {state === 'open' && <WhatNext dueAt={review.dueAt} />}
    </section>
  )
}
