import { useState } from 'react'
import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { useText } from '../text.ts'
import { ResidualBar } from './residual-bar.tsx'

type Answer = CaseView['answers'][number]

function useAnswerColumns(): Column<Answer>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  return [
    {
      key: 'position',
      header: t('answer.position'),
      numeric: true,
      sort: (row) => row.position,
      cell: (row) => number(row.position),
    },
    {
      key: 'item',
      header: t('answer.item'),
      heading: true,
      cell: (row) => (
        <>
          <div className="stem">{say(row.stem)}</div>
          <div className="dimmed">{say(row.competency)}</div>
        </>
      ),
    },
    {
      key: 'answer',
      header: t('answer.answer'),
      sort: (row) => (row.correct === null ? null : Number(row.correct)),
      cell: (row) => (
        <>
          <div className="answer">{row.correct !== null && say(row.answer)}</div>
          <div className="dimmed">
            {t(
              row.correct === null ? 'answer.none' : row.correct ? 'answer.right' : 'answer.wrong',
            )}
          </div>
        </>
      ),
    },
    {
      key: 'seconds',
      header: t('answer.seconds'),
      numeric: true,
      sort: (row) => row.seconds,
      cell: (row) => (
        <span className="no-wrap">
          {row.seconds === null ? '–' : number(row.seconds)}
          <span className="dimmed">
            {' '}
            {t('answer.expected', { seconds: number(row.expectedSeconds) })}
          </span>
        </span>
      ),
    },
    {
      key: 'residual',
      header: t('answer.residual'),
      sort: (row) => row.residual,
      cell: (row) => <ResidualBar residual={row.residual} />,
    },
  ]
}

/** Answers and times of the attempt against what the models expect. */
export function AnswersTable({ view }: { readonly view: CaseView }) {
  const t = useText()
  const say = useLocalized()
  const [sorting, setSorting] = useState('position')
  const columns = useAnswerColumns()
  if (view.answers.length === 0) return <EmptyNote>{t('answers.empty')}</EmptyNote>
  return (
    <>
      <div className="section-head">
        <p className="dimmed">{t('answers.hint')}</p>
        <ExportButton
          fileName={`case-${view.code}-answers`}
          evidence={{ of: `/cases/${view.id}`, what: 'case-answers' }}
          header={[
            'position',
            'itemId',
            'type',
            'competency',
            'stem',
            'answer',
            'correct',
            'seconds',
            'expectedSeconds',
            'residual',
          ]}
          rows={() =>
            view.answers.map((row) => [
              row.position,
              row.itemId,
              row.type,
              say(row.competency),
              say(row.stem),
              say(row.answer),
              row.correct,
              row.seconds,
              row.expectedSeconds,
              row.residual,
            ])
          }
        />
      </div>
      <DataTable
        caption={t('case.tab.answers')}
        columns={columns}
        rows={view.answers}
        rowKey={(row) => row.itemId}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
    </>
  )
}
