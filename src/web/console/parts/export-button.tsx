import { Button } from '@mantine/core'
import type { EvidenceKind } from '../../../domain/review/evidence-use.ts'
import { api } from '../../shared/api.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { type CsvCell, csvOf } from './csv.ts'
import { ProblemAlert } from './problem-alert.tsx'
import { saveFile } from './save-file.ts'

type Rows = readonly (readonly CsvCell[])[]

interface Props {
  /** Without its ending. */
  readonly fileName: string
  readonly header: readonly string[]
  /** May be read from the service page by page. */
  readonly rows: () => Rows | Promise<Rows>
  /** Of personal evidence: whose it is. It stands in the log before the file is saved. */
  readonly evidence?: {
    readonly of: `/cases/${string}` | `/exams/${string}`
    readonly what: EvidenceKind
  }
}

/** Saves what a table shows as CSV; of a table in pages, all of them. */
export function ExportButton({ fileName, header, rows, evidence }: Props) {
  const t = useText()
  const saving = useChange(async () => {
    if (evidence) await api.post(`${evidence.of}/exports`, { what: evidence.what })
    saveFile(`${fileName}.csv`, 'text/csv;charset=utf-8', csvOf(header, await rows()))
  })
  return (
    <>
      <Button variant="default" loading={saving.isPending} onClick={() => saving.mutate()}>
        {t('table.export')}
      </Button>
      {saving.isError && <ProblemAlert error={saving.error} />}
    </>
  )
}
