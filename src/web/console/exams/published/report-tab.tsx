import { Button } from '@mantine/core'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import type { ExamAnalysis } from '../../../../domain/settlement/analysis-views.ts'
import type { ExamReport } from '../../../../domain/settlement/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { HistogramPlot } from '../../plots/histogram-plot.tsx'
import { IntervalsPlot } from '../../plots/intervals-plot.tsx'
import { ShareBars } from '../../plots/share-bars.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { AuditPart } from '../audit-part.tsx'
import { AwardTimesNote } from './award-times-note.tsx'
import { GapPart } from './gap-part.tsx'
import { ItemReportDrawer } from './item-report-drawer.tsx'
import { ReportAttention, ReportPrecision } from './report-analysis.tsx'
import { ReportDif } from './report-dif.tsx'
import { ReportEffort } from './report-effort.tsx'
import { ReportFairness } from './report-fairness.tsx'
import { ReportFigures } from './report-figures.tsx'
import { ReportItems } from './report-items.tsx'
import { ReportSubscores } from './report-subscores.tsx'

function Counts({ report, examId }: { readonly report: ExamReport; readonly examId: string }) {
  const t = useText()
  const say = useLocalized()
  return (
    <div className="report-counts">
      <section>
        <h3>{t('report.levels')}</h3>
        <ShareBars
          label={t('report.levels')}
          rows={report.levels.map(({ id, name, count }) => ({ key: id, name: say(name), count }))}
        />
      </section>
      <section>
        <h3>{t('report.outcomes')}</h3>
        <ShareBars
          label={t('report.outcomes')}
          rows={(['granted', 'held', 'withheld'] as const).map((key) => ({
            key,
            name: t(`outcome.${key}`),
            count: report.outcomes[key],
          }))}
        />
        <AwardTimesNote examId={examId} />
      </section>
      <section>
        <h3>{t('report.flags')}</h3>
        {report.flags.length === 0 ? (
          <p className="dimmed">{t('report.flags.none')}</p>
        ) : (
          <ShareBars
            label={t('report.flags')}
            rows={report.flags.map(({ indicator, name, count }) => ({
              key: indicator,
              name: say(name),
              count,
            }))}
          />
        )}
        <p className="dimmed">{t('report.flags.hint')}</p>
      </section>
    </div>
  )
}

/** What takes longer to work out comes after what is counted. */
function Analysis({ exam }: { readonly exam: ExamView }) {
  const analysis = useApi<ExamAnalysis>(`/exams/${exam.id}/analysis`)
  return (
    <QueryView query={analysis}>
      {(reply) => (
        <div className="report">
          <ReportPrecision exam={exam} analysis={reply} />
          <ReportSubscores analysis={reply} />
          <ReportEffort examId={exam.id} analysis={reply} />
          <ReportAttention analysis={reply} />
          <GapPart examId={exam.id} />
          <ReportFairness examId={exam.id} analysis={reply} />
          <ReportDif examId={exam.id} analysis={reply} />
        </div>
      )}
    </QueryView>
  )
}

function Report({ report, exam }: { readonly report: ExamReport; readonly exam: ExamView }) {
  const t = useText()
  const say = useLocalized()
  const cuts = report.levels.flatMap(({ name, cut }) =>
    cut === null ? [] : [{ name: say(name), value: cut }],
  )
  if (report.closed === 0) return <EmptyNote>{t('report.empty')}</EmptyNote>
  return (
    <div className="report">
      {report.audit ? (
        <div>
          <AuditPart audit={report.audit} />
          <p className="dimmed">
            {report.calibrated > 0
              ? t('audit.parameters.exam', { count: report.calibrated })
              : t('audit.parameters.bank')}
          </p>
        </div>
      ) : (
        <p className="note">{t('audit.too-few')}</p>
      )}
      <ReportFigures report={report} />
      <div className="report-plots">
        {report.thetaHistogram.length > 0 && (
          <HistogramPlot title={t('report.histogram')} bins={report.thetaHistogram} cuts={cuts} />
        )}
        {report.competencies.length > 0 && (
          <IntervalsPlot
            title={t('report.competencies')}
            cuts={cuts}
            rows={report.competencies.map(({ name, mean, ...rest }) => ({
              ...rest,
              name: say(name),
              value: mean,
            }))}
          />
        )}
      </div>
      <Analysis exam={exam} />
      <Counts report={report} examId={exam.id} />
      <ReportItems report={report} />
      <ItemReportDrawer examId={exam.id} />
      <div className="screen-only">
        <Button variant="default" onClick={() => window.print()}>
          {t('analysis.print')}
        </Button>
      </div>
    </div>
  )
}

/** What the exam showed, in figures with their uncertainty. */
export function ReportTab({ exam }: { readonly exam: ExamView }) {
  const report = useApi<ExamReport>(`/exams/${exam.id}/report`)
  return <QueryView query={report}>{(reply) => <Report report={reply} exam={exam} />}</QueryView>
}
