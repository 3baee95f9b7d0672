import type { ItemParameters } from '../item.ts'
import { type Column, type Field, PARAMETER_FIELDS } from './spreadsheet-columns.ts'
import { findNumber } from './spreadsheet-key.ts'
import { type RowView, shorten } from './spreadsheet-row.ts'

/**
 * Columns of item parameters that stand without the others. Discrimination and difficulty without
 * guessing are, in most files, classical statistics, which must not be taken for a and b.
 */
export function strayParameterColumns(columns: readonly Column[]): readonly Column[] {
  const isParameter = (field: Field) => PARAMETER_FIELDS.some((one) => one === field)
  const found = columns.filter(({ field }) => isParameter(field))
  return new Set(found.map(({ field }) => field)).size < PARAMETER_FIELDS.length ? found : []
}

/** The parameters of a row; null where it has none, or, which is told, not all three as numbers. */
export function readParameters(row: RowView): ItemParameters | null {
  // What a format rounds is there for the eye; the search for forms needs the number itself.
  const textOf = (field: Field) => row.cell(field)?.stored ?? row.text(field)
  const texts = PARAMETER_FIELDS.map(textOf)
  if (texts.every((text) => text === '')) return null
  const [discrimination, difficulty, guessing] = texts.map(findNumber)
  const isWhole = discrimination != null && difficulty != null && guessing != null
  if (isWhole) return { discrimination, difficulty, guessing }
  const shown = shorten(texts.join(' | '))
  row.report(
    PARAMETER_FIELDS.find((field) => findNumber(textOf(field)) === null) ?? 'discrimination',
    ['lossy', 'parameters-unclear'],
    [
      `区分度、难度、猜测应为三个数，已略去：“${shown}”`,
      `discrimination, difficulty and guessing should be three numbers: left out "${shown}"`,
    ],
  )
  return null
}
