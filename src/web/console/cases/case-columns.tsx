import { Link } from 'wouter'
import type { CaseRow } from '../../../domain/review/queue-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import type { Column } from '../parts/data-table.tsx'
import { useText } from '../text.ts'
import { DueDate } from './due-date.tsx'
import { Weight } from './weight.tsx'

/** What my part in a case is or was. */
export function mineText({ mine, state }: Pick<CaseRow, 'mine' | 'state'>) {
  return mine === 'none' && state === 'decided'
    ? 'cases.mine.others'
    : (`cases.mine.${mine}` as const)
}

/** What waits for me first; sorts the column of my part. */
const MINE_ORDER = { assigned: 0, free: 1, decided: 2, none: 3 } as const

function Why({ row }: { readonly row: CaseRow }) {
  const t = useText()
  const say = useLocalized()
  return (
    <>
      {row.flags.length === 0 ? (
        <span className="dimmed">{t('cases.no-flags')}</span>
      ) : (
        <ul className="plain">
          {row.flags.map((flag) => (
            <li key={flag.en}>{say(flag)}</li>
          ))}
        </ul>
      )}
      {row.origin !== null && (
        <div className="dimmed">
          {t(`cases.origin.${row.origin}`)}
          {row.truth !== null && ` · ${t(`cases.truth.${row.truth}`)}`}
        </div>
      )}
    </>
  )
}

function MyPart({ row }: { readonly row: CaseRow }) {
  const t = useText()
  const waits = row.state === 'open' && (row.mine === 'assigned' || row.mine === 'free')
  return (
    <>
      <div className={waits ? 'mine' : 'dimmed'}>{t(mineText(row))}</div>
      <div className="dimmed">
        {row.decisions === null
          ? t('cases.decisions.needed', { needed: row.decisionsNeeded })
          : t('cases.decisions.of', { count: row.decisions, needed: row.decisionsNeeded })}
      </div>
    </>
  )
}

/** The columns of the queue; the weight shows where something has been decided. */
export function useCaseColumns(isDecided: boolean): Column<CaseRow>[] {
  const t = useText()
  const say = useLocalized()
  const { date } = useFormats()
  const weight: Column<CaseRow> = {
    key: 'weight',
    header: t('cases.weight'),
    sort: (row) => row.weight,
    cell: (row) =>
      row.weight === null ? (
        <span className="dimmed">{t('cases.weight.hidden')}</span>
      ) : (
        <Weight weight={row.weight} />
      ),
  }
  return [
    {
      key: 'code',
      header: t('cases.case'),
      heading: true,
      sort: (row) => row.code,
      cell: (row) => (
        <>
          <Link href={`/cases/${row.id}`}>{row.code}</Link>
          {row.simulated && <SimulatedBadge />}
          <div className="dimmed">{say(row.examTitle)}</div>
        </>
      ),
    },
    { key: 'why', header: t('cases.why'), cell: (row) => <Why row={row} /> },
    ...(isDecided ? [weight] : []),
    {
      key: 'opened',
      header: t('cases.opened'),
      sort: (row) => row.openedAt,
      cell: (row) => <span className="no-wrap">{date(row.openedAt)}</span>,
    },
    {
      key: 'due',
      header: t('cases.due'),
      sort: (row) => row.dueAt,
      cell: (row) => <DueDate dueAt={row.dueAt} isOpen={row.state === 'open'} />,
    },
    {
      key: 'mine',
      header: t('cases.part'),
      sort: (row) => MINE_ORDER[row.mine],
      cell: (row) => <MyPart row={row} />,
    },
  ]
}
