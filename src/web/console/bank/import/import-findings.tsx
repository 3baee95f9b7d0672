import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { ImportFinding } from '../../../../domain/bank/formats/bank-import.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { useText } from '../../text.ts'

const SEVERITIES = ['error', 'lossy', 'warning', 'note'] as const
const SHOWN = 200

type Row = ImportFinding & { readonly number: number }

function useColumns(): Column<Row>[] {
  const t = useText()
  const say = useLocalized()
  return [
    {
      key: 'number',
      header: t('import.finding.number'),
      heading: true,
      sort: ({ number }) => number,
      cell: ({ number }) => number,
    },
    {
      key: 'severity',
      header: t('import.finding.severity'),
      sort: ({ severity }) => SEVERITIES.indexOf(severity as (typeof SEVERITIES)[number]),
      cell: ({ severity }) => t(`import.severity.${severity as (typeof SEVERITIES)[number]}`),
    },
    {
      key: 'row',
      header: t('import.finding.row'),
      numeric: true,
      sort: ({ row }) => row,
      cell: ({ row }) => row ?? '–',
    },
    {
      key: 'column',
      header: t('import.finding.column'),
      sort: ({ column, pointer }) => column ?? pointer,
      cell: ({ column, pointer }) => column ?? pointer ?? '–',
    },
    {
      key: 'message',
      header: t('import.finding.message'),
      cell: ({ message }) => say(message),
    },
  ]
}

/** What the reading has to say, by row and column; the gravest first. */
export function ImportFindings({ findings }: { readonly findings: readonly ImportFinding[] }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const [severity, setSeverity] = useState('')
  const [sorting, setSorting] = useState('severity')
  const columns = useColumns()
  if (findings.length === 0) return <EmptyNote>{t('import.findings.none')}</EmptyNote>
  const rows = findings
    .map((finding, index): Row => ({ ...finding, number: index + 1 }))
    .filter((finding) => severity === '' || finding.severity === severity)
  return (
    <>
      <h3>{t('findings.count', { count: number(findings.length) })}</h3>
      <div className="toolbar">
        <NativeSelect
          label={t('import.finding.severity')}
          value={severity}
          onChange={(event) => setSeverity(event.currentTarget.value)}
          data={[
            { value: '', label: t('items.any') },
            ...SEVERITIES.map((value) => ({ value, label: t(`import.severity.${value}`) })),
          ]}
        />
        <ExportButton
          fileName="findings"
          header={['severity', 'file', 'row', 'column', 'pointer', 'message']}
          rows={() =>
            rows.map((row) => [
              row.severity,
              row.file,
              row.row ?? '',
              row.column ?? '',
              row.pointer ?? '',
              say(row.message),
            ])
          }
        />
      </div>
      <DataTable
        caption={t('findings.count', { count: number(findings.length) })}
        columns={columns}
        rows={rows}
        most={SHOWN}
        rowKey={(row) => String(row.number)}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
      {rows.length > SHOWN && <p>{t('findings.more', { count: number(SHOWN) })}</p>}
    </>
  )
}
