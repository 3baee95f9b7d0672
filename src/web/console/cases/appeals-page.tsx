import { NativeSelect, TextInput } from '@mantine/core'
import { Link } from 'wouter'
import type { AppealRow } from '../../../domain/review/appeal-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import type { Column } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { DueDate } from './due-date.tsx'
import { QueueTable } from './queue-table.tsx'
import { ReviewPages } from './review-pages.tsx'

function useAppealColumns(): Column<AppealRow>[] {
  const t = useText()
  const say = useLocalized()
  const { date } = useFormats()
  return [
    {
      key: 'code',
      header: t('cases.case'),
      heading: true,
      sort: (row) => row.code,
      cell: (row) => (
        <>
          <Link href={`/cases/appeals/${row.caseId}`}>{row.code}</Link>
          {row.simulated && <SimulatedBadge />}
          <div className="dimmed">{say(row.examTitle)}</div>
        </>
      ),
    },
    {
      key: 'finding',
      header: t('appeals.finding'),
      sort: (row) => row.finding.code,
      cell: (row) => say(row.finding.name),
    },
    {
      key: 'filed',
      header: t('appeals.filed'),
      sort: (row) => row.filedAt,
      cell: (row) => <span className="no-wrap">{date(row.filedAt)}</span>,
    },
    {
      key: 'due',
      header: t('cases.due'),
      sort: (row) => row.dueAt,
      cell: (row) => <DueDate dueAt={row.dueAt} isOpen={row.state === 'open'} />,
    },
  ]
}

interface ListProps {
  readonly appeals: readonly AppealRow[]
  readonly state: 'open' | 'decided'
}

function AppealsList({ appeals, state }: ListProps) {
  const t = useText()
  const say = useLocalized()
  const [search] = useUrlState('search', '')
  const [sorting, setSorting] = useUrlState('sort', 'due')
  const columns = useAppealColumns()
  const wanted = search.trim().toLowerCase()
  const shown = appeals.filter((row) =>
    [row.code, say(row.examTitle), say(row.finding.name)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  )
  if (appeals.length === 0) return <EmptyNote>{t(`appeals.empty.${state}`)}</EmptyNote>
  return (
    <QueueTable
      caption={t('cases.tab.appeals')}
      count={t('appeals.count', { shown: shown.length, all: appeals.length })}
      download={
        <ExportButton
          fileName={`appeals-${state}`}
          header={['id', 'caseId', 'code', 'exam', 'finding', 'filedAt', 'dueAt', 'state']}
          rows={() =>
            shown.map((row) => [
              ...[row.id, row.caseId, row.code, say(row.examTitle), row.finding.code],
              ...[row.filedAt, row.dueAt, row.state],
            ])
          }
        />
      }
      columns={columns}
      rows={shown}
      rowKey={(row) => row.id}
      sorting={sorting}
      onSort={setSorting}
    />
  )
}

/** Appeals that an auditor may hear, those due first. */
export function AppealsPage() {
  const t = useText()
  const shared = useSharedText()
  const [asked, setState] = useUrlState('state', 'open')
  const [search, setSearch] = useUrlState('search', '')
  const state = asked === 'decided' ? asked : 'open'
  const appeals = useApi<{ appeals: AppealRow[] }>(`/appeals?state=${state}`)
  return (
    <>
      <PageHeading title={t('cases.tab.appeals')} lead={t('appeals.lead')} />
      <ReviewPages />
      <search className="toolbar">
        <NativeSelect
          label={t('appeals.filter')}
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
          data={[
            { value: 'open', label: t('appeals.open') },
            { value: 'decided', label: t('appeals.decided') },
          ]}
        />
        <TextInput
          label={shared('common.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </search>
      <QueryView query={appeals}>
        {(reply) => <AppealsList key={state} appeals={reply.appeals} state={state} />}
      </QueryView>
    </>
  )
}
