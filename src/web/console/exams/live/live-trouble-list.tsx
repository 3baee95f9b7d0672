import { useState } from 'react'
import type { LiveAttemptRow } from '../../../../domain/delivery/live-attempts.ts'
import type { LiveTrouble } from '../../../../domain/delivery/live-board-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { useText } from '../../text.ts'
import { ActMenu } from './act-menu.tsx'
import type { AskAct } from './act-target.ts'

type Row = LiveTrouble['shown'][number]

interface Props {
  readonly trouble: LiveTrouble
  readonly onAct: AskAct
}

/** Those nothing comes from although they have time left, the longest silent first. */
export function LiveTroubleList({ trouble, onAct }: Props) {
  const t = useText()
  const { number } = useFormats()
  const [sorting, setSorting] = useState('silent')
  const columns = useColumns(onAct)
  const { total, shown } = trouble
  return (
    <section className="card live-trouble">
      <h2>{t('live.trouble')}</h2>
      {total === 0 ? (
        <p>{t('live.trouble.none')}</p>
      ) : (
        <DataTable
          caption={t('live.trouble')}
          columns={columns}
          rows={shown}
          rowKey={(row) => row.attemptId}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
      {total > shown.length && (
        <p className="dimmed">
          {t('live.trouble.more', { shown: number(shown.length), total: number(total) })}
        </p>
      )}
    </section>
  )
}

function useColumns(onAct: AskAct): Column<Row>[] {
  const t = useText()
  const say = useLocalized()
  const { time, dateTime } = useFormats()
  return [
    {
      key: 'person',
      header: t('live.trouble.person'),
      heading: true,
      sort: (row) => row.person.name,
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
      sort: (row) => row.state,
      cell: (row) => t(`live.state.${row.state}`),
    },
    {
      key: 'silent',
      header: t('live.trouble.silent'),
      sort: (row) => row.silentSince,
      cell: (row) => time(row.silentSince),
    },
    {
      key: 'deadline',
      header: t('live.trouble.deadline'),
      sort: (row) => row.deadlineAt,
      cell: (row) => dateTime(row.deadlineAt),
    },
    {
      key: 'act',
      header: t('live.acts'),
      cell: (row) => (
        <ActMenu
          row={attemptRowOf(row)}
          reopens={false}
          onAct={(kind) => onAct(kind, { all: false, rows: [attemptRowOf(row)] })}
        />
      ),
    },
  ]
}

/** As the list of all people has them; how far they are does not matter to an act. */
function attemptRowOf(row: Row): LiveAttemptRow {
  return { ...row, pausedUntil: null, answered: 0, itemCount: 0 }
}
