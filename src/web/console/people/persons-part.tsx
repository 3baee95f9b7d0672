import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { PersonView } from '../../../domain/organization/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { UnitSelect } from '../parts/unit-select.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { PersonDrawer } from './person-drawer.tsx'

interface PersonsReply {
  readonly persons: readonly PersonView[]
  readonly total: number
  readonly next: string | null
}

const PAGE = 50

function usePersonColumns(onOpen: (person: PersonView) => void): Column<PersonView>[] {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const { list } = useFormats()
  return [
    {
      key: 'name',
      header: t('person.name'),
      heading: true,
      cell: (person) => (
        <>
          <span className="name-line">
            <button type="button" className="link-button" onClick={() => onOpen(person)}>
              {person.name}
            </button>
            {person.simulated && <SimulatedBadge />}
          </span>
          <div className="dimmed">{person.account}</div>
        </>
      ),
    },
    { key: 'unit', header: t('person.unit'), cell: (person) => say(person.unit.name) },
    { key: 'rank', header: t('person.rank'), cell: (person) => t(`rank.${person.rank}`) },
    {
      key: 'roles',
      header: t('person.roles'),
      cell: (person) =>
        person.grants.length === 0
          ? '–'
          : list([...new Set(person.grants.map(({ role }) => shared(`role.${role}`)))]),
    },
    {
      key: 'active',
      header: t('person.sign-in'),
      cell: (person) => t(person.active ? 'person.active' : 'person.invited'),
    },
  ]
}

interface PartProps {
  readonly units: readonly Unit[]
  readonly unitId: string
  readonly onUnit: (unitId: string) => void
}

interface ListProps {
  readonly reply: PersonsReply
  readonly units: readonly Unit[]
  readonly page: number
  readonly onPage: (after: string | null) => void
}

function Paging({ reply, page, onPage }: Omit<ListProps, 'units'>) {
  const t = useText()
  if (page === 0 && reply.next === null) return null
  return (
    <nav className="paging" aria-label={t('list.pages')}>
      <Button variant="default" disabled={page === 0} onClick={() => onPage(null)}>
        {t('list.previous')}
      </Button>
      <span>{t('list.page', { page: page + 1 })}</span>
      <Button variant="default" disabled={reply.next === null} onClick={() => onPage(reply.next)}>
        {t('list.next')}
      </Button>
    </nav>
  )
}

function PersonsList({ reply, units, page, onPage }: ListProps) {
  const t = useText()
  const { number } = useFormats()
  const [open, setOpen] = useState<PersonView | null>(null)
  const columns = usePersonColumns(setOpen)
  return (
    <>
      <p className="count" role="status">
        {t('persons.count', { count: number(reply.total) })}
      </p>
      {reply.persons.length === 0 ? (
        <EmptyNote>{t('persons.empty')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('persons.title')}
          columns={columns}
          rows={reply.persons}
          rowKey={(person) => person.id}
          sorting=""
          onSort={() => undefined}
          stacked
        />
      )}
      <Paging reply={reply} page={page} onPage={onPage} />
      {open !== null && (
        <PersonDrawer
          // After a change the row is newer than what was opened.
          person={reply.persons.find(({ id }) => id === open.id) ?? open}
          units={units}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}

/** Cursors of the pages gone through; the last one is the page shown. */
function usePages(filter: string) {
  const [state, setState] = useState<{ filter: string; cursors: string[] }>({ filter, cursors: [] })
  const cursors = state.filter === filter ? state.cursors : []
  return {
    page: cursors.length,
    after: cursors[cursors.length - 1] ?? null,
    go: (next: string | null) =>
      setState({ filter, cursors: next === null ? cursors.slice(0, -1) : [...cursors, next] }),
  }
}

/** Persons with search, unit filter and pages. */
export function PersonsPart({ units, unitId, onUnit }: PartProps) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const [search, setSearch] = useUrlState('search', '')
  const [wanted] = useDebouncedValue(search.trim(), 300)
  const { page, after, go } = usePages(`${unitId} ${wanted}`)
  const query = new URLSearchParams({ limit: String(PAGE) })
  if (wanted !== '') query.set('search', wanted)
  if (unitId !== '') query.set('unitId', unitId)
  if (after !== null) query.set('after', after)
  const persons = useApi<PersonsReply>(`/persons?${query}`, { keep: true })
  return (
    <section aria-labelledby="persons-title">
      <h2 id="persons-title">{t('persons.title')}</h2>
      <search className="toolbar">
        <TextInput
          label={shared('common.search')}
          placeholder={t('persons.search.placeholder')}
          maxLength={100}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <UnitSelect
          label={t('persons.branch')}
          units={units}
          value={unitId}
          onChange={onUnit}
          clearable
        />
        <ExportButton
          fileName="persons"
          header={['account', 'name', 'unit', 'post', 'rank', 'active', 'simulated']}
          rows={() =>
            (persons.data?.persons ?? []).map((person) => [
              person.account,
              person.name,
              say(person.unit.name),
              person.post,
              person.rank,
              person.active,
              person.simulated,
            ])
          }
        />
      </search>
      <QueryView query={persons}>
        {(reply) => <PersonsList reply={reply} units={units} page={page} onPage={go} />}
      </QueryView>
    </section>
  )
}
