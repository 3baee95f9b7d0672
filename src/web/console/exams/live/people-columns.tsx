import { Checkbox } from '@mantine/core'
import type { LiveAttemptRow } from '../../../../domain/delivery/live-attempts.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import type { Column } from '../../parts/data-table.tsx'
import { useText } from '../../text.ts'
import { ActMenu } from './act-menu.tsx'
import type { ActKind } from './act-target.ts'
import type { Choice } from './use-choice.ts'
import { useClockWords } from './use-clock-words.ts'

interface Options {
  readonly choice: Choice
  readonly nowMs: number
  readonly reopens: boolean
  /** Where the service has put a row; the table only draws its order. */
  readonly placeOf: (row: LiveAttemptRow) => number
  readonly onAct: (kind: ActKind, row: LiveAttemptRow) => void
}

/** The columns of the people of an exam while it is open. */
export function usePeopleColumns(options: Options): Column<LiveAttemptRow>[] {
  const { choice, placeOf, reopens, onAct } = options
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const times = useTimeColumns(options)
  return [
    {
      key: 'choose',
      header: t('live.choose'),
      cell: (row) =>
        row.attemptId === null ? (
          <Nothing />
        ) : (
          <Checkbox
            aria-label={t('live.choose.one', { name: row.person.name })}
            checked={choice.has(row)}
            onChange={(event) => choice.set([row], event.currentTarget.checked)}
          />
        ),
    },
    {
      key: 'person',
      header: t('live.trouble.person'),
      heading: true,
      sort: placeOf,
      cell: (row) => (
        <>
          {row.person.name}
          <div className="dimmed">{say(row.person.unitName)}</div>
        </>
      ),
    },
    {
      key: 'state',
      header: t('live.trouble.state'),
      sort: placeOf,
      cell: (row) => t(`live.state.${row.state}`),
    },
    {
      key: 'answered',
      header: t('attempts.answered'),
      numeric: true,
      cell: (row) =>
        row.attemptId === null ? <Nothing /> : `${number(row.answered)} / ${number(row.itemCount)}`,
    },
    ...times,
    {
      key: 'act',
      header: t('live.acts'),
      cell: (row) => <ActMenu row={row} reopens={reopens} onAct={(kind) => onAct(kind, row)} />,
    },
  ]
}

/** An empty cell; where rows are cards it is left out. */
function Nothing() {
  return <span className="live-nothing">–</span>
}

function useTimeColumns({ nowMs, placeOf }: Options): Column<LiveAttemptRow>[] {
  const t = useText()
  const { time } = useFormats()
  const clock = useClockWords()
  return [
    {
      key: 'silent',
      header: t('live.trouble.silent'),
      sort: placeOf,
      cell: (row) => (row.silentSince === null ? <Nothing /> : time(row.silentSince)),
    },
    {
      key: 'deadline',
      header: t('live.trouble.deadline'),
      sort: placeOf,
      cell: ({ deadlineAt, pausedUntil }) => (
        <>
          {deadlineAt === null ? <Nothing /> : clock(deadlineAt, nowMs)}
          {pausedUntil !== null && Date.parse(pausedUntil) > nowMs && (
            <div className="dimmed">
              {t('live.paused-until', { until: clock(pausedUntil, nowMs) })}
            </div>
          )}
        </>
      ),
    },
  ]
}
