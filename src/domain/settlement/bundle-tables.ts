import type { ExamBundle } from './exam-bundle.ts'

/** A table for spreadsheets: the first row names the columns. */
export type CellTable = readonly (readonly string[])[]

/**
 * An exam's bundle as tables, one a kind of record, by file name without its ending: the same
 * rows in the same order, so that each can be held against the signed bundle.
 */
export function bundleTables(bundle: ExamBundle): ReadonlyMap<string, CellTable> {
  const tables = new Map<string, CellTable>()
  const add = (name: string, rows: readonly object[]): void => {
    if (rows.length > 0) tables.set(name, tableOf(rows as readonly Record<string, unknown>[]))
  }
  add(
    'attempts',
    bundle.attempts.map(({ attemptId, candidateId, form, receipt }) => ({
      ...{ attemptId, candidateId, formDigest: form.digest, items: form.items.length },
      closedAt: receipt?.closedAt ?? null,
      closedBy: receipt?.closedBy ?? null,
      answered: receipt?.answered ?? null,
      journalDigest: receipt?.journalDigest ?? null,
    })),
  )
  add(
    'forms',
    bundle.attempts.flatMap(({ attemptId, form }) =>
      form.items.map(({ item, options }, index) => ({
        ...{ attemptId, place: index + 1, item, options: options.join(' ') },
      })),
    ),
  )
  add(
    'journals',
    bundle.attempts.flatMap(({ attemptId, entries }) =>
      entries.map((entry) => ({ attemptId, ...entry })),
    ),
  )
  add('log', bundle.log)
  for (const [kind, rows] of Object.entries(bundle.records)) add(kind, rows)
  return tables
}

function tableOf(rows: readonly Record<string, unknown>[]): CellTable {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [columns, ...rows.map((row) => columns.map((column) => cellOf(row[column])))]
}

/** Text and numbers as they are; what has parts as JSON. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
