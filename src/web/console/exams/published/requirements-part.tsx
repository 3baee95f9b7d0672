import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { useText } from '../../text.ts'
import { ExamBrowserPart } from '../exam-browser-part.tsx'

/** What candidates and their browsers must bring; nothing where that is nothing. */
export function RequirementsPart({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const { requirements } = exam
  if (requirements === null) return null
  return (
    <section className="stack">
      <h2>{t('builder.requirements')}</h2>
      {requirements.consent && <p>{t('frozen.consent')}</p>}
      {requirements.safeExamBrowser !== null && (
        <>
          <p>{t('frozen.browser')}</p>
          <ExamBrowserPart examId={exam.id} />
        </>
      )}
    </section>
  )
}
