import { Button } from '@mantine/core'
import type { LiveAttempts } from '../../../../domain/delivery/live-attempts.ts'
import type { LiveUnit } from '../../../../domain/delivery/live-board-views.ts'
import { api } from '../../../shared/api.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { parseSorting } from '../../parts/sorting.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import type { AskAct } from './act-target.ts'
import { ChosenBar } from './chosen-bar.tsx'
import { usePeopleColumns } from './people-columns.tsx'
import { PeopleFilter } from './people-filter.tsx'
import { serverNowMs } from './server-now.ts'
import { type Choice, useChoice } from './use-choice.ts'
import type { LivePeopleApi } from './use-live-people.ts'

/** As many as one act may name. */
const MOST_CHOSEN = 1000

interface Props {
  readonly people: LivePeopleApi
  readonly units: readonly LiveUnit[]
  /** Whether what is closed can be reopened. */
  readonly reopens: boolean
  readonly onAct: AskAct
}

/** Everybody assigned, found by name, unit or state; one or many can be chosen and acted on. */
export function LivePeople({ people, units, reopens, onAct }: Props) {
  const t = useText()
  return (
    <section className="card live-people">
      <h2 id="live-people" tabIndex={-1}>
        {t('live.people.heading')}
      </h2>
      {!reopens && <p className="dimmed">{t('live.reopens.not')}</p>}
      <PeopleFilter asked={people.asked} units={units} />
      <QueryView query={people.query}>
        {(reply) => <People people={people} reply={reply} reopens={reopens} onAct={onAct} />}
      </QueryView>
    </section>
  )
}

function People({
  people,
  reply,
  reopens,
  onAct,
}: Omit<Props, 'units'> & { readonly reply: LiveAttempts }) {
  const t = useText()
  const { number } = useFormats()
  const { rows, total, page, pageCount } = reply
  const choice = useChoice(rows)
  const [sorting, setSorting] = people.asked.sorting
  const { descending } = parseSorting(sorting)
  const places = new Map(rows.map((row, index) => [row.person.id, index]))
  const columns = usePeopleColumns({
    choice,
    reopens,
    nowMs: serverNowMs(people.serverTime),
    placeOf: (row) => (places.get(row.person.id) ?? 0) * (descending ? -1 : 1),
    onAct: (kind, row) => onAct(kind, { all: false, rows: [row] }),
  })
  return (
    <>
      <p className="count" role="status">
        {t('live.people.count', { total: number(total), count: total })}
      </p>
      <ChooseBar people={people} reply={reply} choice={choice} />
      <ChosenBar choice={choice} reopens={reopens} onAct={onAct} />
      {rows.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('live.people.heading')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.person.id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
      {pageCount > 1 && <Paging page={page} pageCount={pageCount} onPage={people.asked.page[1]} />}
    </>
  )
}

interface ChooseProps {
  readonly people: LivePeopleApi
  readonly reply: LiveAttempts
  readonly choice: Choice
}

function ChooseBar({ people, reply, choice }: ChooseProps) {
  const t = useText()
  const { number } = useFormats()
  const finding = useChange(() => api.get<LiveAttempts>(people.pathOf(MOST_CHOSEN)))
  const choosable = reply.rows.filter(({ attemptId }) => attemptId !== null)
  const chooseFound = (): void =>
    finding.mutate(undefined, { onSuccess: ({ rows }) => choice.set(rows, true) })
  if (choosable.length === 0) return null
  return (
    <div className="buttons live-choose">
      <Button variant="default" onClick={() => choice.set(choosable, true)}>
        {t('live.choose.shown', { count: number(choosable.length) })}
      </Button>
      {reply.pageCount > 1 && (
        <Button variant="default" loading={finding.isPending} onClick={chooseFound}>
          {reply.total > MOST_CHOSEN
            ? t('live.choose.first', { count: number(MOST_CHOSEN) })
            : t('live.choose.found')}
        </Button>
      )}
      {finding.error !== null && <ProblemAlert error={finding.error} />}
    </div>
  )
}

interface PagingProps {
  readonly page: number
  readonly pageCount: number
  readonly onPage: (page: string) => void
}

function Paging({ page, pageCount, onPage }: PagingProps) {
  const t = useText()
  const { number } = useFormats()
  return (
    <nav className="paging" aria-label={t('live.pages')}>
      <Button variant="default" disabled={page <= 1} onClick={() => onPage(String(page - 1))}>
        {t('live.pages.before')}
      </Button>
      <span>{t('live.pages.at', { page: number(page), all: number(pageCount) })}</span>
      <Button
        variant="default"
        disabled={page >= pageCount}
        onClick={() => onPage(String(page + 1))}
      >
        {t('live.pages.after')}
      </Button>
    </nav>
  )
}
