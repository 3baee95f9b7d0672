import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { Judgement } from '../../../../domain/bank/life-cycle.ts'
import type { WorkshopItemRow } from '../../../../domain/bank/workshop-views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { ListSkeleton } from '../../parts/skeletons.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { useItemColumns } from './item-columns.tsx'
import { LIST_ACTS } from './item-states.ts'
import { JudgementDialog } from './judgement-dialog.tsx'
import { useItems } from './use-items.ts'

interface Props {
  readonly program: string
  readonly narrowed: { readonly search: string; readonly state: string }
}

/** The items that fit, as far as they were loaded, and what can be done to those chosen. */
export function ItemList({ program, narrowed }: Props) {
  const t = useText()
  const items = useItems(program, narrowed)
  const pages = items.data?.pages ?? []
  const rows = pages.flatMap((page) => page.items)
  const total = pages.at(-1)?.total ?? 0
  return (
    <>
      {items.error !== null && <ProblemAlert error={items.error} onRetry={items.refetch} />}
      {items.data === undefined && items.error === null && <ListSkeleton />}
      {items.data !== undefined && <Rows program={program} rows={rows} total={total} />}
      {items.hasNextPage && (
        <Button
          variant="default"
          loading={items.isFetchingNextPage}
          onClick={() => void items.fetchNextPage()}
        >
          {t('list.more', { count: total - rows.length })}
        </Button>
      )}
    </>
  )
}

interface RowsProps {
  readonly program: string
  readonly rows: readonly WorkshopItemRow[]
  readonly total: number
}

function Rows({ program, rows, total }: RowsProps) {
  const t = useText()
  const { number } = useFormats()
  const [sorting, setSorting] = useUrlState('sort', 'id')
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set())
  const columns = useItemColumns({
    program,
    chosen: chosenIds,
    onChoose: (itemId, chosen) => {
      const others = [...chosenIds].filter((id) => id !== itemId)
      setChosenIds(new Set(chosen ? [...others, itemId] : others))
    },
  })
  const chosen = rows.filter(({ itemId }) => chosenIds.has(itemId))
  return (
    <>
      <p className="count" role="status">
        {t('items.count', { shown: number(rows.length), all: number(total) })}
        {rows.length < total && ` · ${t('workshop.sorted-part')}`}
      </p>
      <ActBar
        program={program}
        chosen={chosen}
        all={rows.length}
        onChoose={(all) => setChosenIds(new Set(all ? rows.map(({ itemId }) => itemId) : []))}
      />
      {rows.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('items.title')}
          columns={columns}
          rows={rows}
          rowKey={({ itemId }) => itemId}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </>
  )
}

interface ActBarProps {
  readonly program: string
  readonly chosen: readonly WorkshopItemRow[]
  readonly all: number
  readonly onChoose: (all: boolean) => void
}

function ActBar({ program, chosen, all, onChoose }: ActBarProps) {
  const t = useText()
  const { number } = useFormats()
  const [act, setAct] = useState<Judgement | null>(null)
  const fitting = (wanted: Judgement) => chosen.filter(({ acts }) => acts.includes(wanted))
  return (
    <fieldset className="act-bar">
      <legend className="hidden-text">{t('workshop.act-bar')}</legend>
      <Checkbox
        label={t('workshop.choose.all', { count: number(chosen.length) })}
        checked={all > 0 && chosen.length === all}
        indeterminate={chosen.length > 0 && chosen.length < all}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      {LIST_ACTS.map((each) => {
        const count = fitting(each).length
        return (
          <Button key={each} variant="default" disabled={count === 0} onClick={() => setAct(each)}>
            {t(`workshop.act.${each}`)} {count > 0 && `(${number(count)})`}
          </Button>
        )
      })}
      {act !== null && (
        <JudgementDialog
          program={program}
          act={act}
          items={fitting(act)}
          leftOut={chosen.length - fitting(act).length}
          onClose={() => setAct(null)}
          onDone={() => {
            setAct(null)
            onChoose(false)
          }}
        />
      )}
    </fieldset>
  )
}
