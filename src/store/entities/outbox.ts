import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Topic } from '../../domain/policy/outbox.ts'
import { PersonEntity, UnitEntity } from './organization.ts'
import { reference } from './reference.ts'

/** What is told to other systems; written in the transaction of the act itself. */
export const OutboxMessageEntity = defineEntity({
  name: 'OutboxMessage',
  tableName: 'outbox_message',
  properties: {
    id: p.uuid().primary(),
    topic: p.text().$type<Topic>(),
    /** The unit it is about; null: the service as a whole. */
    unitPath: p.text().nullable(),
    payload: p.json<Readonly<Record<string, unknown>>>(),
    madeAt: p.datetime(),
  },
})

/** Where messages about a branch are sent to. */
export const WebhookEntity = defineEntity({
  name: 'Webhook',
  tableName: 'webhook',
  properties: {
    id: p.uuid().primary(),
    unitId: () => reference(UnitEntity, 'unit_id'),
    url: p.text(),
    topics: p.json<Topic[]>(),
    /** Signs what is sent; shown once, to whoever registered it. */
    secret: p.text(),
    createdBy: () => reference(PersonEntity, 'created_by'),
    createdAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
})

/** How far the sending of one message to one webhook is. */
export const WebhookDeliveryEntity = defineEntity({
  name: 'WebhookDelivery',
  tableName: 'webhook_delivery',
  primaryKeys: ['webhookId', 'messageId'],
  indexes: [{ name: 'webhook_delivery_due', properties: ['webhookId', 'state', 'nextAt'] }],
  properties: {
    webhookId: () => reference(WebhookEntity, 'webhook_id').primary(),
    messageId: () => reference(OutboxMessageEntity, 'message_id').primary(),
    state: p.enum(['waiting', 'delivered', 'dead'] as const),
    attempts: p.integer().default(0),
    firstAt: p.datetime(),
    nextAt: p.datetime(),
    lastAt: p.datetime().nullable(),
    lastStatus: p.integer().nullable(),
    lastError: p.text().nullable(),
  },
})
