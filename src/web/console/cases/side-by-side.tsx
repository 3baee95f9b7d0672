import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { SharedAnswer } from '../../../domain/review/case-evidence.ts'
import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { useText } from '../text.ts'

const LIKENESS_TEXTS = {
  'alike-right': 'similar.alike-right',
  'alike-wrong': 'similar.alike-wrong',
  unlike: 'similar.unlike',
} as const
const ORDER = { 'alike-wrong': 0, 'alike-right': 1, unlike: 2 } as const

function useColumns(code: string): Column<SharedAnswer>[] {
  const t = useText()
  const say = useLocalized()
  const { number, percent } = useFormats()
  return [
    {
      key: 'position',
      header: t('answer.item'),
      heading: true,
      sort: (row) => row.position,
      cell: (row) => (
        <>
          <div className="stem">{say(row.stem)}</div>
          <div className="dimmed">
            {t('similar.positions', {
              here: number(row.position),
              there: number(row.otherPosition),
              code,
            })}
          </div>
        </>
      ),
    },
    {
      key: 'mine',
      header: t('similar.mine'),
      cell: (row) => <div className="answer">{say(row.answer)}</div>,
    },
    {
      key: 'theirs',
      header: t('similar.theirs', { code }),
      cell: (row) => <div className="answer">{say(row.otherAnswer)}</div>,
    },
    {
      key: 'likeness',
      header: t('similar.likeness'),
      sort: (row) => ORDER[row.likeness],
      cell: (row) => (
        <span className="likeness" data-likeness={row.likeness}>
          {t(LIKENESS_TEXTS[row.likeness])}
        </span>
      ),
    },
    {
      key: 'chance',
      header: t('similar.chance'),
      numeric: true,
      sort: (row) => row.chance,
      cell: (row) => (row.chance === null ? '–' : percent(row.chance)),
    },
  ]
}

interface Props {
  readonly view: CaseView
  readonly code: string
  readonly answers: readonly SharedAnswer[]
}

/** Answers of two attempts to the items both had, one beside the other. */
export function SideBySide({ view, code, answers }: Props) {
  const t = useText()
  const say = useLocalized()
  const [isNarrowed, setNarrowed] = useState(false)
  const [sorting, setSorting] = useState('likeness')
  const columns = useColumns(code)
  const wrong = answers.filter(({ likeness }) => likeness === 'alike-wrong')
  const shown = isNarrowed ? wrong : answers
  return (
    <details className="side-by-side">
      <summary>{t('similar.side-by-side', { count: answers.length })}</summary>
      <div className="section-head">
        <Checkbox
          label={t('similar.only-wrong', { count: wrong.length })}
          checked={isNarrowed}
          onChange={(event) => setNarrowed(event.currentTarget.checked)}
        />
        <ExportButton
          fileName={`case-${view.code}-beside-${code}`}
          evidence={{ of: `/cases/${view.id}`, what: 'case-partners' }}
          header={[
            'position',
            'otherPosition',
            'itemId',
            'answer',
            'otherAnswer',
            'likeness',
            'chance',
          ]}
          rows={() =>
            shown.map((row) => [
              ...[row.position, row.otherPosition, row.itemId],
              ...[say(row.answer), say(row.otherAnswer), row.likeness, row.chance],
            ])
          }
        />
      </div>
      {shown.length === 0 ? (
        <EmptyNote>{t('similar.none-wrong')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('similar.caption', { code })}
          columns={columns}
          rows={shown}
          rowKey={(row) => row.itemId}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </details>
  )
}
