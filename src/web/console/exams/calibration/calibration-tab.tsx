import type { ExamView } from '../../../../domain/scheduling/views.ts'
import type { ExamCalibrationView } from '../../../../domain/settlement/calibration-view.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { CalibrationItems } from './calibration-items.tsx'
import { DifficultyPlot } from './difficulty-plot.tsx'
import { ProposeButton } from './propose-button.tsx'

/** What the exam's own attempts say about its items, and how that gets into the bank. */
export function CalibrationTab({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const calibration = useApi<ExamCalibrationView>(`/exams/${exam.id}/calibration`)
  return (
    <>
      <p className="lead">{t('calibration.lead')}</p>
      <QueryView query={calibration}>
        {(view) =>
          view.calibratedAt === null ? (
            <EmptyNote>{t('calibration.pending')}</EmptyNote>
          ) : (
            <Found exam={exam} view={view} />
          )
        }
      </QueryView>
    </>
  )
}

function Found({ exam, view }: { readonly exam: ExamView; readonly view: ExamCalibrationView }) {
  const t = useText()
  const { number, dateTime } = useFormats()
  const { calibratedAt, items, link, n } = view
  return (
    <div className="report">
      <section className="card">
        <h2>{t('calibration.heading')}</h2>
        <p>
          {items.length === 0
            ? t('calibration.none', { count: n })
            : t('calibration.summary', { items: items.length, count: n })}
        </p>
        {link !== null && (
          <p>
            {link.method === 'anchors'
              ? t('calibration.link.anchors', { count: link.anchorCount })
              : t('calibration.link.priors')}{' '}
            <span className="dimmed">
              θ = {number(link.slope, 3)} × θ′ {link.intercept < 0 ? '−' : '+'}{' '}
              {number(Math.abs(link.intercept), 3)}
            </span>
          </p>
        )}
        <p className="dimmed">
          {t('calibration.at', { time: calibratedAt === null ? '' : dateTime(calibratedAt) })}
        </p>
        {items.length > 0 && <ProposeButton exam={exam} canPropose={view.canPropose} />}
      </section>
      <Findings view={view} />
      {items.length > 0 && (
        <>
          <DifficultyPlot items={items} />
          <CalibrationItems items={items} />
        </>
      )}
    </div>
  )
}

/** Items with the same finding beyond this many are folded away. */
const SHOWN = 4

function Findings({ view }: { readonly view: ExamCalibrationView }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  if (view.findings.length === 0) return null
  const groups = [...Map.groupBy(view.findings, ({ code, itemId }) => (itemId ? code : itemId))]
  return (
    <section className="card">
      <h2>{t('calibration.findings')}</h2>
      {groups.map(([code, findings]) => {
        const list = (
          <ul>
            {findings.map(({ itemId, message }) => (
              <li key={`${itemId ?? ''} ${say(message)}`}>{say(message)}</li>
            ))}
          </ul>
        )
        if (code === null || findings.length <= SHOWN) return <div key={code}>{list}</div>
        return (
          <details key={code}>
            <summary>
              {t('calibration.about-items', { count: number(findings.length) })}{' '}
              {findings[0] && say(findings[0].message)}
            </summary>
            {list}
          </details>
        )
      })}
    </section>
  )
}
