import { type Static, Type } from 'typebox'

/** What other systems can be told of. */
export const TOPICS = [
  'award-changed',
  'result-final',
  'case-opened',
  'appeal-overdue',
  'checkpoint-made',
] as const
export const Topic = Type.Enum([...TOPICS])
export type Topic = Static<typeof Topic>

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Waits between attempts to deliver, as Standard Webhooks suggests; together under three days. */
const WAITS_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  20 * HOUR_MS,
]

/** How long to wait after so many failed attempts, in milliseconds; null: it is given up. */
export function waitAfter(failedAttempts: number): number | null {
  return WAITS_MS[failedAttempts - 1] ?? null
}

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** Where messages are to be sent: an https address outside, the topics, the branch. */
export const WebhookInput = Type.Object(
  {
    url: Type.String({ minLength: 9, maxLength: 2000 }),
    topics: Type.Array(Topic, { minItems: 1, maxItems: TOPICS.length, uniqueItems: true }),
    unitId: Uuid,
  },
  closed,
)
export type WebhookInput = Static<typeof WebhookInput>

/** A registered webhook; its secret is not shown again. */
export const WebhookView = Type.Object(
  {
    id: Uuid,
    url: Type.String(),
    topics: Type.Array(Topic),
    unitId: Uuid,
    createdAt: Time,
    endedAt: Type.Union([Time, Type.Null()]),
    waiting: Type.Integer(),
    delivered: Type.Integer(),
    dead: Type.Integer(),
  },
  closed,
)
export type WebhookView = Static<typeof WebhookView>

/** One message on its way to one webhook; what it says is not shown. */
export const DeliveryView = Type.Object(
  {
    messageId: Uuid,
    topic: Topic,
    madeAt: Time,
    state: Type.Union([Type.Literal('waiting'), Type.Literal('delivered'), Type.Literal('dead')]),
    attempts: Type.Integer(),
    nextAt: Type.Union([Time, Type.Null()]),
    lastAt: Type.Union([Time, Type.Null()]),
    lastStatus: Type.Union([Type.Integer(), Type.Null()]),
    lastError: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
)
export type DeliveryView = Static<typeof DeliveryView>
