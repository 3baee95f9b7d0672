import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { Figure, Figures } from '../../parts/figures.tsx'
import { useText } from '../../text.ts'
import { Participation } from '../participation.tsx'

/** Window, participation, cases and what the exam rests on. */
export function ExamFacts({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const say = useLocalized()
  const { window, number, percent } = useFormats()
  const { cells, delivery } = exam.blueprint
  const count = cells.reduce((sum, cell) => sum + cell.itemCount, 0)
  const mode = delivery?.mode ?? 'own-forms'
  return (
    <Figures>
      {exam.screenedShare !== null && (
        <Figure
          name={t('exam.screening')}
          value={percent(exam.screenedShare)}
          hint={t('exam.screening.hint')}
        />
      )}
      <Figure name={t('exams.window')} value={window(exam.window.opensAt, exam.window.closesAt)} />
      <Figure name={t('exams.participation')} value={<Participation exam={exam} />} />
      <Figure name={t('exams.open-cases')} value={number(exam.openCases)} />
      <Figure
        name={t('exam.form')}
        value={t(mode === 'adaptive' ? 'exam.form.items-at-most' : 'exam.form.items', {
          count,
          minutes: number(exam.blueprint.timeLimitSeconds / 60),
        })}
        hint={
          <>
            {t(`delivery.${mode}`)}
            <br />
            {t('exam.form.sources', {
              bank: `${say(exam.bank.title)} ${exam.bank.version}`,
              policy: `${say(exam.policy.title)} ${exam.policy.version}`,
            })}
          </>
        }
      />
    </Figures>
  )
}
