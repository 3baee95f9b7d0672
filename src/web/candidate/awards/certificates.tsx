import type { ReactElement } from 'react'
import type { MyCertificate } from '../../../domain/policy/award-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { DownloadButton } from '../parts/download-button.tsx'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'

/** The certificates of a person, each with its file and the page that proves it. */
export function Certificates(props: {
  readonly certificates: readonly MyCertificate[]
}): ReactElement | null {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  if (props.certificates.length === 0) return null
  return (
    <>
      <h2>{t('awards.certificates')}</h2>
      <ul className="cards two">
        {props.certificates.map((one) => (
          <li key={one.id} className="card pad award-card">
            <div className="card-head">
              <h3>{localized(one.title)}</h3>
              <span className={`badge ${one.state === 'valid' ? 'granted' : 'withheld'}`}>
                {t(`awards.certificate.${one.state}`)}
              </span>
            </div>
            <p className="soft">
              {one.level !== null && <>{localized(one.level)} · </>}
              {t('awards.issued', { at: formats.date(one.issuedAt) })}
              {one.validUntil !== null && (
                <> · {t('awards.valid-until', { at: formats.date(one.validUntil) })}</>
              )}
            </p>
            <div className="actions">
              <DownloadButton path={one.pdfPath.replace(/^\/api/, '')}>
                {t('awards.pdf')}
                <span className="unseen">: {localized(one.title)}</span>
              </DownloadButton>
              <DownloadButton
                className="button quiet"
                path={one.credentialPath.replace(/^\/api/, '')}
              >
                {t('awards.badge')}
                <span className="unseen">: {localized(one.title)}</span>
              </DownloadButton>
              <Link className="button quiet" href={one.verifyPath}>
                {t('awards.verify')}
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
