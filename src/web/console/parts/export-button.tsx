import { Button } from '@mantine/core'
import { useText } from '../text.ts'
import { type CsvCell, csvOf } from './csv.ts'
import { saveFile } from './save-file.ts'

interface Props {
  /** Without its ending. */
  readonly fileName: string
  readonly header: readonly string[]
  readonly rows: () => readonly (readonly CsvCell[])[]
}

/** Saves what a table shows as CSV. */
export function ExportButton({ fileName, header, rows }: Props) {
  const t = useText()
  return (
    <Button
      variant="default"
      onClick={() => saveFile(`${fileName}.csv`, 'text/csv;charset=utf-8', csvOf(header, rows()))}
    >
      {t('table.export')}
    </Button>
  )
}
