import { NativeSelect, TextInput } from '@mantine/core'
import { Link } from 'wouter'
import type { CaseRow } from '../../../domain/review/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { Weight } from './weight.tsx'

function DueDate({ row }: { readonly row: CaseRow }) {
  const t = useText()
  const { date } = useFormats()
  const late = row.state === 'open' && Date.parse(row.dueAt) < Date.now()
  return (
    <>
      {date(row.dueAt)}
      {late && <div className="late">{t('cases.late')}</div>}
    </>
  )
}

function useCaseColumns(): Column<CaseRow>[] {
  const t = useText()
  const say = useLocalized()
  const { date } = useFormats()
  return [
    {
      key: 'weight',
      header: t('cases.weight'),
      sort: (row) => row.weight,
      cell: (row) => <Weight weight={row.weight} />,
    },
    {
      key: 'code',
      header: t('cases.case'),
      heading: true,
      sort: (row) => row.code,
      cell: (row) => (
        <>
          <Link href={`/cases/${row.id}`}>{row.code}</Link>
          {row.simulated && <SimulatedBadge />}
          <div className="dimmed">{say(row.examTitle)}</div>
        </>
      ),
    },
    {
      key: 'why',
      header: t('cases.why'),
      cell: (row) => (
        <ul className="plain">
          {row.flags.map((flag) => (
            <li key={flag.en}>{say(flag)}</li>
          ))}
        </ul>
      ),
    },
    {
      key: 'opened',
      header: t('cases.opened'),
      sort: (row) => row.openedAt,
      cell: (row) => date(row.openedAt),
    },
    {
      key: 'due',
      header: t('cases.due'),
      sort: (row) => row.dueAt,
      cell: (row) => <DueDate row={row} />,
    },
    {
      key: 'decisions',
      header: t('cases.decisions'),
      sort: (row) => row.decisions,
      cell: (row) => (
        <>
          {t('cases.decisions.of', { count: row.decisions, needed: row.decisionsNeeded })}
          <div className={row.mine === 'to-decide' ? 'mine' : 'dimmed'}>
            {t(`cases.mine.${row.mine}`)}
          </div>
        </>
      ),
    },
  ]
}

interface ListProps {
  readonly cases: readonly CaseRow[]
  readonly state: string
}

function CasesList({ cases, state }: ListProps) {
  const t = useText()
  const say = useLocalized()
  const [search] = useUrlState('search', '')
  const [sorting, setSorting] = useUrlState('sort', '-weight')
  const columns = useCaseColumns()
  const wanted = search.trim().toLowerCase()
  const shown = cases.filter((row) =>
    [row.code, say(row.examTitle), ...row.flags.map(say)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  )
  if (cases.length === 0) {
    return <EmptyNote>{t(state === 'open' ? 'cases.empty.open' : 'cases.empty.decided')}</EmptyNote>
  }
  return (
    <>
      <div className="section-head">
        <p className="count" role="status">
          {t('cases.count', { shown: shown.length, all: cases.length })}
        </p>
        <ExportButton
          fileName={`cases-${state}`}
          header={[
            'id',
            'code',
            'exam',
            'weight',
            'flags',
            'openedAt',
            'dueAt',
            'decisions',
            'decisionsNeeded',
            'mine',
          ]}
          rows={() =>
            shown.map((row) => [
              row.id,
              row.code,
              say(row.examTitle),
              row.weight,
              row.flags.map(say).join('; '),
              row.openedAt,
              row.dueAt,
              row.decisions,
              row.decisionsNeeded,
              row.mine,
            ])
          }
        />
      </div>
      {shown.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('section.cases')}
          columns={columns}
          rows={shown}
          rowKey={(row) => row.id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </>
  )
}

/** The auditor's queue, heaviest evidence first. */
export function CasesPage() {
  const t = useText()
  const shared = useSharedText()
  const [state, setState] = useUrlState('state', 'open')
  const [search, setSearch] = useUrlState('search', '')
  const cases = useApi<{ cases: CaseRow[] }>(`/cases?state=${state === 'decided' ? state : 'open'}`)
  return (
    <>
      <PageHeading title={t('section.cases')} lead={t('cases.lead')} />
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
        <TextInput
          label={shared('common.search')}
          placeholder={t('cases.search.placeholder')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </search>
      <QueryView query={cases}>
        {(reply) => <CasesList cases={reply.cases} state={state} />}
      </QueryView>
    </>
  )
}
