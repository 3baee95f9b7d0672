import { NativeSelect, TextInput } from '@mantine/core'
import type { ExamAttemptRow, ExamView } from '../../../../domain/scheduling/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { attemptBand, BANDS, passingCut } from './attempt-bands.ts'
import { useAttemptColumns } from './attempt-columns.tsx'

const STATES = ['not-started', 'running', 'submitted', 'expired'] as const

interface Props {
  readonly exam: ExamView
  readonly attempts: readonly ExamAttemptRow[]
}

function AttemptsExport({
  examId,
  rows: attempts,
}: {
  readonly examId: string
  readonly rows: readonly ExamAttemptRow[]
}) {
  const say = useLocalized()
  return (
    <ExportButton
      fileName={`exam-${examId}-attempts`}
      evidence={{ of: `/exams/${examId}`, what: 'results' }}
      header={[
        'attemptId',
        'person',
        'unit',
        'state',
        'startedAt',
        'closedAt',
        'answered',
        'itemCount',
        'level',
        'theta',
        'standardError',
        'outcome',
      ]}
      rows={() =>
        attempts.map((row) => [
          row.attemptId,
          row.person.name,
          say(row.person.unitName),
          row.state,
          row.startedAt,
          row.closedAt,
          row.answered,
          row.itemCount,
          row.level,
          row.theta,
          row.standardError,
          row.outcome,
        ])
      }
    />
  )
}

function AttemptsList({ exam, attempts }: Props) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const [search, setSearch] = useUrlState('search', '')
  const [state, setState] = useUrlState('state', 'all')
  const [band, setBand] = useUrlState('band', 'all')
  const [sorting, setSorting] = useUrlState('sort', 'person')
  const columns = useAttemptColumns(exam)
  const wanted = search.trim().toLowerCase()
  const shown = attempts.filter(
    (row) =>
      (state === 'all' || row.state === state) &&
      (band === 'all' || attemptBand(row, passingCut(exam)) === band) &&
      `${row.person.name} ${say(row.person.unitName)}`.toLowerCase().includes(wanted),
  )
  if (attempts.length === 0) return <EmptyNote>{t('attempts.empty')}</EmptyNote>
  return (
    <>
      <search className="toolbar">
        <TextInput
          label={shared('common.search')}
          placeholder={t('attempts.search.placeholder')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('attempts.state')}
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
          data={[
            { value: 'all', label: t('exams.state.all') },
            ...STATES.map((key) => ({ value: key, label: t(`attempt.state.${key}`) })),
          ]}
        />
        <NativeSelect
          label={t('attempts.band')}
          value={band}
          onChange={(event) => setBand(event.currentTarget.value)}
          data={['all' as const, ...BANDS].map((key) => ({
            value: key,
            label: t(`attempts.band.${key}`),
          }))}
        />
        <AttemptsExport examId={exam.id} rows={shown} />
      </search>
      <p className="count" role="status">
        {t('attempts.count', { shown: shown.length, all: attempts.length })}
        <br />
        <span className="dimmed">{t('attempts.band.hint')}</span>
      </p>
      {shown.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('exam.tab.attempts')}
          columns={columns}
          rows={shown}
          rowKey={(row) => row.person.id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </>
  )
}

/** Everybody assigned, with how far they are and what their attempt shows. */
export function AttemptsTab({ exam }: { readonly exam: ExamView }) {
  const attempts = useApi<{ attempts: ExamAttemptRow[] }>(`/exams/${exam.id}/attempts`)
  return (
    <QueryView query={attempts}>
      {(reply) => <AttemptsList exam={exam} attempts={reply.attempts} />}
    </QueryView>
  )
}
