import type { EntityManager } from '@mikro-orm/postgresql'
import type { Topic } from '../../domain/policy/outbox.ts'
import type { SqlTransaction } from '../sql-pool.ts'

/** What is told to other systems, when it is about which unit. */
export interface Announcement {
  /** Stays the same however often it is sent. */
  readonly id: string
  readonly topic: Topic
  /** Null: about the service as a whole; told to webhooks of a root unit. */
  readonly unitPath: string | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly at: Date
}

const ANNOUNCE = `
  with told as materialized (
    select row.*, webhook.id as "webhookId" from json_to_recordset(?::text::json) as row (id uuid,
      topic text, "unitPath" text, payload jsonb, at timestamptz)
    join webhook on ended_at is null and topics @> to_jsonb(row.topic)
    join unit on unit.id = webhook.unit_id and case when row."unitPath" is null
      then unit.parent_id is null else starts_with(row."unitPath", unit.path) end
  ), message as (
    insert into outbox_message (id, topic, unit_path, payload, made_at)
    select distinct on (id) id, topic, "unitPath", payload, at from told
  )
  insert into webhook_delivery (webhook_id, message_id, state, first_at, next_at)
  select "webhookId", id, 'waiting', at, at from told`

/**
 * Puts messages into the outbox, in the transaction of the act they tell of: sent if it is kept,
 * and only then. What no webhook asks for is not written.
 */
export async function announce(
  em: EntityManager,
  announcements: readonly Announcement[],
): Promise<void> {
  if (announcements.length > 0) await em.execute(ANNOUNCE, [JSON.stringify(announcements)])
}

/** The same for acts that plain SQL writes. */
export async function announceIn(tx: SqlTransaction, announcement: Announcement): Promise<void> {
  await tx.unsafe(ANNOUNCE.replace('?', '$1'), [JSON.stringify([announcement])])
}
