import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useLanguage } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { ScrollRegion } from './scroll-region.tsx'
import { parseSorting, rowsShown, type SortValue, sortingText } from './sorting.ts'

export interface Column<Row> {
  readonly key: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  readonly sort?: (row: Row) => SortValue
  readonly numeric?: boolean
  /** The cell that names the row. */
  readonly heading?: boolean
}

interface Props<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** How many rows are drawn at most: the first ones in the order chosen, not as they came. */
  readonly most?: number
  readonly rowKey: (row: Row) => string
  /** Kept by the page, mostly in the URL: `key` or `-key`. */
  readonly sorting: string
  readonly onSort: (sorting: string) => void
  /** On a narrow screen each row becomes a card. */
  readonly stacked?: boolean
}

// A stacked row is laid out as a block, which makes browsers forget that it is a table row.
const ROLE = (role: string) => ({ role })

function SortSelect<Row>({
  columns,
  sorting,
  onSort,
}: Pick<Props<Row>, 'columns' | 'sorting' | 'onSort'>) {
  const t = useText()
  const choices = columns.flatMap(({ key, header, sort }) =>
    sort === undefined
      ? []
      : [
          { value: key, label: t('table.ascending', { column: header }) },
          { value: `-${key}`, label: t('table.descending', { column: header }) },
        ],
  )
  if (choices.length === 0) return null
  return (
    <NativeSelect
      className="sort-select"
      label={t('table.sort')}
      data={choices}
      value={sorting}
      onChange={(event) => onSort(event.currentTarget.value)}
    />
  )
}

interface HeaderProps<Row> {
  readonly column: Column<Row>
  readonly sorting: string
  readonly onSort: (sorting: string) => void
}

function HeaderCell<Row>({ column, sorting, onSort }: HeaderProps<Row>) {
  const { key, descending } = parseSorting(sorting)
  const mine = key === column.key
  const order = descending ? 'descending' : 'ascending'
  return (
    <th
      scope="col"
      {...ROLE('columnheader')}
      data-numeric={column.numeric}
      {...(mine && column.sort ? { 'aria-sort': order } : {})}
    >
      {column.sort === undefined ? (
        column.header
      ) : (
        <button
          type="button"
          onClick={() => onSort(sortingText({ key: column.key, descending: mine && !descending }))}
        >
          {column.header}
          <span className="sort-mark" aria-hidden="true">
            {mine ? (descending ? '▼' : '▲') : '↕'}
          </span>
        </button>
      )}
    </th>
  )
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  if (column.heading) {
    return (
      <th scope="row" {...ROLE('rowheader')} data-label={column.header}>
        {column.cell(row)}
      </th>
    )
  }
  return (
    <td {...ROLE('cell')} data-label={column.header} data-numeric={column.numeric}>
      <div className="cell">{column.cell(row)}</div>
    </td>
  )
}

/** A table that sorts, works by keyboard, and fits a phone. */
export function DataTable<Row>(props: Props<Row>) {
  const { caption, columns, rows, most, rowKey, sorting, onSort, stacked = false } = props
  const language = useLanguage()
  const { key, descending } = parseSorting(sorting)
  const sortValueOf = columns.find((column) => column.key === key)?.sort
  const shown = rowsShown(rows, { sortValueOf, descending, language, most })
  return (
    <div className={stacked ? 'table-box stacked' : 'table-box'}>
      {stacked && <SortSelect columns={columns} sorting={sorting} onSort={onSort} />}
      <ScrollRegion label={caption}>
        <table {...ROLE('table')} className="table">
          <caption className="hidden-text">{caption}</caption>
          <thead {...ROLE('rowgroup')}>
            <tr {...ROLE('row')}>
              {columns.map((column) => (
                <HeaderCell key={column.key} column={column} sorting={sorting} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody {...ROLE('rowgroup')}>
            {shown.map((row) => (
              <tr key={rowKey(row)} {...ROLE('row')}>
                {columns.map((column) => (
                  <Cell key={column.key} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  )
}
