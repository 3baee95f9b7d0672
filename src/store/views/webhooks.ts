import type { DeliveryView, Topic, WebhookView } from '../../domain/policy/outbox.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** Webhooks of units in these branches, newest first; secrets are never among what is read. */
export async function listWebhooks(sql: Sql, branches: readonly string[]): Promise<WebhookView[]> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<(Omit<WebhookView, 'createdAt' | 'endedAt'> & Times)[]>`
      select webhook.id, url, topics, unit_id as "unitId", webhook.created_at as "createdAt",
        ended_at as "endedAt", coalesce(waiting, 0)::int as waiting,
        coalesce(delivered, 0)::int as delivered, coalesce(dead, 0)::int as dead
      from webhook join unit on unit.id = webhook.unit_id
      left join lateral (select count(*) filter (where state = 'waiting') as waiting,
          count(*) filter (where state = 'delivered') as delivered,
          count(*) filter (where state = 'dead') as dead
        from webhook_delivery where webhook_id = webhook.id) as counted on true
      where exists (select 1 from unnest(${[...branches]}::text[]) as branch
        where starts_with(unit.path, branch))
      order by webhook.created_at desc, webhook.id`,
  )
  return rows.map(({ createdAt, endedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }))
}

interface Times {
  readonly createdAt: Date
  readonly endedAt: Date | null
}

interface DeliveryRow {
  readonly messageId: string
  readonly topic: Topic
  readonly state: DeliveryView['state']
  readonly attempts: number
  readonly madeAt: Date
  readonly nextAt: Date
  readonly lastAt: Date | null
  readonly lastStatus: number | null
  readonly lastError: string | null
}

/** The latest deliveries of a webhook: given up ones first, then waiting ones. */
export async function listDeliveries(sql: Sql, webhookId: string): Promise<DeliveryView[]> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<DeliveryRow[]>`
      select message_id as "messageId", topic, webhook_delivery.state, attempts,
        made_at as "madeAt", next_at as "nextAt", last_at as "lastAt",
        last_status as "lastStatus", last_error as "lastError"
      from webhook_delivery join outbox_message on outbox_message.id = message_id
      where webhook_id = ${webhookId}
      order by array_position(array['dead', 'waiting', 'delivered'], webhook_delivery.state),
        made_at desc, message_id limit 200`,
  )
  return rows.map((row) => ({
    ...row,
    madeAt: row.madeAt.toISOString(),
    nextAt: row.state === 'waiting' ? row.nextAt.toISOString() : null,
    lastAt: row.lastAt?.toISOString() ?? null,
  }))
}
