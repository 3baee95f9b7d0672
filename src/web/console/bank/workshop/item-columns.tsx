import { Checkbox } from '@mantine/core'
import { Link } from 'wouter'
import type { ItemState } from '../../../../domain/bank/life-cycle.ts'
import type { WorkshopItemRow } from '../../../../domain/bank/workshop-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import type { Column } from '../../parts/data-table.tsx'
import { useText } from '../../text.ts'
import { COGNITIVE_LEVEL_KEYS } from '../cognitive-levels.ts'
import { STATES } from './item-states.ts'
import { useNames } from './use-names.ts'

/** Where an item stands; in use means that an older revision still is. */
export function ItemStateBadge({ item }: { readonly item: Pick<Row, 'state' | 'liveRevision'> }) {
  const t = useText()
  const { state, liveRevision } = item
  return (
    <>
      <span className={`badge badge-${BADGES[state]}`}>{t(`workshop.state.${state}`)}</span>
      {liveRevision !== null && state !== 'live' && (
        <span className="badge badge-published">
          {t('workshop.live-revision', { revision: liveRevision })}
        </span>
      )}
    </>
  )
}

type Row = WorkshopItemRow
const BADGES: Readonly<Record<ItemState, string>> = {
  draft: 'draft',
  reviewed: 'checking',
  live: 'open',
  retired: 'retired',
}

interface Choice {
  readonly program: string
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (itemId: string, chosen: boolean) => void
}

/** Columns of a workshop's list of items. */
export function useItemColumns(choice: Choice): Column<Row>[] {
  const t = useText()
  const { dateTime } = useFormats()
  const names = useNames(choice.program)
  return [
    ...useIdentityColumns(choice),
    {
      key: 'state',
      header: t('workshop.state'),
      sort: ({ state }) => STATES.indexOf(state),
      cell: (row) => <ItemStateBadge item={row} />,
    },
    {
      key: 'author',
      header: t('workshop.author'),
      sort: ({ author }) => author,
      cell: ({ author, mine }) => (
        <>
          {author ?? t('workshop.somebody')}
          {mine && <span className="badge">{t('workshop.mine')}</span>}
        </>
      ),
    },
    {
      key: 'competency',
      header: t('builder.cell.competency'),
      sort: ({ competency }) => names.competency(competency),
      cell: ({ competency }) => names.competency(competency),
    },
    {
      key: 'level',
      header: t('builder.cell.level'),
      sort: ({ level }) => COGNITIVE_LEVEL_KEYS.indexOf(level),
      cell: ({ level }) => t(`level.${level}`),
    },
    {
      key: 'type',
      header: t('items.type'),
      sort: ({ type }) => type,
      cell: ({ type }) => t(`type.${type}`),
    },
    {
      key: 'updated',
      header: t('workshop.updated'),
      sort: ({ updatedAt }) => Date.parse(updatedAt),
      cell: ({ updatedAt }) => dateTime(updatedAt),
    },
  ]
}

function useIdentityColumns({ program, chosen, onChoose }: Choice): Column<Row>[] {
  const t = useText()
  const say = useLocalized()
  return [
    {
      key: 'chosen',
      header: t('workshop.choose'),
      cell: ({ itemId }) => (
        <Checkbox
          aria-label={t('workshop.choose.one', { id: itemId })}
          checked={chosen.has(itemId)}
          onChange={(event) => onChoose(itemId, event.currentTarget.checked)}
        />
      ),
    },
    {
      key: 'id',
      header: t('report.item'),
      heading: true,
      sort: ({ itemId }) => itemId,
      cell: ({ itemId, stem }) => (
        <Link href={`/banks/workshop/${program}/${itemId}`} className="item-link workshop-link">
          <code>{itemId}</code>
          <span className="stem">{say(stem)}</span>
        </Link>
      ),
    },
  ]
}
