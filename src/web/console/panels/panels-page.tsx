import { Link } from 'wouter'
import type { PanelRow } from '../../../domain/scheduling/panel-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { MyPanels } from './my-panels.tsx'

function useColumns(): Column<PanelRow>[] {
  const t = useText()
  const say = useLocalized()
  const { number, dateTime } = useFormats()
  return [
    {
      key: 'title',
      header: t('panels.panel'),
      heading: true,
      sort: (row) => say(row.title),
      cell: (row) => (
        <>
          <Link href={`/panels/${row.panelId}`}>{say(row.title)}</Link>
          <div className="dimmed">
            {say(row.unit.name)} · {t(`panel.method.${row.method}`)}
          </div>
        </>
      ),
    },
    {
      key: 'bank',
      header: t('panels.bank'),
      sort: (row) => say(row.bank.title),
      cell: (row) => `${say(row.bank.title)} ${row.bank.version}`,
    },
    {
      key: 'state',
      header: t('panels.state'),
      sort: (row) => row.state,
      cell: (row) => <span className="badge">{t(`panel.state.${row.state}`)}</span>,
    },
    {
      key: 'judges',
      header: t('panels.judges'),
      numeric: true,
      sort: (row) => row.judgeCount,
      cell: (row) => number(row.judgeCount),
    },
    {
      key: 'created',
      header: t('panels.created'),
      sort: (row) => row.createdAt,
      cell: (row) => dateTime(row.createdAt),
    },
  ]
}

function Panels({ rows }: { readonly rows: readonly PanelRow[] }) {
  const t = useText()
  const [sorting, setSorting] = useUrlState('sort', '-created')
  const columns = useColumns()
  if (rows.length === 0) return <EmptyNote>{t('panels.empty')}</EmptyNote>
  return (
    <DataTable
      caption={t('section.panels')}
      columns={columns}
      rows={rows}
      rowKey={({ panelId }) => panelId}
      sorting={sorting}
      onSort={setSorting}
      stacked
    />
  )
}

/** Panels of judges who set cut scores, and those the reader judges in. */
export function PanelsPage({ mayBegin }: { readonly mayBegin: boolean }) {
  const t = useText()
  const panels = useApi<{ panels: PanelRow[] }>('/panels')
  return (
    <>
      <PageHeading title={t('section.panels')} lead={t('panels.lead')}>
        {mayBegin && <Link href="/panels/new">{t('panels.new')}</Link>}
      </PageHeading>
      <MyPanels />
      <QueryView query={panels}>{(reply) => <Panels rows={reply.panels} />}</QueryView>
    </>
  )
}
