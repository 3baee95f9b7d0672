import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface EarlierExam {
  readonly id: string
  readonly isFinal: boolean
}

/** Forms of a final exam never change, so its items are read once. */
const known = new WeakMap<Sql, Map<string, readonly string[]>>()

/**
 * Items of a program that stood on forms of real exams which opened before a time. Of the whole
 * installation, whoever asks, as exposure is: an item is known everywhere at once.
 */
export async function findUsedItems(sql: Sql, program: string, before: Date): Promise<Set<string>> {
  const exams = await read(
    sql,
    SYSTEM,
    (tx) => tx<EarlierExam[]>`
      select exam.id, exam.final_at is not null as "isFinal"
      from exam join bank_version on bank_version.id = exam.bank_version_id
      where bank_version.program = ${program} and exam.published_at is not null
        and not exam.simulated and exam.opens_at < ${before}`,
  )
  const remembered = known.get(sql) ?? new Map<string, readonly string[]>()
  known.set(sql, remembered)
  const used = new Set<string>()
  for (const { id, isFinal } of exams) {
    const items = remembered.get(id) ?? (await itemsOnForms(sql, id))
    if (isFinal) remembered.set(id, items)
    for (const item of items) used.add(item)
  }
  return used
}

async function itemsOnForms(sql: Sql, examId: string): Promise<string[]> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ item: string }[]>`
      select distinct form_item ->> 'item' as item
      from attempt cross join lateral jsonb_array_elements(attempt.form -> 'items') as form_item
      where attempt.exam_id = ${examId}`,
  )
  return rows.map(({ item }) => item)
}
