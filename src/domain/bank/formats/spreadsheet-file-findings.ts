import type { ForeignFinding } from './foreign-bank.ts'
import { foreignFinding, wholeFile } from './foreign-finding.ts'
import type { Header } from './spreadsheet-columns.ts'
import { shorten } from './spreadsheet-row.ts'
import type { Sheet } from './spreadsheet-rows.ts'

/** What a sheet has instead of a header with stem and key. */
export function withoutHeader(
  file: string,
  { sheet, header }: { readonly sheet: Sheet; readonly header: Header | null },
  severity: 'error' | 'note',
): ForeignFinding {
  const labels = header ? [...header.columns.map(({ label }) => label), ...header.unknown] : []
  const found = shorten(labels.join(', '))
  const name = sheet.name === null ? ['', ''] : [`工作表“${sheet.name}”`, `sheet "${sheet.name}": `]
  return foreignFinding(
    wholeFile(file),
    [severity, 'header-missing'],
    [
      `${name[0]}前 10 行没有含“题干”和“答案”的表头；找到：${found || '（空）'}`,
      `${name[1]}no header with columns for stem and key in the first 10 rows; found: ${found || 'nothing'}`,
    ],
  )
}

/** Pictures that stand at no item's row, or that no sheet lays over its cells. */
export function unseenPictures(file: string, count: number): ForeignFinding {
  return foreignFinding(
    wholeFile(file),
    ['lossy', 'pictures-not-read'],
    [
      `工作簿中的 ${count} 张图片不在题目所在行，未读取`,
      `${count} pictures in the workbook stand at no item's row and are not read`,
    ],
  )
}
