import type { BankFrame } from '../../domain/bank/compose-bank.ts'
import { frameLifeOf } from '../../domain/bank/frame-life.ts'
import type { WorkshopFrameView } from '../../domain/bank/workshop-frame-views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface FrameRow {
  readonly revision: number
  readonly content: BankFrame
  readonly author: string
  readonly authorName: string | null
  readonly createdAt: Date
  readonly approver: string | null
  readonly approverName: string | null
  readonly approvalNote: string | null
  readonly approvedAt: Date | null
  readonly returner: string | null
  readonly returnerName: string | null
  readonly returnNote: string | null
  readonly returnedAt: Date | null
}

/** A program's frame with all there is to know before approving it. @throws Refusal 'not-found' */
export async function getWorkshopFrame(
  sql: Sql,
  scope: Scope,
  asked: { readonly program: string; readonly reader: string },
): Promise<WorkshopFrameView> {
  const { program, reader } = asked
  const rows = await read(
    sql,
    scope,
    (tx) => tx<FrameRow[]>`
      select revision, content, created_by as author, created_at as "createdAt",
        (select name from person where person.id = created_by) as "authorName",
        approved_by as approver, frame_approval.note as "approvalNote",
        approved_at as "approvedAt",
        (select name from person where person.id = approved_by) as "approverName",
        returned_by as returner, frame_return.note as "returnNote", returned_at as "returnedAt",
        (select name from person where person.id = returned_by) as "returnerName"
      from bank_frame left join frame_approval using (program, revision)
        left join frame_return using (program, revision)
      where program = ${program} order by revision`,
  )
  if (rows.length === 0) throw new Refusal('not-found', 'no such workshop')
  const { revision, approvedRevision, returned, authors } = frameLifeOf(rows)
  return {
    program,
    revision,
    approvedRevision,
    returned,
    mine: authors.includes(reader),
    revisions: rows.map((row) => ({
      revision: row.revision,
      content: row.content,
      author: row.authorName,
      createdAt: row.createdAt.toISOString(),
      approval: approvalOf(row),
      return: returnOf(row),
    })),
  }
}

function approvalOf({ approverName, approvalNote, approvedAt }: FrameRow) {
  if (!approvedAt) return null
  const note = approvalNote ?? ''
  return { approver: approverName, note, approvedAt: approvedAt.toISOString() }
}

function returnOf({ returnerName, returnNote, returnedAt }: FrameRow) {
  if (!returnedAt) return null
  const note = returnNote ?? ''
  return { returner: returnerName, note, returnedAt: returnedAt.toISOString() }
}
