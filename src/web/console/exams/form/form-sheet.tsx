import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ExamFormView } from '../../../../domain/scheduling/form-view.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { CopyField } from '../../parts/copy-field.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { useText } from '../../text.ts'
import { CertificateBars } from './certificate-bars.tsx'
import { FormItems } from './form-items.tsx'
import { KeySheet } from './key-sheet.tsx'
import { PrintHead } from './print-head.tsx'
import { usePrinting } from './use-printing.ts'

function useNames(view: ExamFormView) {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  const { attempt, sample } = view
  if (attempt === null) {
    return { title: t('form.sample.title', { place: sample ?? 1 }), lead: t('form.sample.lead') }
  }
  return {
    title: t('form.title', { name: attempt.personName }),
    lead: t('form.lead', { unit: say(attempt.unitName), at: dateTime(attempt.startedAt) }),
  }
}

/** The certificate, then the paper; the key only for who asks for it. */
export function FormSheet({ view }: { readonly view: ExamFormView }) {
  const t = useText()
  const say = useLocalized()
  const { title, lead } = useNames(view)
  const [keyShown, setKeyShown] = useState(false)
  const { printing, print } = usePrinting()
  const { form } = view
  return (
    <div className="form-sheet" data-printing={printing}>
      <div className="screen-only">
        <p className="form-back">
          <Link href={`/exams/${view.examId}`}>← {say(view.examTitle)}</Link>
        </p>
        <PageHeading title={title} lead={lead}>
          <div className="form-actions">
            <Button variant="default" onClick={() => print('paper')}>
              {t('form.print.paper')}
            </Button>
            <Button variant="default" onClick={() => print('key')}>
              {t('form.print.key')}
            </Button>
          </div>
        </PageHeading>
        {view.attempt !== null && <p className="note">{t('form.logged')}</p>}
        <CertificateBars certificate={form.certificate} />
        <div className="form-digest">
          <CopyField label={t('form.digest')} value={form.digest} hint={t('form.digest.hint')} />
        </div>
        <div className="section-head">
          <h2>{t('form.items')}</h2>
          <Checkbox
            role="switch"
            label={t('form.key.show')}
            checked={keyShown}
            onChange={(event) => setKeyShown(event.currentTarget.checked)}
          />
        </div>
      </div>
      <PrintHead view={view} />
      <div className="paper">
        <FormItems form={form} keyShown={keyShown} />
      </div>
      {(keyShown || printing === 'key') && <KeySheet form={form} />}
    </div>
  )
}
