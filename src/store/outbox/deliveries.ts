import type { Topic } from '../../domain/policy/outbox.ts'
import { inScope, read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** A message that is due to be sent to a webhook. */
export interface DueDelivery {
  readonly webhookId: string
  readonly messageId: string
  readonly url: string
  readonly secret: string
  readonly topic: Topic
  readonly payload: Readonly<Record<string, unknown>>
  readonly madeAt: Date
  readonly attempts: number
}

/** How sending ended. */
export interface Delivered {
  readonly webhookId: string
  readonly messageId: string
  readonly state: 'waiting' | 'delivered' | 'dead'
  readonly at: Date
  readonly nextAt: Date
  readonly status: number | null
  readonly error: string | null
}

/** Webhooks with deliveries that are due. */
export async function webhooksWithDue(sql: Sql, now: Date): Promise<string[]> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select id from webhook where ended_at is null and exists (
        select 1 from webhook_delivery
        where webhook_id = webhook.id and state = 'waiting' and next_at <= ${now})`,
  )
  return rows.map(({ id }) => id)
}

/**
 * Takes deliveries of a webhook that are due and keeps others from taking them for a while: should
 * this process die, they are due again then.
 */
export function takeDue(
  sql: Sql,
  asked: {
    readonly webhookId: string
    readonly now: Date
    readonly until: Date
    readonly most: number
  },
): Promise<DueDelivery[]> {
  const { webhookId, now, until, most } = asked
  return inScope(
    sql,
    SYSTEM,
    (tx) => tx<DueDelivery[]>`
      with due as (
        select webhook_id, message_id from webhook_delivery
        where webhook_id = ${webhookId} and state = 'waiting' and next_at <= ${now}
        order by next_at limit ${most} for update skip locked
      ), taken as (
        update webhook_delivery set next_at = ${until} from due
        where webhook_delivery.webhook_id = due.webhook_id
          and webhook_delivery.message_id = due.message_id
        returning webhook_delivery.*
      )
      select webhook_id as "webhookId", message_id as "messageId", url, secret, topic, payload,
        made_at as "madeAt", attempts
      from taken join webhook on webhook.id = webhook_id
      join outbox_message on outbox_message.id = message_id
      order by made_at, message_id`,
  )
}

/** Keeps how sending ended; what failed for a webhook that was ended meanwhile is given up. */
export async function keepDelivered(sql: Sql, delivered: Delivered): Promise<void> {
  const { webhookId, messageId, state, at, nextAt, status, error } = delivered
  await inScope(
    sql,
    SYSTEM,
    (tx) => tx`
      update webhook_delivery set state = case
          when ${state}::text = 'waiting' and (select ended_at from webhook where id = ${webhookId})
            is not null then 'dead' else ${state}::text end, attempts = attempts + 1, last_at = ${at},
        next_at = ${nextAt}, last_status = ${status}, last_error = ${error}
      where webhook_id = ${webhookId} and message_id = ${messageId}`,
  )
}
