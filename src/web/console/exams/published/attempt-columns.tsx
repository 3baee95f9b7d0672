import { Link } from 'wouter'
import type { ExamAttemptRow, ExamView } from '../../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import type { Column } from '../../parts/data-table.tsx'
import { IntervalBar } from '../../parts/interval-bar.tsx'
import { useText } from '../../text.ts'
import { attemptBand, BANDS, passingCut, Z95 } from './attempt-bands.ts'

function Level({ row, exam }: { readonly row: ExamAttemptRow; readonly exam: ExamView }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const { theta, standardError } = row
  if (theta === null || standardError === null) return <span className="dimmed">–</span>
  const level = exam.blueprint.levels.find(({ id }) => id === row.level)
  const band = attemptBand(row, passingCut(exam))
  const cuts = exam.blueprint.levels.flatMap(({ cut }) => (cut === null ? [] : [cut]))
  return (
    <div className="level-cell">
      <span>{level ? say(level.name) : t('attempts.no-level')}</span>
      <span className="dimmed">{t(`attempts.band.${band}`)}</span>
      <span className="level-interval">
        <IntervalBar
          value={theta}
          low={theta - Z95 * standardError}
          high={theta + Z95 * standardError}
          cuts={cuts}
        />
        <span className="dimmed">
          {number(theta, 2)} ± {number(standardError, 2)}
        </span>
      </span>
    </div>
  )
}

/** The columns of an exam's attempts. */
export function useAttemptColumns(exam: ExamView): Column<ExamAttemptRow>[] {
  const t = useText()
  const say = useLocalized()
  const { dateTime, number } = useFormats()
  return [
    {
      key: 'person',
      header: t('attempts.person'),
      heading: true,
      sort: (row) => row.person.name,
      cell: (row) => (
        <>
          {row.person.name}
          <div className="dimmed">{say(row.person.unitName)}</div>
        </>
      ),
    },
    {
      key: 'state',
      header: t('attempts.state'),
      sort: (row) => row.state,
      cell: (row) => (
        <>
          {t(`attempt.state.${row.state}`)}
          <div className="dimmed">{dateTimeOf(row, dateTime)}</div>
        </>
      ),
    },
    {
      key: 'answered',
      header: t('attempts.answered'),
      numeric: true,
      sort: (row) => (row.attemptId === null ? null : row.answered),
      cell: (row) =>
        row.attemptId === null ? '–' : `${number(row.answered)} / ${number(row.itemCount)}`,
    },
    {
      key: 'level',
      header: t('attempts.level'),
      // By band, never by ability: intervals that overlap give no order.
      sort: (row) => BANDS.indexOf(attemptBand(row, passingCut(exam))),
      cell: (row) => <Level row={row} exam={exam} />,
    },
    {
      key: 'outcome',
      header: t('attempts.outcome'),
      sort: (row) => row.outcome,
      cell: (row) =>
        row.outcome === null || row.attemptId === null ? (
          '–'
        ) : (
          <Link
            href={`/policies/outcomes/attempts/${row.attemptId}`}
            aria-label={t('attempts.outcome.why', {
              name: row.person.name,
              outcome: t(`outcome.${row.outcome}`),
            })}
          >
            {t(`outcome.${row.outcome}`)}
          </Link>
        ),
    },
    {
      key: 'form',
      header: t('attempts.form'),
      cell: (row) =>
        row.attemptId === null ? (
          '–'
        ) : (
          <Link
            className="form-link"
            href={`/exams/${exam.id}/attempts/${row.attemptId}/form`}
            aria-label={t('attempts.form.of', { name: row.person.name })}
          >
            {t('attempts.form.open')}
          </Link>
        ),
    },
  ]
}

function dateTimeOf(row: ExamAttemptRow, dateTime: (value: string) => string): string {
  const at = row.closedAt ?? row.startedAt
  return at === null ? '' : dateTime(at)
}
