import { TextInput } from '@mantine/core'
import type { WorkshopPerformance } from '../../../../../domain/bank/workshop-health-views.ts'
import type { WorkshopExposure } from '../../../../../domain/bank/workshop-views.ts'
import { useFormats } from '../../../../shared/use-preferences.ts'
import { useSharedText } from '../../../../shared/use-text.ts'
import { DataTable } from '../../../parts/data-table.tsx'
import { EmptyNote } from '../../../parts/empty-note.tsx'
import { ExportButton } from '../../../parts/export-button.tsx'
import { QueryView } from '../../../parts/query-view.tsx'
import { useApi } from '../../../queries.ts'
import { useText } from '../../../text.ts'
import { useUrlState } from '../../../use-url-state.ts'
import { type ItemRecord, itemRecords } from './item-records.ts'
import { useRecordColumns } from './record-columns.tsx'
import { SightingsPlot } from './sightings-plot.tsx'

/** A page of more rows would take long to draw. */
const SHOWN = 50
const EXPORTED = [
  'item',
  'forms',
  'exams',
  'share_of_forms',
  'presented',
  'correct_share',
  'correct_low',
  'correct_high',
  'median_seconds',
]

function exportRow({ itemId, formCount, examCount, share, result }: ItemRecord) {
  const { value = null, low = null, high = null } = result?.correctShare ?? {}
  const { presented = null, medianSeconds = null } = result ?? {}
  return [itemId, formCount, examCount, share, presented, value, low, high, medianSeconds]
}

interface Props {
  readonly program: string
  readonly records: readonly ItemRecord[]
}

/** An item that no exam has shown to anybody. */
function isUnseen({ formCount, result }: ItemRecord): boolean {
  return formCount === 0 && result === null
}

function Records({ program, records }: Props) {
  const t = useText()
  const shared = useSharedText()
  const { number } = useFormats()
  const [search, setSearch] = useUrlState('item', '')
  const [sorting, setSorting] = useUrlState('sort', '-forms')
  const columns = useRecordColumns(program, records)
  const wanted = search.trim().toLowerCase()
  const found = records.filter(({ itemId }) => itemId.toLowerCase().includes(wanted))
  const counts = { shown: number(found.length), all: number(records.length) }
  return (
    <>
      <SightingsPlot counts={records.map(({ formCount }) => formCount)} />
      <search className="toolbar">
        <TextInput
          label={shared('common.search')}
          placeholder={t('health.search')}
          value={search}
          maxLength={100}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ExportButton
          fileName={`${program}-items`}
          header={EXPORTED}
          rows={() => found.map(exportRow)}
        />
      </search>
      <p role="status">{t('items.count', counts)}</p>
      <DataTable
        caption={t('health.items')}
        columns={columns}
        rows={found}
        most={SHOWN}
        rowKey={({ itemId }) => itemId}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
      {found.length > SHOWN && <p>{t('health.items.more', { count: number(SHOWN) })}</p>}
    </>
  )
}

/** How often each item was on a form, how many solved it and how long it took them. */
export function RecordsPart({ program }: { readonly program: string }) {
  const t = useText()
  const { number } = useFormats()
  const exposure = useApi<WorkshopExposure>(`/workshops/${program}/exposure`)
  const performance = useApi<WorkshopPerformance>(`/workshops/${program}/performance`)
  return (
    <section aria-labelledby="health-items">
      <h2 id="health-items">{t('health.items')}</h2>
      <QueryView query={exposure}>
        {(seen) => (
          <QueryView query={performance}>
            {(done) => {
              const records = itemRecords(seen, done)
              if (records.every(isUnseen)) return <EmptyNote>{t('health.no-exam')}</EmptyNote>
              return (
                <>
                  <p className="dimmed">
                    {done.examCount === 0
                      ? t('health.none-final')
                      : t('health.items.basis', {
                          exams: done.examCount,
                          attempts: number(done.attemptCount),
                        })}
                  </p>
                  <Records program={program} records={records} />
                </>
              )
            }}
          </QueryView>
        )}
      </QueryView>
    </section>
  )
}
