import type { WebhookInput } from '../domain/policy/outbox.ts'
import { Refusal } from '../domain/refusal.ts'
import { WebhookDeliveryEntity, WebhookEntity } from '../store/entities/outbox.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

const SECRET_BYTES = 32

/**
 * Registers where messages about a unit's branch are sent. The secret that signs them is given
 * here, once.
 * @throws Refusal 'invalid-input' for an address that is not https and outside
 */
export async function addWebhook(
  deps: Deps,
  administrator: string,
  input: WebhookInput,
): Promise<{ readonly id: string; readonly secret: string }> {
  const refusal = deps.webhooks.refusalOf(input.url)
  if (refusal !== null) {
    throw new Refusal('invalid-input', refusal, [{ pointer: '/url', detail: refusal }])
  }
  const id = deps.newId()
  const secret = `whsec_${Buffer.from(deps.randomHex(SECRET_BYTES), 'hex').toString('base64')}`
  await write(deps.orm, async (em) => {
    const { unitId, url, topics } = input
    const createdAt = deps.now()
    em.create(WebhookEntity, {
      ...{ id, unitId, url, topics, secret, createdAt },
      createdBy: administrator,
      endedAt: null,
    })
    await appendLog(em, {
      chain: `unit:${unitId}`,
      actor: administrator,
      act: 'webhook-added',
      subject: id,
      detail: { url, topics },
      at: createdAt,
    })
  })
  return { id, secret }
}

/** Ends a webhook: nothing more is sent to it. Again changes nothing. @throws Refusal 'not-found' */
export async function endWebhook(
  deps: Deps,
  administrator: string,
  webhookId: string,
): Promise<void> {
  await write(deps.orm, async (em) => {
    const found = await em.findOne(WebhookEntity, { id: webhookId })
    if (!found) throw new Refusal('not-found', 'no such webhook')
    if (found.endedAt) return
    const at = deps.now()
    em.assign(found, { endedAt: at })
    await em.nativeUpdate(WebhookDeliveryEntity, { webhookId, state: 'waiting' }, { state: 'dead' })
    await appendLog(em, {
      chain: `unit:${found.unitId}`,
      actor: administrator,
      act: 'webhook-ended',
      subject: webhookId,
      detail: {},
      at,
    })
  })
}

/**
 * Sends a message once more, with all tries before it, whether it arrived or was given up.
 * @throws Refusal 'not-found' when it was never meant for this webhook, or that has ended
 */
export async function redeliver(
  deps: Deps,
  administrator: string,
  asked: { readonly webhookId: string; readonly messageId: string },
): Promise<void> {
  const { webhookId, messageId } = asked
  await write(deps.orm, async (em) => {
    const webhook = await em.findOne(WebhookEntity, { id: webhookId, endedAt: null })
    const found = await em.findOne(WebhookDeliveryEntity, { webhookId, messageId })
    if (!webhook || !found) throw new Refusal('not-found', 'no such delivery')
    const at = deps.now()
    em.assign(found, { state: 'waiting', attempts: 0, nextAt: at })
    await appendLog(em, {
      chain: `unit:${webhook.unitId}`,
      actor: administrator,
      act: 'webhook-redelivery',
      subject: webhookId,
      detail: { messageId },
      at,
    })
  })
}
