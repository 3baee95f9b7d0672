import { NativeSelect } from '@mantine/core'
import type { AdvisedPerson } from '../../../domain/settlement/bulletin/advised-views.ts'
import { probabilityWord } from '../../shared/format.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'

const NEEDS = ['help', 'not-sat', 'unknown', 'none'] as const

function Latest({ person }: { readonly person: AdvisedPerson }) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const { percent, list } = useFormats()
  const { latest } = person
  if (latest === null) return <span className="dimmed">{t('advise.latest.none')}</span>
  const chance = latest.passProbability
  return (
    <>
      {say(latest.title)}
      {chance !== null && (
        <div>
          {t('advise.pass', { word: shared(probabilityWord(chance)), percent: percent(chance) })}
        </div>
      )}
      {latest.gaps.length > 0 && (
        <div className="dimmed">{t('advise.gaps', { gaps: list(latest.gaps.map(say)) })}</div>
      )}
    </>
  )
}

function useColumns(): Column<AdvisedPerson>[] {
  const t = useText()
  const say = useLocalized()
  const { number, window: windowOf } = useFormats()
  return [
    {
      key: 'name',
      header: t('person.name'),
      heading: true,
      sort: ({ name }) => name,
      cell: ({ name, unitName }) => (
        <>
          {name}
          <div className="dimmed">{say(unitName)}</div>
        </>
      ),
    },
    {
      key: 'need',
      header: t('advise.need'),
      sort: ({ need }) => NEEDS.indexOf(need),
      cell: ({ need }) => (
        <span className="advise-need" data-need={need}>
          {t(`advise.need.${need}`)}
        </span>
      ),
    },
    { key: 'latest', header: t('advise.latest'), cell: (person) => <Latest person={person} /> },
    {
      key: 'next',
      header: t('advise.next'),
      sort: ({ next }) => next?.opensAt ?? null,
      cell: ({ next }) =>
        next === null ? (
          <span className="dimmed">{t('advise.next.nothing')}</span>
        ) : (
          <>
            {say(next.title)}
            <div className="dimmed">{windowOf(next.opensAt, next.closesAt)}</div>
          </>
        ),
    },
    {
      key: 'hours',
      header: t('advise.hours'),
      numeric: true,
      sort: ({ hours }) => hours,
      cell: ({ hours }) => number(hours, Number.isInteger(hours) ? 0 : 1),
    },
  ]
}

interface PeopleReply {
  readonly persons: readonly AdvisedPerson[]
  /** All of the branch, which may be more. */
  readonly total: number
}

function People({ persons, total }: PeopleReply) {
  const t = useText()
  const columns = useColumns()
  const [sorting, setSorting] = useUrlState('sort', 'need')
  const [need, setNeed] = useUrlState('need', 'all')
  const counts = NEEDS.map((one) => persons.filter((person) => person.need === one).length)
  const label = (one: (typeof NEEDS)[number], index: number) =>
    `${t(`advise.need.${one}`)} (${counts[index] ?? 0})`
  if (persons.length === 0) return <EmptyNote>{t('advise.none')}</EmptyNote>
  return (
    <>
      {persons.length < total && (
        <p role="note">{t('advise.most', { count: persons.length, total })}</p>
      )}
      <NativeSelect
        className="bulletin-source"
        label={t('advise.filter')}
        data={[
          { value: 'all', label: `${t('advise.filter.all')} (${persons.length})` },
          ...NEEDS.map((one, index) => ({ value: one, label: label(one, index) })),
        ]}
        value={need}
        onChange={(event) => setNeed(event.currentTarget.value)}
      />
      <DataTable
        caption={t('bulletin.tab.people')}
        columns={columns}
        rows={persons.filter((person) => need === 'all' || person.need === need)}
        rowKey={({ id }) => id}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
    </>
  )
}

/** An adviser's people: who needs help comes first. */
export function PeopleTab({ unitId }: { readonly unitId: string }) {
  const t = useText()
  const people = useApi<PeopleReply>(`/units/${unitId}/advised`)
  return (
    <>
      <p className="dimmed">{t('advise.hint')}</p>
      <QueryView query={people}>{(reply) => <People {...reply} />}</QueryView>
    </>
  )
}
