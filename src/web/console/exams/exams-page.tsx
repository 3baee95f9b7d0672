import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Link } from 'wouter'
import type { ExamRow } from '../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { SimulatedBadge, StateBadge } from '../parts/badges.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { EXAM_STATE_KEYS } from './exam-states.ts'
import { Participation } from './participation.tsx'

function useExamColumns(): Column<ExamRow>[] {
  const t = useText()
  const say = useLocalized()
  const { window, number } = useFormats()
  return [
    {
      key: 'title',
      header: t('exams.exam'),
      heading: true,
      sort: (exam) => say(exam.title),
      cell: (exam) => (
        <>
          <Link href={`/exams/${exam.id}`}>{say(exam.title)}</Link>
          {exam.simulated && <SimulatedBadge />}
          <div className="dimmed">{say(exam.unit.name)}</div>
        </>
      ),
    },
    {
      key: 'state',
      header: t('exams.state'),
      sort: (exam) => EXAM_STATE_KEYS.indexOf(exam.state),
      cell: (exam) => <StateBadge state={exam.state} />,
    },
    {
      key: 'window',
      header: t('exams.window'),
      sort: (exam) => exam.window.opensAt,
      cell: (exam) => window(exam.window.opensAt, exam.window.closesAt),
    },
    {
      key: 'participation',
      header: t('exams.participation'),
      sort: (exam) => (exam.assigned === 0 ? null : exam.started / exam.assigned),
      cell: (exam) => <Participation exam={exam} />,
    },
    {
      key: 'cases',
      header: t('exams.open-cases'),
      numeric: true,
      sort: (exam) => exam.openCases,
      cell: (exam) => number(exam.openCases),
    },
  ]
}

function useFilteredExams(exams: readonly ExamRow[], search: string, state: string): ExamRow[] {
  const wanted = search.trim().toLowerCase()
  return exams.filter(
    (exam) =>
      (state === 'all' || exam.state === state) &&
      [exam.title, exam.unit.name].some((text) =>
        Object.values(text).some((wording) => wording.toLowerCase().includes(wanted)),
      ),
  )
}

function ExamsList({ exams }: { readonly exams: readonly ExamRow[] }) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const [search, setSearch] = useUrlState('search', '')
  const [state, setState] = useUrlState('state', 'all')
  const [sorting, setSorting] = useUrlState('sort', '-window')
  const columns = useExamColumns()
  const shown = useFilteredExams(exams, search, state)
  if (exams.length === 0) {
    return <EmptyNote>{t('exams.empty')}</EmptyNote>
  }
  return (
    <>
      <search className="toolbar">
        <TextInput
          label={shared('common.search')}
          placeholder={t('exams.search.placeholder')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('exams.state')}
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
          data={[
            { value: 'all', label: t('exams.state.all') },
            ...EXAM_STATE_KEYS.map((key) => ({ value: key, label: t(`exam.state.${key}`) })),
          ]}
        />
        <ExportButton
          fileName="exams"
          header={[
            'id',
            'title',
            'unit',
            'state',
            'opensAt',
            'closesAt',
            'simulated',
            'assigned',
            'started',
            'closed',
            'openCases',
          ]}
          rows={() =>
            shown.map((exam) => [
              exam.id,
              say(exam.title),
              say(exam.unit.name),
              exam.state,
              exam.window.opensAt,
              exam.window.closesAt,
              exam.simulated,
              exam.assigned,
              exam.started,
              exam.closed,
              exam.openCases,
            ])
          }
        />
      </search>
      <p className="count" role="status">
        {t('exams.count', { shown: shown.length, all: exams.length })}
      </p>
      {shown.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('section.exams')}
          columns={columns}
          rows={shown}
          rowKey={(exam) => exam.id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </>
  )
}

/** All exams of the organizer's branch. */
export function ExamsPage() {
  const t = useText()
  const exams = useApi<{ exams: ExamRow[] }>('/exams')
  return (
    <>
      <PageHeading title={t('section.exams')} lead={t('exams.lead')}>
        <Button component={Link} href="/exams/new">
          {t('exams.new')}
        </Button>
      </PageHeading>
      <QueryView query={exams}>{(reply) => <ExamsList exams={reply.exams} />}</QueryView>
    </>
  )
}
