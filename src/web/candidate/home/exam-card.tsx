import type { ReactElement } from 'react'
import type { MyExam } from '../../../domain/delivery/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Facts } from '../parts/facts.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'

function Action({ exam, first }: { readonly exam: MyExam; readonly first: boolean }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const name = <span className="unseen">: {localized(exam.title)}</span>
  const size = first ? 'button primary large' : 'button primary'
  if (exam.stage === 'running' && exam.attemptId !== null) {
    return (
      <Link href={`/attempts/${exam.attemptId}`} className={size}>
        {t('home.continue')}
        {name}
        <Icon name="right" />
      </Link>
    )
  }
  if (exam.stage === 'open') {
    return (
      <Link href={`/exams/${exam.examId}`} className={size}>
        {t('home.prepare')}
        {name}
        <Icon name="right" />
      </Link>
    )
  }
  if (exam.stage === 'coming') {
    return (
      <>
        <Link href={`/exams/${exam.examId}`} className="button">
          {t('home.read-notice')}
          {name}
        </Link>
        <Link href="/practice" className="button quiet">
          {t('home.practise')}
        </Link>
      </>
    )
  }
  if (exam.attemptId === null) {
    const hint = exam.stage === 'exempted' ? 'home.exempted-hint' : 'home.missed-hint'
    return <p className="soft">{t(hint)}</p>
  }
  return (
    <>
      <Link href={`/attempts/${exam.attemptId}/result`} className="button">
        {t(exam.stage === 'result' ? 'home.see-result' : 'home.see-state')}
        {name}
      </Link>
      <Link href={`/attempts/${exam.attemptId}/receipt`} className="button quiet">
        {t('home.receipt')}
        {name}
      </Link>
    </>
  )
}

const AHEAD: ReadonlySet<MyExam['stage']> = new Set(['coming', 'open'])

/** Over, one way or another: what is said before an exam would come too late. */
const DONE: ReadonlySet<MyExam['stage']> = new Set([
  'being-checked',
  'result',
  'missed',
  'exempted',
])

export function ExamCard(props: { readonly exam: MyExam; readonly first: boolean }): ReactElement {
  const { exam, first } = props
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  return (
    <article className={first ? 'card pad exam-card first' : 'card pad exam-card'}>
      <div className="card-head">
        <h3>{localized(exam.title)}</h3>
        <p className="badges">
          <span className={`badge ${exam.stage}`}>{t(`stage.${exam.stage}`)}</span>
          {exam.simulated && <span className="badge simulated">{t('common.simulated')}</span>}
        </p>
      </div>
      <p className="soft">{localized(exam.organizer)}</p>
      <Facts
        facts={[
          [t('exam.window'), formats.window(exam.window.opensAt, exam.window.closesAt)],
          [t('exam.time-limit'), formats.duration(exam.timeLimitSeconds)],
          [
            t('exam.items'),
            t(exam.adaptive ? 'adaptive.item-count' : 'exam.item-count', { count: exam.itemCount }),
          ],
        ]}
      />
      {exam.verifies && !DONE.has(exam.stage) && (
        <p>{t('retest.before', { exam: localized(exam.verifies) })}</p>
      )}
      {exam.adaptive && AHEAD.has(exam.stage) && <p>{t('adaptive.card')}</p>}
      {exam.stage === 'running' && <p className="urgent">{t('home.clock-runs')}</p>}
      <div className="actions">
        <Action exam={exam} first={first} />
      </div>
    </article>
  )
}
