import type { ExamFormView } from '../../../../domain/scheduling/form-view.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** So many characters of a digest tell forms of one exam apart. */
const DIGEST_SHOWN = 12

/** The head of a printed sheet: which exam, which form, whose; and plainly when it is a sample. */
export function PrintHead({ view }: { readonly view: ExamFormView }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const { form, attempt, sample, timeLimitSeconds } = view
  return (
    <div className="print-head print-only">
      {sample !== null && <p className="print-sample">{t('form.sample.mark')}</p>}
      <p className="print-title">{say(view.examTitle)}</p>
      <p className="print-facts">
        <span>
          {t('exam.form.items', {
            count: form.items.length,
            minutes: number(timeLimitSeconds / 60),
          })}
        </span>
        <span>{t('form.digest.short', { digest: form.digest.slice(0, DIGEST_SHOWN) })}</span>
        {attempt !== null && <span>{`${attempt.personName}, ${say(attempt.unitName)}`}</span>}
      </p>
      <p className="print-key-title">{t('form.key.title')}</p>
    </div>
  )
}
