import type { ExamReport } from '../../../../domain/settlement/views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { Figure, Figures } from '../../parts/figures.tsx'
import { linearScale } from '../../plots/scale.ts'
import { useText } from '../../text.ts'

const WIDTH = 150

function ShareInterval({ low, high, value }: NonNullable<ExamReport['passShare']>) {
  const { at } = linearScale([0, 1], [4, WIDTH - 4])
  return (
    <svg className="interval-bar" width={WIDTH} height={20} aria-hidden="true" focusable="false">
      <line className="bar-track" x1={4} x2={WIDTH - 4} y1={10} y2={10} />
      <line className="bar-interval" x1={at(low)} x2={at(high)} y1={10} y2={10} />
      <circle className="bar-value" cx={at(value)} cy={10} r={4} />
    </svg>
  )
}

/** Reliability, pass share and counts. */
export function ReportFigures({ report }: { readonly report: ExamReport }) {
  const t = useText()
  const { number, percent } = useFormats()
  const { reliability, standardErrorMean, passShare, cases } = report
  return (
    <Figures>
      <Figure
        name={t('report.reliability')}
        value={reliability === null ? '–' : number(reliability, 2)}
        hint={
          reliability === null
            ? t('report.too-few')
            : standardErrorMean !== null &&
              t('report.error-mean', { error: number(standardErrorMean, 2) })
        }
      />
      <Figure
        name={t('report.pass-share')}
        value={passShare === null ? '–' : percent(passShare.value)}
        hint={
          passShare === null ? (
            t('report.too-few')
          ) : (
            <>
              <ShareInterval {...passShare} />
              {t('report.interval', {
                low: percent(passShare.low, 1),
                high: percent(passShare.high, 1),
              })}
            </>
          )
        }
      />
      <Figure
        name={t('exams.participation')}
        value={t('report.closed', { count: number(report.closed) })}
        hint={t('report.of-assigned', {
          started: number(report.started),
          assigned: number(report.assigned),
        })}
      />
      <Figure
        name={t('report.cases')}
        value={t('report.cases.open', { count: number(cases.open) })}
        hint={t('report.cases.decided', { count: number(cases.decided) })}
      />
    </Figures>
  )
}
