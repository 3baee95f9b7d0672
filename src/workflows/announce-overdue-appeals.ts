import { uuidFrom } from '../domain/digest.ts'
import { type Announcement, announce } from '../store/outbox/announce.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

interface OverdueAppeal {
  readonly id: string
  readonly caseId: string
  readonly unitPath: string
  readonly filedMs: number
  readonly dueMs: number
}

/**
 * Tells other systems of every appeal that nobody decided by its date, once each. It is taken from
 * nobody: all auditors without a conflict may hear it, before and after.
 * @returns how many are overdue now
 */
export async function announceOverdueAppeals(deps: Pick<Deps, 'orm' | 'now'>): Promise<number> {
  return write(deps.orm, async (em) => {
    const at = deps.now()
    const overdue = await em.execute<OverdueAppeal[]>(
      `select id, case_id as "caseId", unit_path as "unitPath",
         (extract(epoch from filed_at) * 1000)::float8 as "filedMs",
         (extract(epoch from due_at) * 1000)::float8 as "dueMs"
       from appeal where due_at < ? and not exists (
         select 1 from appeal_decision where appeal_id = appeal.id)
       order by due_at, id`,
      [at],
    )
    const messageOf = new Map(overdue.map((one) => [uuidFrom(`appeal-overdue:${one.id}`), one]))
    const told = await em.execute<{ id: string }[]>(
      `select id from outbox_message
       where id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
      [JSON.stringify([...messageOf.keys()])],
    )
    for (const { id } of told) messageOf.delete(id)
    const news = [...messageOf].map(([id, appeal]) => newsOf(id, appeal, at))
    await announce(em, news)
    return overdue.length
  })
}

function newsOf(id: string, appeal: OverdueAppeal, at: Date): Announcement {
  const { id: appealId, caseId, unitPath, filedMs, dueMs } = appeal
  const [filedAt, dueAt] = [filedMs, dueMs].map((ms) => new Date(ms).toISOString())
  return {
    id,
    topic: 'appeal-overdue',
    unitPath,
    payload: { appealId, caseId, filedAt, dueAt },
    at,
  }
}
