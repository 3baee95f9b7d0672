import type { ExamPreview } from '../../../../domain/scheduling/views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useText } from '../../text.ts'

interface Props {
  readonly cuts: ExamPreview['cuts']
  readonly nameOf: (level: string) => string
}

/** How surely the exam tells the two sides of each cut score apart. */
export function PreviewCuts({ cuts, nameOf }: Props) {
  const t = useText()
  const { number, percent } = useFormats()
  return (
    <section>
      <h3>{t('preview.cuts')}</h3>
      <PlotTable
        caption={t('preview.cuts')}
        header={[
          t('preview.cut.level'),
          t('preview.cut'),
          t('preview.cut.error'),
          t('preview.cut.accuracy'),
          t('preview.cut.consistency'),
        ]}
        rows={cuts.map(({ level, cut, standardError, accuracy, consistency }) => [
          nameOf(level),
          number(cut, 2),
          standardError === null ? '–' : `±\u00a0${number(standardError, 2)}`,
          percent(accuracy, 1),
          percent(consistency, 1),
        ])}
      />
      <p className="dimmed">{t('preview.cuts.hint')}</p>
    </section>
  )
}
