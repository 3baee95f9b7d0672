import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Item } from '../../../domain/bank/item.ts'
import type { BankVersionRow } from '../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import type { BankContent } from './bank-content.ts'
import { COGNITIVE_LEVEL_KEYS } from './cognitive-levels.ts'
import { ItemDrawer } from './item-drawer.tsx'
import { ITEM_TYPE_KEYS, type ItemFilter, itemsFitting } from './item-filter.ts'

const SHOWN_FIRST = 50

function useItemFilter(): [ItemFilter, Record<keyof ItemFilter, (value: string) => void>] {
  const [search, setSearch] = useUrlState('search', '')
  const [competency, setCompetency] = useUrlState('competency', '')
  const [level, setLevel] = useUrlState('level', '')
  const [type, setType] = useUrlState('type', '')
  return [
    { search, competency, level, type },
    { search: setSearch, competency: setCompetency, level: setLevel, type: setType },
  ]
}

function Filters({ bank }: { readonly bank: BankVersionRow }) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const [filter, set] = useItemFilter()
  const any = { value: '', label: t('items.any') }
  return (
    <search className="toolbar" id="items">
      <TextInput
        label={shared('common.search')}
        placeholder={t('items.search.placeholder')}
        value={filter.search}
        onChange={(event) => set.search(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('builder.cell.competency')}
        value={filter.competency}
        onChange={(event) => set.competency(event.currentTarget.value)}
        data={[any, ...bank.competencies.map(({ id, name }) => ({ value: id, label: say(name) }))]}
      />
      <NativeSelect
        label={t('builder.cell.level')}
        value={filter.level}
        onChange={(event) => set.level(event.currentTarget.value)}
        data={[
          any,
          ...COGNITIVE_LEVEL_KEYS.map((key) => ({ value: key, label: t(`level.${key}`) })),
        ]}
      />
      <NativeSelect
        label={t('items.type')}
        value={filter.type}
        onChange={(event) => set.type(event.currentTarget.value)}
        data={[any, ...ITEM_TYPE_KEYS.map((key) => ({ value: key, label: t(`type.${key}`) }))]}
      />
    </search>
  )
}

function useItemColumns(bank: BankVersionRow, onOpen: (id: string) => void): Column<Item>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const nameOf = (id: string): string => {
    const found = bank.competencies.find((competency) => competency.id === id)
    return found ? say(found.name) : id
  }
  return [
    {
      key: 'id',
      header: t('report.item'),
      heading: true,
      sort: (item) => item.id,
      cell: (item) => (
        <button type="button" className="link-button item-link" onClick={() => onOpen(item.id)}>
          <code>{item.id}</code>
          <span className="stem">{say(item.stem)}</span>
        </button>
      ),
    },
    {
      key: 'competency',
      header: t('builder.cell.competency'),
      sort: (item) => nameOf(item.competency),
      cell: (item) => nameOf(item.competency),
    },
    {
      key: 'level',
      header: t('builder.cell.level'),
      sort: (item) => COGNITIVE_LEVEL_KEYS.indexOf(item.level),
      cell: (item) => t(`level.${item.level}`),
    },
    {
      key: 'type',
      header: t('items.type'),
      sort: (item) => item.type,
      cell: (item) => t(`type.${item.type}`),
    },
    {
      key: 'difficulty',
      header: t('items.difficulty'),
      numeric: true,
      sort: (item) => item.parameters?.values.difficulty ?? null,
      cell: (item) =>
        item.parameters === undefined ? '–' : number(item.parameters.values.difficulty, 2),
    },
  ]
}

function Items({
  bank,
  content,
}: {
  readonly bank: BankVersionRow
  readonly content: BankContent
}) {
  const t = useText()
  const { number } = useFormats()
  const [filter] = useItemFilter()
  const [sorting, setSorting] = useUrlState('sort', 'id')
  const [open, setOpen] = useUrlState('item', '')
  const [limit, setLimit] = useState(SHOWN_FIRST)
  const columns = useItemColumns(bank, setOpen)
  const fitting = itemsFitting(content.items, filter)
  return (
    <>
      <p className="count" role="status">
        {t('items.count', { shown: number(fitting.length), all: number(content.items.length) })}
      </p>
      {fitting.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('items.title')}
          columns={columns}
          rows={fitting.slice(0, limit)}
          rowKey={(item) => item.id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
      {fitting.length > limit && (
        <Button variant="default" onClick={() => setLimit(limit + 100)}>
          {t('list.more', { count: number(fitting.length - limit) })}
        </Button>
      )}
      <ItemDrawer content={content} bank={bank} itemId={open} onOpen={setOpen} />
    </>
  )
}

/** All items of a bank version, with search and filters. */
export function ItemBrowser({ bank }: { readonly bank: BankVersionRow }) {
  const content = useApi<BankContent>(`/banks/${bank.bankVersionId}/items`)
  return (
    <>
      <Filters bank={bank} />
      <QueryView query={content}>{(reply) => <Items bank={bank} content={reply} />}</QueryView>
    </>
  )
}
