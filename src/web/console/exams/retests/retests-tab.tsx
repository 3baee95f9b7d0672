import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ExamRow, ExamView } from '../../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { StateBadge } from '../../parts/badges.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { PlanDialog } from './plan-dialog.tsx'

/** Re-tests of a final exam, and the way to plan one. */
export function RetestsTab({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const say = useLocalized()
  const { window } = useFormats()
  const [plans, setPlans] = useState(false)
  const exams = useApi<{ exams: ExamRow[] }>('/exams')
  // Several re-tests of one exam have the same title; it is their windows that tell them apart.
  const windows = new Map(exams.data?.exams.map((row) => [row.id, row.window]))
  const whenOf = (examId: string): string => {
    const found = windows.get(examId)
    return found ? window(found.opensAt, found.closesAt) : ''
  }
  return (
    <section className="stack" aria-labelledby="retests-title">
      <div className="section-head">
        <h2 id="retests-title">{t('retests.title')}</h2>
        <Button onClick={() => setPlans(true)}>{t('retests.plan')} …</Button>
      </div>
      <p>{t('retests.purpose')}</p>
      {exam.retests.length === 0 ? (
        <EmptyNote>{t('retests.empty')}</EmptyNote>
      ) : (
        <ul className="plain">
          {exam.retests.map(({ examId, title, state }) => (
            <li key={examId}>
              <Link href={`/exams/${examId}`}>{say(title)}</Link> <StateBadge state={state} />
              <div className="dimmed">{whenOf(examId)}</div>
            </li>
          ))}
        </ul>
      )}
      {plans && <PlanDialog exam={exam} onClose={() => setPlans(false)} />}
    </section>
  )
}
