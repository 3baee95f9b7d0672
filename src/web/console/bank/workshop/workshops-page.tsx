import { Link } from 'wouter'
import type { WorkshopItemStanding, WorkshopRow } from '../../../../domain/bank/workshop-views.ts'
import { api } from '../../../shared/api.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { JsonUpload } from '../../parts/json-upload.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { tell } from '../../parts/tell.ts'
import { useApi, useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { STATES } from './item-states.ts'
import { NoteField } from './note-field.tsx'
import { useNote } from './use-note.ts'

/** A bank of thousands of items takes a while to send and to check. */
const UPLOAD_TIMEOUT_MS = 180_000

interface Taken {
  readonly program: string
  readonly items: readonly WorkshopItemStanding[]
}

function TakeIn() {
  const t = useText()
  const { number } = useFormats()
  const { note, setNote } = useNote()
  const taking = useChange(
    (document: unknown) =>
      api.post<Taken>(
        '/workshops',
        { document, note: note.trim() },
        { timeoutMs: UPLOAD_TIMEOUT_MS },
      ),
    '/workshops',
  )
  return (
    <details className="upload">
      <summary>{t('workshop.take')}</summary>
      <JsonUpload
        label={t('banks.upload.file')}
        description={t('workshop.take.hint')}
        submit={t('workshop.take.do')}
        onSend={async (document) => {
          const { program, items } = await taking.mutateAsync(document)
          setNote('')
          tell(t('workshop.taken', { program, count: number(items.length) }))
          return true
        }}
      >
        <NoteField value={note} onChange={setNote} />
      </JsonUpload>
    </details>
  )
}

function useColumns(): Column<WorkshopRow>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  return [
    {
      key: 'title',
      header: t('workshop.program'),
      heading: true,
      sort: (row) => say(row.title),
      cell: (row) => <Link href={`/banks/workshop/${row.program}`}>{say(row.title)}</Link>,
    },
    {
      key: 'program',
      header: t('workshop.program.id'),
      sort: (row) => row.program,
      cell: (row) => <code>{row.program}</code>,
    },
    ...STATES.map((state) => ({
      key: state,
      header: t(`workshop.state.${state}`),
      numeric: true,
      sort: (row: WorkshopRow) => row.counts[state],
      cell: (row: WorkshopRow) => number(row.counts[state]),
    })),
    {
      key: 'in-use',
      header: t('workshop.in-use'),
      numeric: true,
      sort: (row) => row.inUse,
      cell: (row) => number(row.inUse),
    },
  ]
}

function Workshops({ rows }: { readonly rows: readonly WorkshopRow[] }) {
  const t = useText()
  const [sorting, setSorting] = useUrlState('sort', 'title')
  const columns = useColumns()
  if (rows.length === 0) return <EmptyNote>{t('workshop.empty')}</EmptyNote>
  return (
    <DataTable
      caption={t('workshop.title')}
      columns={columns}
      rows={rows}
      rowKey={({ program }) => program}
      sorting={sorting}
      onSort={setSorting}
      stacked
    />
  )
}

/** Programs whose items are worked on, and how far the work is. */
export function WorkshopsPage() {
  const t = useText()
  const workshops = useApi<{ workshops: WorkshopRow[] }>('/workshops')
  return (
    <>
      <PageHeading title={t('workshop.title')} lead={t('workshop.lead')}>
        <Link href="/banks">{t('workshop.to-banks')}</Link>
      </PageHeading>
      <TakeIn />
      <QueryView query={workshops}>{(reply) => <Workshops rows={reply.workshops} />}</QueryView>
    </>
  )
}
