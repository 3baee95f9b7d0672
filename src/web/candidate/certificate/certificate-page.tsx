import type { ReactElement } from 'react'
import type { CertificateCheck } from '../../../domain/policy/award-views.ts'
import { isProblem } from '../../shared/api-error.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Facts } from '../parts/facts.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Note } from '../parts/note.tsx'
import { Page } from '../parts/page.tsx'
import { useLoad } from '../parts/use-load.ts'
import { useText } from '../text.ts'

const TONES = { valid: 'good', suspended: 'warn', revoked: 'bad', expired: 'warn' } as const

function Standing({ check }: { readonly check: CertificateCheck }): ReactElement {
  const t = useText()
  const { dateTime } = useFormats()
  const { state, simulated } = check
  return (
    <>
      <Note tone={TONES[state]} title={t(`certificate.${state}`)}>
        {state === 'suspended' && <p>{t('certificate.suspended-note')}</p>}
        {state !== 'expired' && <p>{t('certificate.since', { at: dateTime(check.since) })}</p>}
      </Note>
      {simulated && (
        <Note tone="warn">
          <p>{t('certificate.simulated')}</p>
        </Note>
      )}
    </>
  )
}

function Content({ check }: { readonly check: CertificateCheck }): ReactElement {
  const t = useText()
  const say = useLocalized()
  const { date, percent } = useFormats()
  const { level, passProbability, validUntil } = check
  return (
    <article className="card pad">
      <Facts
        facts={[
          [t('certificate.holder'), <strong key="holder">{check.holder}</strong>],
          [t('certificate.what'), say(check.title)],
          ...(level === null ? [] : [[t('certificate.level'), say(level)] as const]),
          ...(passProbability === null
            ? []
            : [[t('certificate.probability'), percent(passProbability)] as const]),
          [t('certificate.criteria'), say(check.criteria)],
          [t('certificate.issuer'), say(check.issuer)],
          [t('certificate.earned'), date(check.earnedAt)],
          [t('certificate.issued'), date(check.issuedAt)],
          [
            t('certificate.until'),
            validUntil === null ? t('certificate.endless') : date(validUntil),
          ],
        ]}
      />
    </article>
  )
}

/** Whether a certificate is genuine and holds; open to whoever has its link. */
export function CertificatePage({ code }: { readonly code: string }): ReactElement {
  const t = useText()
  const loading = useLoad<CertificateCheck>(`/certificates/check/${encodeURIComponent(code)}`)
  const { load } = loading
  const isUnknown = load.state === 'failed' && isProblem(load.error, 'not-found', 'invalid-input')
  return (
    <Page title={t('certificate.title')} lead={t('certificate.lead')} signedIn={false} narrow>
      {isUnknown ? (
        <Note tone="bad" title={t('certificate.unknown')}>
          <p>{t('certificate.unknown-note')}</p>
        </Note>
      ) : (
        <Loaded from={loading} blocks={2}>
          {(check) => (
            <>
              <Standing check={check} />
              <Content check={check} />
              <div className="actions no-print">
                <button type="button" className="button" onClick={() => print()}>
                  {t('certificate.print')}
                </button>
              </div>
            </>
          )}
        </Loaded>
      )}
    </Page>
  )
}
