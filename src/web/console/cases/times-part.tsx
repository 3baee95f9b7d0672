import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PlotFigure } from '../plots/plot-figure.tsx'
import { PlotTable } from '../plots/plot-table.tsx'
import { useText } from '../text.ts'
import { isOutside, TIMES_HEIGHT, type TimedAnswer, TimesDrawing } from './times-drawing.tsx'

function TimesTable({ answers }: { readonly answers: readonly TimedAnswer[] }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <PlotTable
      caption={t('case.tab.times')}
      header={[
        t('answer.position'),
        t('times.seconds'),
        t('times.expected'),
        t('times.interval'),
        t('answer.residual'),
      ]}
      rows={answers.map(({ position, seconds, expected, residual }) => [
        number(position),
        seconds === null ? '–' : number(seconds, 1),
        number(expected.seconds, 1),
        `${number(expected.low, 1)} – ${number(expected.high, 1)}`,
        residual === null ? '–' : number(residual, 1),
      ])}
    />
  )
}

/** Response times against the model at the person's own speed, and how far off each one is. */
export function TimesPart({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { number } = useFormats()
  const answers = view.answers.flatMap(({ expected, ...answer }): TimedAnswer[] =>
    expected === null ? [] : [{ ...answer, expected }],
  )
  if (answers.length === 0) return <EmptyNote>{t('times.empty')}</EmptyNote>
  const timed = answers.filter(({ seconds }) => seconds !== null)
  const fast = timed.filter((answer) => isOutside(answer) === 'fast').length
  const slow = timed.filter((answer) => isOutside(answer) === 'slow').length
  const summary = t('times.summary', {
    all: number(timed.length),
    fast: number(fast),
    slow: number(slow),
    chance: number(timed.length * 0.05, 1),
  })
  return (
    <>
      <p className="dimmed">{t('times.hint')}</p>
      <PlotFigure
        title={t('times.title')}
        summary={summary}
        height={TIMES_HEIGHT}
        table={<TimesTable answers={answers} />}
      >
        {(width) => <TimesDrawing answers={answers} width={width} />}
      </PlotFigure>
      <p>{summary}</p>
    </>
  )
}
