import { NativeSelect, TextInput } from '@mantine/core'
import type { CaseQueue, CaseRow } from '../../../domain/review/queue-views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { useCaseColumns } from './case-columns.tsx'
import { QueueTable } from './queue-table.tsx'
import { ReviewPages } from './review-pages.tsx'
import { WorkloadNote } from './workload-note.tsx'

const HEADER = [
  ...['id', 'code', 'exam', 'weight', 'flags', 'openedAt', 'dueAt'],
  ...['decisions', 'decisionsNeeded', 'mine', 'origin'],
]

function QueueExport({
  cases,
  state,
}: {
  readonly cases: readonly CaseRow[]
  readonly state: string
}) {
  const say = useLocalized()
  return (
    <ExportButton
      fileName={`cases-${state}`}
      header={HEADER}
      rows={() =>
        cases.map((row) => [
          ...[row.id, row.code, say(row.examTitle), row.weight],
          ...[row.flags.map(say).join('; '), row.openedAt, row.dueAt],
          ...[row.decisions, row.decisionsNeeded, row.mine, row.origin],
        ])
      }
    />
  )
}

/** Cases that fit what is searched for, of one exam, or those that wait for me. */
function useShown(cases: readonly CaseRow[]): readonly CaseRow[] {
  const say = useLocalized()
  const [search] = useUrlState('search', '')
  const [exam] = useUrlState('exam', '')
  const [part] = useUrlState('part', 'all')
  const wanted = search.trim().toLowerCase()
  return cases.filter(
    (row) =>
      (exam === '' || row.examTitle.en === exam) &&
      (part === 'all' || row.mine === 'assigned' || row.mine === 'free') &&
      [row.code, say(row.examTitle), ...row.flags.map(say)].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
  )
}

interface ListProps {
  readonly cases: readonly CaseRow[]
  readonly state: string
}

function CasesList({ cases, state }: ListProps) {
  const t = useText()
  const [sorting, setSorting] = useUrlState('sort', state === 'open' ? 'mine' : '-weight')
  const columns = useCaseColumns(state === 'decided')
  const shown = useShown(cases)
  if (cases.length === 0) {
    return <EmptyNote>{t(state === 'open' ? 'cases.empty.open' : 'cases.empty.decided')}</EmptyNote>
  }
  return (
    <QueueTable
      caption={t('section.cases')}
      count={t('cases.count', { shown: shown.length, all: cases.length })}
      download={<QueueExport cases={shown} state={state} />}
      columns={columns}
      rows={shown}
      rowKey={(row) => row.id}
      sorting={sorting}
      onSort={setSorting}
    />
  )
}

function Toolbar({ cases }: { readonly cases: readonly CaseRow[] }) {
  const t = useText()
  const say = useLocalized()
  const shared = useSharedText()
  const [state, setState] = useUrlState('state', 'open')
  const [part, setPart] = useUrlState('part', 'all')
  const [exam, setExam] = useUrlState('exam', '')
  const [search, setSearch] = useUrlState('search', '')
  const titles = new Map(cases.map(({ examTitle }) => [examTitle.en, say(examTitle)]))
  return (
    <search className="toolbar">
      <NativeSelect
        label={t('cases.filter')}
        value={state}
        onChange={(event) => setState(event.currentTarget.value)}
        data={[
          { value: 'open', label: t('cases.open') },
          { value: 'decided', label: t('cases.decided') },
        ]}
      />
      <NativeSelect
        label={t('cases.part')}
        value={part}
        onChange={(event) => setPart(event.currentTarget.value)}
        data={[
          { value: 'all', label: t('cases.part.all') },
          { value: 'mine', label: t('cases.part.mine') },
        ]}
      />
      <NativeSelect
        label={t('cases.exam')}
        value={exam}
        onChange={(event) => setExam(event.currentTarget.value)}
        data={[
          { value: '', label: t('cases.exam.all') },
          ...[...titles].map(([value, label]) => ({ value, label })),
        ]}
      />
      <TextInput
        label={shared('common.search')}
        placeholder={t('cases.search.placeholder')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
    </search>
  )
}

/** The auditor's queue: what waits for me, by when, and why it is here. */
export function CasesPage() {
  const t = useText()
  const [state] = useUrlState('state', 'open')
  const shown = state === 'decided' ? state : 'open'
  const queue = useApi<CaseQueue>(`/cases?state=${shown}`)
  return (
    <>
      <PageHeading title={t('section.cases')} lead={t('cases.lead')} />
      <ReviewPages />
      <Toolbar cases={queue.data?.cases ?? []} />
      <QueryView query={queue}>
        {(reply) => (
          <>
            <WorkloadNote workload={reply.workload} />
            <CasesList key={shown} cases={reply.cases} state={shown} />
          </>
        )}
      </QueryView>
    </>
  )
}
