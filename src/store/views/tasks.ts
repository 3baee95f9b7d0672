import { nameOfAward } from '../../domain/policy/award-names.ts'
import type { TaskView } from '../../domain/policy/award-views.ts'
import type { TaskAward } from '../../domain/policy/human-task.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface Row {
  readonly id: string
  readonly kind: TaskAward['kind']
  readonly award: TaskAward
  readonly reasons: readonly LocalizedText[]
  readonly title: LocalizedText
  readonly personId: string | null
  readonly personName: string | null
  readonly unitId: string
  readonly unitName: LocalizedText
  readonly openedAt: Date
  readonly dueAt: Date
  readonly attemptId: string | null
  readonly ended: 'done' | 'declined' | 'withdrawn' | null
  readonly endedAt: Date | null
  readonly note: string | null
  readonly endedBy: string | null
}

/** Tasks of the branches in scope: open ones first, by what is due next. */
export function listTasks(
  sql: Sql,
  asked: { readonly scope: Scope; readonly taskId?: string; readonly now: Date },
): Promise<TaskView[]> {
  return find(sql, asked)
}

/** Tasks that are about a person, for that person: not who did them. */
export async function listMyTasks(sql: Sql, personId: string, now: Date): Promise<TaskView[]> {
  const tasks = await find(sql, { scope: { person: personId, branches: [] }, now })
  return tasks.map((task) => ({ ...task, ended: task.ended && { ...task.ended, by: null } }))
}

async function find(
  sql: Sql,
  { scope, taskId, now }: { readonly scope: Scope; readonly taskId?: string; readonly now: Date },
): Promise<TaskView[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<Row[]>`
      select human_task.id, human_task.kind, award, reasons, title, human_task.person_id as "personId",
        person.name as "personName", unit.id as "unitId", unit.name as "unitName",
        opened_at as "openedAt", due_at as "dueAt", attempt_id as "attemptId",
        event.kind as ended, event.at as "endedAt", event.note, actor.name as "endedBy"
      from human_task join unit on unit.id = human_task.unit_id
      left join person on person.id = human_task.person_id
      left join human_task_event as event on event.task_id = human_task.id
      left join person as actor on actor.id = event.by
      where ${taskId ? tx`human_task.id = ${taskId}` : tx`true`}
      order by event.kind is not null, coalesce(event.at, due_at), human_task.id`,
  )
  return rows.map((row) => viewOf(row, now))
}

function viewOf(row: Row, now: Date): TaskView {
  const { id, kind, award, reasons, title, attemptId, ended, endedAt } = row
  return {
    ...{ id, kind, title, attemptId },
    name: nameOfAward(award),
    reasons: [...reasons],
    person: row.personId === null ? null : { id: row.personId, name: row.personName ?? '' },
    unit: { id: row.unitId, name: row.unitName },
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    overdue: ended === null && row.dueAt < now,
    state: ended ?? 'open',
    ended: endedAt && { at: endedAt.toISOString(), note: row.note ?? '', by: row.endedBy },
  }
}
