import { type ReactElement, useEffect, useState } from 'react'
import type { Receipt } from '../../../domain/delivery/views.ts'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { inExamBrowser } from '../../shared/exam-browser.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { entryStore } from '../journal/entry-store.ts'
import { Facts } from '../parts/facts.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Note } from '../parts/note.tsx'
import { Page } from '../parts/page.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'

/** Positions of answers that this device still holds because the server did not accept them. */
function useNotAccepted(attemptId: string): readonly string[] {
  const [items, setItems] = useState<readonly string[]>([])
  useEffect(() => {
    entryStore(attemptId)
      .load()
      .then(({ refused }) => {
        const ids = refused.flatMap((entry) => (entry.kind === 'response' ? [entry.itemId] : []))
        // Presented items are called q1, q2, … by their place on the form.
        setItems([...new Set(ids)].map((id) => id.replace(/^q/, '')))
      })
      .catch(() => {})
  }, [attemptId])
  return items
}

function save(receipt: Receipt): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = `probity-receipt-${receipt.attemptId}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

function ReceiptCard({ receipt }: { readonly receipt: Receipt }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const code = (value: string): ReactElement => <code className="digest">{value}</code>
  return (
    <article className="card pad receipt">
      <h2>{localized(receipt.examTitle)}</h2>
      <Facts
        facts={[
          [t('receipt.candidate'), receipt.candidate],
          [t('receipt.started'), formats.dateTime(receipt.startedAt)],
          [t('receipt.closed'), formats.dateTime(receipt.closedAt)],
          [t('receipt.closed-by'), t(`receipt.by-${receipt.closedBy}`)],
          [
            t('submit.answered'),
            t('submit.of', { count: receipt.answered, total: receipt.itemCount }),
          ],
        ]}
      />
      <h3>{t('receipt.proof')}</h3>
      <p className="soft">{t('receipt.proof-note')}</p>
      <dl className="digests">
        <dt>{t('receipt.journal-digest')}</dt>
        <dd>{code(receipt.journalDigest)}</dd>
        <dt>{t('receipt.form-digest')}</dt>
        <dd>{code(receipt.formDigest)}</dd>
        <dt>{t('receipt.signature')}</dt>
        <dd>{code(receipt.signature)}</dd>
        <dt>{t('receipt.attempt')}</dt>
        <dd>{code(receipt.attemptId)}</dd>
      </dl>
    </article>
  )
}

/** What anybody who is shown the receipt can do to check it, without this service. */
function HowToCheck({ attemptId }: { readonly attemptId: string }): ReactElement {
  const t = useText()
  const file = `probity-receipt-${attemptId}.json`
  return (
    <details className="card pad no-print">
      <summary>{t('receipt.check')}</summary>
      <ol className="plain-list">
        <li>{t('receipt.check-save')}</li>
        <li>
          {t('receipt.check-key')}{' '}
          <a href="/api/signing-key" download="signing-key.json">
            signing-key.json
          </a>
        </li>
        <li>
          <p>{t('receipt.check-run')}</p>
          <p>
            <code className="digest">{`npm run probity -- verify ${file} signing-key.json`}</code>
          </p>
        </li>
      </ol>
      <p className="soft">{t('receipt.check-other')}</p>
    </details>
  )
}

export function ReceiptPage({ attemptId }: { readonly attemptId: string }): ReactElement {
  const t = useText()
  const loading = useLoad<ResultView>(`/attempts/${attemptId}/result`)
  const notAccepted = useNotAccepted(attemptId)
  const formats = useFormats()
  return (
    <Page title={t('receipt.title')} lead={t('receipt.lead')} narrow>
      <Loaded from={loading}>
        {({ receipt }) => (
          <>
            {notAccepted.length > 0 && (
              <Note tone="bad" title={t('receipt.not-accepted-title')}>
                <p>
                  {t('receipt.not-accepted', {
                    count: notAccepted.length,
                    items: formats.list(notAccepted),
                  })}
                </p>
              </Note>
            )}
            <ReceiptCard receipt={receipt} />
            <HowToCheck attemptId={attemptId} />
            <div className="actions no-print">
              <Link href={`/attempts/${attemptId}/result`} className="button primary">
                {t('receipt.to-result')}
              </Link>
              <button type="button" className="button" onClick={() => save(receipt)}>
                {t('receipt.save')}
              </button>
              <button type="button" className="button" onClick={() => print()}>
                {t('receipt.print')}
              </button>
              {inExamBrowser() && (
                // Loaded, not moved to: the browser ends when it sees this address.
                <a className="button" href="/exam-browser/quit">
                  {t('receipt.leave-browser')}
                </a>
              )}
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}
