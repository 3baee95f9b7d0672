import type { ExamCalibrationView } from '../../../../domain/settlement/calibration-view.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'

export type CalibratedRow = ExamCalibrationView['items'][number]

function useColumns(): Column<CalibratedRow>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const withError = (value: number, error: number | undefined) =>
    error === undefined ? number(value, 2) : `${number(value, 2)} ± ${number(error, 2)}`
  return [
    {
      key: 'item',
      header: t('report.item'),
      heading: true,
      sort: (row) => row.itemId,
      cell: (row) => (
        <>
          <code>{row.itemId}</code>
          <div className="stem">{say(row.stem)}</div>
        </>
      ),
    },
    {
      key: 'n',
      header: t('calibration.n'),
      numeric: true,
      sort: (row) => row.n,
      cell: (row) => number(row.n),
    },
    {
      key: 'b',
      header: t('calibration.b'),
      numeric: true,
      sort: (row) => row.b,
      cell: (row) => (
        <>
          {withError(row.b, row.se?.b)}
          <div className="dimmed">
            {t('calibration.before', { value: number(row.before.b, 2) })}
          </div>
        </>
      ),
    },
    {
      key: 'a',
      header: t('calibration.a'),
      numeric: true,
      sort: (row) => row.a,
      cell: (row) => (
        <>
          {withError(row.a, row.se?.a)}
          <div className="dimmed">
            {t('calibration.before', { value: number(row.before.a, 2) })}
          </div>
        </>
      ),
    },
    {
      key: 'c',
      header: t('calibration.c'),
      numeric: true,
      sort: (row) => row.c,
      cell: (row) => number(row.c, 2),
    },
  ]
}

/** Every calibrated item with its errors, and what the exam was built with. */
export function CalibrationItems({ items }: { readonly items: readonly CalibratedRow[] }) {
  const t = useText()
  const [sorting, setSorting] = useUrlState('sort', 'item')
  return (
    <section className="card">
      <h2>{t('calibration.items')}</h2>
      <p className="dimmed">{t('calibration.items.hint')}</p>
      <DataTable
        caption={t('calibration.items')}
        columns={useColumns()}
        rows={items}
        rowKey={({ itemId }) => itemId}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
    </section>
  )
}
