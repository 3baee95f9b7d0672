import type { OutcomeEffect } from '../../../../domain/policy/policy.ts'
import type { CsvCell } from '../../parts/csv.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { OutcomeSearch, useOutcomeSearch } from './outcome-search.tsx'

interface Props<Row> {
  readonly caption: string
  readonly empty: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** What a search looks through. */
  readonly textOf: (row: Row) => string
  readonly effectOf: (row: Row) => OutcomeEffect
  readonly fileName: string
  readonly header: readonly string[]
  readonly cells: (row: Row) => readonly CsvCell[]
  /** The exam whose persons are exported: that stands in the log first. */
  readonly evidenceOf?: `/exams/${string}`
}

/** More rows than anybody reads; the search finds the others. */
const MOST = 300

/** Outcomes with search, filter, order and export. */
export function OutcomesList<Row>(props: Props<Row>) {
  const { rows, textOf, effectOf, evidenceOf } = props
  const t = useText()
  const { search, effect } = useOutcomeSearch()
  const [sorting, setSorting] = useUrlState('sort', props.columns[0]?.key ?? '')
  if (rows.length === 0) return <EmptyNote>{props.empty}</EmptyNote>
  const wanted = search.trim().toLowerCase()
  const shown = rows.filter(
    (row) =>
      (effect === 'all' || effectOf(row) === effect) && textOf(row).toLowerCase().includes(wanted),
  )
  return (
    <>
      <OutcomeSearch>
        <ExportButton
          fileName={props.fileName}
          header={props.header}
          rows={() => shown.map(props.cells)}
          {...(evidenceOf === undefined ? {} : { evidence: { of: evidenceOf, what: 'results' } })}
        />
      </OutcomeSearch>
      <p className="count" role="status">
        {t('outcomes.count', { shown: shown.length, all: rows.length })}
      </p>
      {shown.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={props.caption}
          columns={props.columns}
          rows={shown}
          most={MOST}
          rowKey={props.rowKey}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
      {shown.length > MOST && <p>{t('outcomes.most', { count: MOST })}</p>}
    </>
  )
}
