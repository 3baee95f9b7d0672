import { Link } from 'wouter'
import type { ExamPreview } from '../../../../domain/scheduling/views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useText } from '../../text.ts'
import type { DeliveryMode } from '../delivery-fields.ts'

interface Props {
  readonly forms: ExamPreview['sampleForms']
  /** Forms are shown whole as saved: null while the fields differ from that. */
  readonly savedExamId: string | null
}

function SampleLinks({ forms, savedExamId }: Props) {
  const t = useText()
  if (savedExamId === null) return <p className="dimmed">{t('sample.open.later')}</p>
  return (
    <p className="sample-links">
      {t('sample.open')}{' '}
      {forms.map(({ digest }, index) => (
        <Link
          key={digest}
          className="form-link"
          href={`/exams/${savedExamId}/sample-forms/${index + 1}`}
        >
          {t('form.sample.title', { place: index + 1 })}
        </Link>
      ))}
    </p>
  )
}

/** Forms drawn as an example, each with its proof that it equals the others. */
export function SampleForms({ forms, mode, savedExamId }: Props & { readonly mode: DeliveryMode }) {
  const t = useText()
  const { number } = useFormats()
  if (forms.length === 0) return null
  const all = forms.every(({ certificate }) => certificate.equivalent)
  return (
    <section>
      <h3>{t('sample.title')}</h3>
      <p className="dimmed">
        {mode === 'fixed-forms' && `${t('sample.fixed')} `}
        {all
          ? t('sample.all-equivalent', { count: forms.length })
          : t('sample.not-all-equivalent', { count: forms.length })}
      </p>
      <PlotTable
        caption={t('sample.title')}
        header={[
          t('sample.form'),
          t('sample.equivalent'),
          t('sample.score'),
          t('sample.information'),
          t('sample.minutes'),
          t('sample.draws'),
          t('sample.digest'),
        ]}
        rows={forms.map(({ certificate, digest }, index) => [
          number(index + 1),
          certificate.equivalent ? t('sample.yes') : t('sample.no'),
          `${number(certificate.expectedScore.value, 2)} / ${number(certificate.expectedScore.target, 2)}`,
          `${number(certificate.informationAtCut.value, 2)} / ${number(certificate.informationAtCut.target, 2)}`,
          `${number(certificate.expectedSeconds.value / 60, 1)} / ${number(certificate.expectedSeconds.target / 60, 1)}`,
          number(certificate.draws),
          digest.slice(0, 12),
        ])}
      />
      <SampleLinks forms={forms} savedExamId={savedExamId} />
    </section>
  )
}
