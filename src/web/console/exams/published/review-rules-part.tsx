import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { oddsOf } from '../review-rule-fields.ts'

/** What brings an attempt of a published exam before auditors. */
export function ReviewRulesPart({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const { number, percent } = useFormats()
  const { opensAt, sampleShare } = exam.reviewRules
  return (
    <section>
      <h2>{t('builder.review')}</h2>
      <p>{t('frozen.review.threshold', { odds: number(oddsOf(opensAt)) })}</p>
      <p>
        {sampleShare === 0
          ? t('frozen.review.no-sample')
          : t('frozen.review.sample', { share: percent(sampleShare) })}
      </p>
    </section>
  )
}
