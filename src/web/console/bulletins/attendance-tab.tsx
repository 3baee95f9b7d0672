import type { AttendanceRecord } from '../../../domain/settlement/bulletin/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { AttendanceImportPart } from './attendance-import.tsx'
import { useYear } from './use-year.tsx'

interface Props {
  readonly unitId: string
  readonly mayWrite: boolean
}

/** So many rows are drawn; the file has all. */
const MOST_ROWS = 500

function useColumns(): Column<AttendanceRecord>[] {
  const t = useText()
  const { number, dateTime } = useFormats()
  return [
    {
      key: 'person',
      header: t('person.name'),
      heading: true,
      sort: ({ person }) => person.name,
      cell: ({ person }) => (
        <>
          {person.name}
          <div className="dimmed">{person.account}</div>
        </>
      ),
    },
    { key: 'day', header: t('attend.day'), sort: ({ day }) => day, cell: ({ day }) => day },
    {
      key: 'hours',
      header: t('attend.hours'),
      numeric: true,
      sort: ({ hours }) => hours,
      cell: ({ hours }) => number(hours, Number.isInteger(hours) ? 0 : 1),
    },
    {
      key: 'what',
      header: t('attend.what'),
      sort: ({ what }) => what,
      cell: ({ what, by, at }) => (
        <>
          {what}
          <div className="dimmed">
            {by}, {dateTime(at)}
          </div>
        </>
      ),
    },
  ]
}

/** Hours attended; administrators record them from a list. */
export function AttendanceTab({ unitId, mayWrite }: Props) {
  const t = useText()
  const { year, select } = useYear()
  const columns = useColumns()
  const [sorting, setSorting] = useUrlState('sort', '-day')
  const path = `/units/${unitId}/attendance?year=${year}`
  const found = useApi<{ records: AttendanceRecord[] }>(path)
  return (
    <>
      <p className="dimmed">{t('attend.hint')}</p>
      {select}
      {mayWrite && <AttendanceImportPart unitId={unitId} />}
      <QueryView query={found}>
        {({ records }) =>
          records.length === 0 ? (
            <EmptyNote>{t('attend.none')}</EmptyNote>
          ) : (
            <>
              <div className="bulletin-acts">
                <ExportButton
                  fileName={`attendance-${unitId}-${year}`}
                  header={['account', 'name', 'day', 'hours', 'what', 'by', 'at']}
                  rows={() =>
                    records.map(({ person, day, hours, what, by, at }) => [
                      ...[person.account, person.name, day, hours, what, by, at],
                    ])
                  }
                />
              </div>
              <DataTable
                caption={t('bulletin.tab.attendance')}
                columns={columns}
                rows={records}
                most={MOST_ROWS}
                rowKey={({ person, day, what }) => `${person.id} ${day} ${what}`}
                sorting={sorting}
                onSort={setSorting}
                stacked
              />
            </>
          )
        }
      </QueryView>
    </>
  )
}
