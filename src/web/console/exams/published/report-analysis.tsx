import type { ExamView } from '../../../../domain/scheduling/views.ts'
import type { ExamAnalysis } from '../../../../domain/settlement/analysis-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { InformationPlot } from '../../plots/information-plot.tsx'
import { WrightPlot } from '../../plots/wright-plot.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'

interface Props {
  readonly exam: ExamView
  readonly analysis: ExamAnalysis
}

/** How surely the exam tells candidates apart, in one sentence. */
function Precision({ analysis }: Pick<Props, 'analysis'>) {
  const t = useText()
  const { number } = useFormats()
  const { reliability } = analysis
  if (reliability === null) return <p className="dimmed">{t('report.too-few')}</p>
  const { value, low, high } = reliability
  const band = value >= 0.9 ? 'high' : value >= 0.8 ? 'good' : value >= 0.7 ? 'fair' : 'weak'
  return (
    <p>
      {t('analysis.reliability', {
        value: number(value, 2),
        low: number(low, 2),
        high: number(high, 2),
      })}{' '}
      {t(`analysis.reliability.${band}`)}
    </p>
  )
}

/** Reliability, information against the cuts, and persons against items. */
export function ReportPrecision({ exam, analysis }: Props) {
  const t = useText()
  const say = useLocalized()
  const { levels } = exam.blueprint
  const nameOf = (id: string): string => {
    const level = levels.find((one) => one.id === id)
    return level ? say(level.name) : id
  }
  const { information, persons, difficulties } = analysis
  const cuts = levels.flatMap(({ name, cut }) =>
    cut === null ? [] : [{ name: say(name), value: cut }],
  )
  return (
    <section>
      <h3>{t('analysis.precision')}</h3>
      <Precision analysis={analysis} />
      <div className="report-plots">
        {information !== null && (
          <InformationPlot
            curve={information.curve}
            cuts={information.cuts.map(({ level, theta, standardError }) => ({
              name: nameOf(level),
              value: theta,
              standardError,
            }))}
          />
        )}
        <WrightPlot persons={persons} difficulties={difficulties} cuts={cuts} />
      </div>
    </section>
  )
}

/** Items somebody should look at, each with what was seen and what to check. */
export function ReportAttention({ analysis }: Pick<Props, 'analysis'>) {
  const t = useText()
  const say = useLocalized()
  const [, setItem] = useUrlState('item', '')
  const { attention } = analysis
  return (
    <section>
      <h3>{t('analysis.attention')}</h3>
      {attention.length === 0 ? (
        <p className="dimmed">{t('analysis.attention.none')}</p>
      ) : (
        <ul className="attention">
          {attention.map(({ itemId, stem, remarks }) => (
            <li key={itemId}>
              <button type="button" className="attention-item" onClick={() => setItem(itemId)}>
                <code>{itemId}</code> {say(stem)}
              </button>
              <ul>
                {remarks.map(({ code, text }) => (
                  <li key={code} data-code={code}>
                    {say(text)}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
