import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { StandingView } from '../../../../domain/policy/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { ListSkeleton } from '../../parts/skeletons.tsx'
import { useText } from '../../text.ts'
import { EffectCell } from './effect-cell.tsx'
import { OutcomeSearch, useOutcomeSearch } from './outcome-search.tsx'
import { readAllStandings, useStandings } from './use-standings.ts'

function useStandingColumns(): Column<StandingView>[] {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  return [
    {
      key: 'name',
      header: t('outcomes.whose'),
      heading: true,
      cell: ({ standingId, name, subject }) => (
        <>
          <Link href={`/policies/outcomes/standings/${standingId}`}>{say(name)}</Link>
          <div className="dimmed">{t(`policy.subject.${subject}`)}</div>
        </>
      ),
    },
    {
      key: 'policy',
      header: t('policies.policy'),
      cell: ({ policyTitle, version }) => t('policy.title', { title: say(policyTitle), version }),
    },
    {
      key: 'cycle',
      header: t('policy.term.cycle'),
      cell: ({ cycle, complete }) => (
        <>
          {cycle}
          {!complete && <div className="dimmed">{t('outcomes.cycle-runs')}</div>}
        </>
      ),
    },
    {
      key: 'effect',
      header: t('policy.effect'),
      cell: ({ effect, awards }) => <EffectCell effect={effect} awards={awards} />,
    },
    {
      key: 'at',
      header: t('outcomes.at'),
      cell: ({ at }) => dateTime(at),
    },
  ]
}

const HEADER = ['standingId', 'name', 'policy', 'version', 'cycle', 'complete', 'effect', 'at']

/** All that fit, as the rows of a file. */
function useExport(narrowed: Parameters<typeof readAllStandings>[0]) {
  const say = useLocalized()
  return async () =>
    (await readAllStandings(narrowed)).map((row) => [
      ...[row.standingId, say(row.name), row.policy, row.version, row.cycle],
      ...[row.complete, row.effect, row.at],
    ])
}

/** How persons and branches stand in their cycles, as far as the pages were loaded. */
export function StandingsList() {
  const t = useText()
  const narrowed = useOutcomeSearch()
  const standings = useStandings(narrowed)
  const rowsOfFile = useExport(narrowed)
  const columns = useStandingColumns()
  const pages = standings.data?.pages ?? []
  const rows = pages.flatMap((page) => page.standings)
  const total = pages[0]?.total ?? 0
  const isNarrowed = narrowed.search.trim() !== '' || narrowed.effect !== 'all'
  if (standings.error !== null)
    return <ProblemAlert error={standings.error} onRetry={standings.refetch} />
  if (standings.data === undefined) return <ListSkeleton />
  if (total === 0 && !isNarrowed) return <EmptyNote>{t('outcomes.standings.empty')}</EmptyNote>
  return (
    <>
      <OutcomeSearch>
        <ExportButton fileName="standings" header={HEADER} rows={rowsOfFile} />
      </OutcomeSearch>
      <p className="count" role="status">
        {t('outcomes.count', { shown: rows.length, all: total })}
      </p>
      {rows.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('outcomes.standings')}
          columns={columns}
          rows={rows}
          rowKey={({ standingId }) => standingId}
          sorting=""
          onSort={() => undefined}
          stacked
        />
      )}
      {standings.hasNextPage && (
        <Button
          variant="default"
          loading={standings.isFetchingNextPage}
          onClick={() => void standings.fetchNextPage()}
        >
          {t('list.more', { count: total - rows.length })}
        </Button>
      )}
    </>
  )
}
