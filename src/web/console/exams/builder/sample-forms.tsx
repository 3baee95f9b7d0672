import type { ExamPreview } from '../../../../domain/scheduling/views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useText } from '../../text.ts'

/** Forms drawn as an example, each with its proof that it equals the others. */
export function SampleForms({ forms }: { readonly forms: ExamPreview['sampleForms'] }) {
  const t = useText()
  const { number } = useFormats()
  if (forms.length === 0) return null
  const all = forms.every(({ certificate }) => certificate.equivalent)
  return (
    <section>
      <h3>{t('sample.title')}</h3>
      <p className="dimmed">
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
    </section>
  )
}
