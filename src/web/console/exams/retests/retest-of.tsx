import { Link } from 'wouter'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** Above an exam that re-tests another: which one, with the way there. */
export function RetestOf({ exam }: { readonly exam: ExamView | null }) {
  const t = useText()
  const say = useLocalized()
  const verified = exam?.verifies ?? null
  if (verified === null) return null
  return (
    <p className="note">
      {t('retest.of')}{' '}
      <Link href={`/exams/${verified.examId}?tab=retests`}>{say(verified.title)}</Link>
      {verified.counts && (
        <>
          <br />
          {t('retest.counts', verified.counts)}
        </>
      )}
    </p>
  )
}
