import { useState } from 'react'
import type { ExamAnalysis } from '../../../../domain/settlement/analysis-views.ts'
import type { DifOfGrouping, UnequalItem } from '../../../../domain/settlement/dif-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { useGroupName } from './use-group-name.ts'

function useDifColumns(reference: string): Column<UnequalItem>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const nameOf = useGroupName()
  const [, setItem] = useUrlState('item', '')
  return [
    {
      key: 'item',
      header: t('dif.item'),
      heading: true,
      cell: ({ itemId, stem }) => (
        <>
          <button type="button" className="attention-item" onClick={() => setItem(itemId)}>
            <code>{itemId}</code>
          </button>
          <div className="stem">{say(stem)}</div>
        </>
      ),
    },
    {
      key: 'direction',
      header: t('dif.direction'),
      cell: ({ group, direction }) =>
        t(`dif.direction.${direction}`, { group: nameOf(group), reference }),
    },
    { key: 'size', header: t('dif.size'), cell: ({ size }) => t(`dif.size.${size}`) },
    {
      key: 'delta',
      header: t('dif.delta'),
      numeric: true,
      cell: ({ delta, etsClass }) =>
        delta === null ? '–' : `${number(delta, 2)} (${etsClass ?? '–'})`,
    },
    {
      key: 'answers',
      header: t('dif.answers'),
      numeric: true,
      cell: ({ counts: [others, own] }) =>
        t('dif.answers.of', { group: number(own), reference: number(others) }),
    },
  ]
}

/** What was compared and what was not, with sizes. */
function Compared({ found }: { readonly found: DifOfGrouping }) {
  const t = useText()
  const { list, number } = useFormats()
  const nameOf = useGroupName()
  const { reference, groups, tooSmall, someUnknown } = found
  const compared = groups.map(({ group, count, judged, unjudged }) =>
    t('dif.compared.group', {
      group: nameOf(group),
      count: number(count),
      judged: number(judged),
      total: number(judged + unjudged),
    }),
  )
  const sentences = [
    reference !== null &&
      t('dif.compared', { reference: nameOf(reference), groups: list(compared) }),
    groups.some(({ unjudged }) => unjudged > 0) && t('dif.enough'),
    tooSmall.length > 0 && t('dif.too-small', { groups: list(tooSmall.map(nameOf)) }),
    someUnknown && t('dif.unknown'),
  ]
  return <p className="dimmed">{sentences.filter((one) => one !== false).join(' ')}</p>
}

function Grouping({ found }: { readonly found: DifOfGrouping }) {
  const t = useText()
  const { list } = useFormats()
  const nameOf = useGroupName()
  const [sorting, setSorting] = useState('')
  const { kind, reference, groups, items } = found
  const columns = useDifColumns(reference === null ? '' : nameOf(reference))
  const sentence = () => {
    if (reference === null) return t('dif.not-compared')
    if (groups.every(({ judged }) => judged === 0)) return t('dif.no-verdict')
    const ids = [...new Set(items.map(({ itemId }) => itemId))]
    if (ids.length === 0) return t('dif.none')
    return t('dif.some', { count: ids.length, items: list(ids) })
  }
  return (
    <>
      <h4>{t(`dif.by.${kind}`)}</h4>
      <p>{sentence()}</p>
      {items.length > 0 && (
        <DataTable
          caption={t(`dif.by.${kind}`)}
          columns={columns}
          rows={items}
          rowKey={({ itemId, group }) => `${itemId} ${group.id}`}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
      <Compared found={found} />
    </>
  )
}

const HEADER = [
  ...['grouping', 'reference', 'group', 'itemId', 'direction', 'size', 'delta', 'etsClass'],
  ...['q', 'logisticQ', 'answersReference', 'answersGroup'],
]

/** Whether items treat groups differently between candidates of equal ability. */
export function ReportDif({
  examId,
  analysis,
}: {
  readonly examId: string
  readonly analysis: ExamAnalysis
}) {
  const t = useText()
  const nameOf = useGroupName()
  const { dif } = analysis
  const rows = () =>
    dif.flatMap(({ kind, reference, items }) =>
      items.map(({ group, itemId, direction, size, delta, etsClass, q, logisticQ, counts }) => [
        ...[kind, reference && nameOf(reference), nameOf(group), itemId, direction, size],
        ...[delta, etsClass, q, logisticQ, ...counts],
      ]),
    )
  return (
    <section>
      <div className="section-head">
        <h3>{t('dif.title')}</h3>
        {dif.some(({ items }) => items.length > 0) && (
          <ExportButton fileName={`exam-${examId}-dif`} header={HEADER} rows={rows} />
        )}
      </div>
      <p className="dimmed">{t('dif.hint')}</p>
      {dif.map((found) => (
        <Grouping key={found.kind} found={found} />
      ))}
    </section>
  )
}
