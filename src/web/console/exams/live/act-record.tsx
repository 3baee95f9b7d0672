import type { ConductRecord } from '../../../../domain/delivery/conduct.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'

/** Acts of others are seen this soon. */
const AGAIN_MS = 10_000

/** Who did what to whom, when and why, since the exam opened. */
export function ActRecord({ examId }: { readonly examId: string }) {
  const acts = useApi<{ acts: ConductRecord[] }>(`/exams/${examId}/conduct`, {
    again: () => AGAIN_MS,
  })
  return (
    <section className="card live-record">
      <QueryView query={acts}>{(reply) => <Acts examId={examId} acts={reply.acts} />}</QueryView>
    </section>
  )
}

function Acts({
  examId,
  acts,
}: {
  readonly examId: string
  readonly acts: readonly ConductRecord[]
}) {
  const t = useText()
  const columns = useColumns()
  const [sorting, setSorting] = useUrlState('acts', '-at')
  return (
    <>
      <div className="section-head">
        <h2>{t('live.record')}</h2>
        {acts.length > 0 && <RecordExport examId={examId} acts={acts} />}
      </div>
      {acts.length === 0 ? (
        <p>{t('live.record.none')}</p>
      ) : (
        <DataTable
          caption={t('live.record')}
          columns={columns}
          rows={acts}
          rowKey={({ id }) => id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </>
  )
}

function useColumns(): Column<ConductRecord>[] {
  const t = useText()
  const { dateTime, duration } = useFormats()
  return [
    {
      key: 'at',
      header: t('live.record.at'),
      sort: ({ at }) => at,
      cell: ({ at }) => dateTime(at),
    },
    {
      key: 'kind',
      header: t('live.record.kind'),
      heading: true,
      sort: ({ kind }) => kind,
      cell: ({ kind, seconds }) => (
        <>
          {t(`live.kind.${kind}`)}
          {seconds !== null && <div className="dimmed">{duration(seconds)}</div>}
        </>
      ),
    },
    {
      key: 'to',
      header: t('live.record.to'),
      cell: (record) => <Whom record={record} />,
    },
    { key: 'text', header: t('live.record.text'), cell: ({ text }) => text },
    {
      key: 'by',
      header: t('live.record.by'),
      sort: ({ by }) => by?.name ?? null,
      cell: ({ by }) => by?.name ?? t('live.record.by.service'),
    },
  ]
}

function Whom({ record }: { readonly record: ConductRecord }) {
  const t = useText()
  const { number, list } = useFormats()
  const { toAll, people, reached, missed } = record
  const named = people.filter((person) => person.missed === null).map(({ name }) => name)
  const others = reached - named.length
  const more = others > 0 && named.length > 0 ? [t('live.people', { count: number(others) })] : []
  return (
    <>
      {toAll || named.length === 0
        ? t(toAll ? 'live.record.all' : 'live.record.some', { count: number(reached) })
        : list([...named, ...more])}
      {missed > 0 && (
        <div className="dimmed">{t('live.record.missed', { count: number(missed) })}</div>
      )}
    </>
  )
}

function RecordExport({
  examId,
  acts,
}: {
  readonly examId: string
  readonly acts: readonly ConductRecord[]
}) {
  const say = useLocalized()
  return (
    <ExportButton
      fileName={`exam-${examId}-acts`}
      header={['id', 'at', 'kind', 'seconds', 'toAll', 'reached', 'missed', 'people', 'text', 'by']}
      rows={() =>
        acts.map(({ id, at, kind, seconds, toAll, reached, missed, people, text, by }) => [
          ...[id, at, kind, seconds, toAll, reached, missed],
          people.map(({ name, unitName }) => `${name} (${say(unitName)})`).join('; '),
          ...[text, by?.name ?? null],
        ])
      }
    />
  )
}
