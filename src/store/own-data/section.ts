import { say } from '../../domain/bank/finding.ts'
import type { OwnSection, OwnValue } from '../../domain/settlement/own-data/own-data.ts'
import type { LocalizedText } from '../../domain/text.ts'

/** Chinese, then English. */
export type Said = readonly [zh: string, en: string]

/** A kind of record with its columns, still without rows. */
export interface SectionKind<Column extends string> {
  readonly id: string
  readonly title: Said
  readonly note: Said
  readonly columns: Readonly<Record<Column, Said>>
}

/** What a query gives; JSON columns hold texts in two languages, or lists of them. */
type Cell = OwnValue | Date | undefined

/** The section with its rows: times as ISO 8601, what is not there as null. */
export function sectionOf<Column extends string>(
  kind: SectionKind<Column>,
  rows: readonly Readonly<Partial<Record<NoInfer<Column>, Cell>>>[],
): OwnSection {
  const columns = Object.entries(kind.columns) as [Column, Said][]
  return {
    id: kind.id,
    title: textOf(kind.title),
    note: textOf(kind.note),
    columns: columns.map(([id, name]) => ({ id, name: textOf(name) })),
    rows: rows.map((row) => Object.fromEntries(columns.map(([id]) => [id, plainOf(row[id])]))),
  }
}

function plainOf(cell: Cell): OwnValue {
  if (cell === undefined) return null
  return cell instanceof Date ? cell.toISOString() : cell
}

function textOf([zh, en]: Said): LocalizedText {
  return say(zh, en)
}
