import type { ExamView } from '../../../../domain/scheduling/views.ts'
import type { ScreeningView } from '../../../../domain/settlement/screening-summary.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { ItemReportDrawer } from '../published/item-report-drawer.tsx'
import { ScreeningFigures } from './screening-figures.tsx'
import { ScreeningFindings } from './screening-findings.tsx'
import { ScreeningGroups } from './screening-groups.tsx'
import { ScreeningIndicators } from './screening-indicators.tsx'
import { ScreeningLeaks } from './screening-leaks.tsx'
import { screeningStage } from './screening-stage.ts'

/** While attempts are compared, the result may be there any moment. */
const WAITING_MS = 10_000

/** What comparing all attempts found, for organizers: how many and by what, never who. */
export function ScreeningTab({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const isChecking = exam.state === 'checking'
  const reply = useApi<{ readonly screening: ScreeningView | null }>(
    `/exams/${exam.id}/screening`,
    { again: ({ screening }) => (screening === null && isChecking ? WAITING_MS : null) },
  )
  return (
    <>
      <p className="lead">{t('screening.lead')}</p>
      <QueryView query={reply}>
        {({ screening }) =>
          screening === null ? <Pending exam={exam} /> : <Found exam={exam} view={screening} />
        }
      </QueryView>
    </>
  )
}

/** Why there is nothing to see yet, and whether there will be. */
function Pending({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const { dateTime, percent } = useFormats()
  const stage = screeningStage(exam)
  return (
    <EmptyNote>
      {stage === 'open' &&
        t('screening.pending.open', { closesAt: dateTime(exam.window.closesAt) })}
      {stage === 'going' &&
        t('screening.pending.going', { share: percent(exam.screenedShare ?? 0) })}
      {stage === 'soon' && t('screening.pending.soon')}
      {stage === 'none' && t('screening.pending.none')}
      {stage === 'never' && t('screening.pending.never')}
    </EmptyNote>
  )
}

function Found({ exam, view }: { readonly exam: ExamView; readonly view: ScreeningView }) {
  return (
    <div className="report">
      <ScreeningFigures view={view} />
      <div className="screening-lists">
        <ScreeningGroups clusters={view.clusters} />
        <ScreeningLeaks leaks={view.leaks} />
      </div>
      <ScreeningIndicators examId={exam.id} indicators={view.indicators} />
      <ScreeningFindings findings={view.findings} />
      <ItemReportDrawer examId={exam.id} />
    </div>
  )
}
