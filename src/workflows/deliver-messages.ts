import { Webhook } from 'standardwebhooks'
import { waitAfter } from '../domain/policy/outbox.ts'
import {
  type DueDelivery,
  keepDelivered,
  takeDue,
  webhooksWithDue,
} from '../store/outbox/deliveries.ts'
import type { Deps } from './deps.ts'

/** Of one webhook; the webhooks wait for nobody but themselves. */
const MOST_AT_ONCE = 20
/** Longer than any answer is waited for: then another process may try. */
const TAKEN_FOR_MS = 120_000
const LONGEST_ERROR = 200

/**
 * Sends messages that are due, signed by Standard Webhooks 1.0: `webhook-id` stays the same however
 * often one is sent, so that receivers know it again. What fails is sent again after growing
 * waits for up to three days, then given up and shown. A system that does not answer holds up no
 * other. Gives how many were tried.
 */
export async function deliverMessages(deps: Delivering): Promise<number> {
  const webhooks = await webhooksWithDue(deps.sql, deps.now())
  const tried = await Promise.all(webhooks.map((webhookId) => deliverTo(deps, webhookId)))
  return tried.reduce((sum, one) => sum + one, 0)
}

type Delivering = Pick<Deps, 'sql' | 'now' | 'webhooks'>

/** All that is due to one webhook, or as far as it takes them. */
async function deliverTo(deps: Delivering, webhookId: string): Promise<number> {
  for (let tried = 0; ; ) {
    const now = deps.now()
    const until = new Date(now.getTime() + TAKEN_FOR_MS)
    const due = await takeDue(deps.sql, { webhookId, now, until, most: MOST_AT_ONCE })
    const areTaken = await Promise.all(due.map((one) => deliver(deps, one)))
    tried += due.length
    if (due.length === 0 || areTaken.includes(false)) return tried
  }
}

/** Whether it was taken. */
async function deliver(deps: Delivering, due: DueDelivery): Promise<boolean> {
  const { webhookId, messageId, attempts } = due
  const { status, error } = await send(deps, due)
  const at = deps.now()
  const isTaken = status !== null && status >= 200 && status < 300
  const wait = isTaken ? null : waitAfter(attempts + 1)
  const state = isTaken ? 'delivered' : wait === null ? 'dead' : 'waiting'
  const nextAt = new Date(at.getTime() + (wait ?? 0))
  await keepDelivered(deps.sql, { webhookId, messageId, state, at, nextAt, status, error })
  return isTaken
}

async function send(
  { webhooks, now }: Delivering,
  { messageId, url, secret, topic, payload, madeAt }: DueDelivery,
): Promise<{ readonly status: number | null; readonly error: string | null }> {
  const timestamp = now()
  const body = JSON.stringify({ type: topic, timestamp: madeAt.toISOString(), data: payload })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(messageId, timestamp, body),
  }
  try {
    const refusal = webhooks.refusalOf(url)
    if (refusal !== null) return { status: null, error: refusal }
    return { status: await webhooks.post(url, headers, body), error: null }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { status: null, error: message.slice(0, LONGEST_ERROR) }
  }
}
