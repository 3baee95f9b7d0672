import { Link } from 'wouter'
import { useFormats } from '../../../../shared/use-preferences.ts'
import type { Column } from '../../../parts/data-table.tsx'
import { useText } from '../../../text.ts'
import { CorrectShare } from './correct-share.tsx'
import type { ItemRecord } from './item-records.ts'

/** Columns of what exams tell of items. */
export function useRecordColumns(
  program: string,
  records: readonly ItemRecord[],
): Column<ItemRecord>[] {
  const t = useText()
  const { number, percent } = useFormats()
  const most = Math.max(1, ...records.map(({ formCount }) => formCount))
  return [
    {
      key: 'id',
      header: t('report.item'),
      heading: true,
      sort: ({ itemId }) => itemId,
      cell: ({ itemId }) => (
        <Link href={`/banks/workshop/${program}/${itemId}`}>
          <code>{itemId}</code>
        </Link>
      ),
    },
    {
      key: 'forms',
      header: t('health.sightings'),
      sort: ({ formCount }) => formCount,
      cell: ({ formCount, share }) => (
        <span className="bar-cell">
          {number(formCount)}
          {share !== null && ` · ${percent(share)}`}
          <span className="share-track" aria-hidden="true">
            <span style={{ width: `${(formCount / most) * 100}%` }} />
          </span>
        </span>
      ),
    },
    {
      key: 'exams',
      header: t('health.exams'),
      numeric: true,
      sort: ({ examCount }) => examCount,
      cell: ({ examCount }) => number(examCount),
    },
    {
      key: 'correct',
      header: t('health.correct'),
      sort: ({ result }) => result?.correctShare?.value ?? null,
      cell: ({ result }) => <CorrectShare result={result} />,
    },
    {
      key: 'seconds',
      header: t('report.median-seconds'),
      numeric: true,
      sort: ({ result }) => result?.medianSeconds ?? null,
      cell: ({ result }) =>
        result?.medianSeconds === null || result === null ? '–' : number(result.medianSeconds),
    },
  ]
}
