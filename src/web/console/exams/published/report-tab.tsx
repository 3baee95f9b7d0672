import type { ExamView } from '../../../../domain/scheduling/views.ts'
import type { ExamReport } from '../../../../domain/settlement/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { HistogramPlot } from '../../plots/histogram-plot.tsx'
import { IntervalsPlot } from '../../plots/intervals-plot.tsx'
import { ShareBars } from '../../plots/share-bars.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { ReportFigures } from './report-figures.tsx'
import { ReportItems } from './report-items.tsx'

function Counts({ report }: { readonly report: ExamReport }) {
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

function Report({ report }: { readonly report: ExamReport }) {
  const t = useText()
  const say = useLocalized()
  const cuts = report.levels.flatMap(({ name, cut }) =>
    cut === null ? [] : [{ name: say(name), value: cut }],
  )
  if (report.closed === 0) return <EmptyNote>{t('report.empty')}</EmptyNote>
  return (
    <div className="report">
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
      <Counts report={report} />
      <ReportItems report={report} />
    </div>
  )
}

/** What the exam showed, in figures with their uncertainty. */
export function ReportTab({ exam }: { readonly exam: ExamView }) {
  const report = useApi<ExamReport>(`/exams/${exam.id}/report`)
  return <QueryView query={report}>{(reply) => <Report report={reply} />}</QueryView>
}
