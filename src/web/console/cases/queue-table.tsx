import type { ReactNode } from 'react'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { useText } from '../text.ts'

interface Props<Row> {
  readonly caption: string
  readonly count: string
  /** Saves what is shown. */
  readonly download: ReactNode
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly sorting: string
  readonly onSort: (sorting: string) => void
}

/** A queue as far as it fits what is searched for, with how much of it that is. */
export function QueueTable<Row>({
  caption,
  count,
  download,
  columns,
  rows,
  ...sorted
}: Props<Row>) {
  const t = useText()
  return (
    <>
      <div className="section-head">
        <p className="count" role="status">
          {count}
        </p>
        {download}
      </div>
      {rows.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable {...{ caption, columns, rows, ...sorted }} stacked />
      )}
    </>
  )
}
