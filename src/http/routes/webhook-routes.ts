import { Type } from 'typebox'
import { branchesOf } from '../../domain/organization/access.ts'
import { DeliveryView, WebhookInput, WebhookView } from '../../domain/policy/outbox.ts'
import { listDeliveries, listWebhooks } from '../../store/views/webhooks.ts'
import { addWebhook, endWebhook, redeliver } from '../../workflows/manage-webhooks.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Nothing, Uuid } from './schemas.ts'

const administrators = ['administrator'] as const
const webhookOfPath: Target = { kind: 'webhook', from: 'params', name: 'webhookId' }
const unitOfBody: Target = { kind: 'unit', from: 'body', name: 'unitId' }
const placed = {
  access: { scope: 'branch', roles: administrators, targets: [webhookOfPath] },
} as const
const tags = ['Webhooks']
const params = idParams('webhookId')

const description =
  'Messages are signed by Standard Webhooks 1.0 (`webhook-id`, `webhook-timestamp`, ' +
  '`webhook-signature`). Anything but 2xx is sent again, after a minute at first and for up to ' +
  'three days; `webhook-id` stays the same, so that a message that comes twice is known. Only ' +
  'https addresses of the public internet are taken. The secret is shown here once.'

/** Where other systems are told of what happens in a branch. */
export function webhookRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/webhooks',
    {
      config: { access: { scope: 'branch', roles: administrators } },
      schema: {
        tags,
        summary: 'Webhooks of my branches, with how many messages wait, arrived or were given up',
        response: { 200: Type.Object({ webhooks: Type.Array(WebhookView) }, closed) },
      },
    },
    async (request) => {
      const branches = branchesOf(principalOf(request), administrators)
      return { webhooks: await listWebhooks(deps.sql, branches) }
    },
  )

  app.post(
    '/api/webhooks',
    {
      config: { access: { scope: 'branch', roles: administrators, targets: [unitOfBody] } },
      schema: {
        tags,
        summary: 'Register a webhook for a unit and everything below it',
        description,
        body: WebhookInput,
        response: { 201: Type.Object({ id: Uuid, secret: Type.String() }, closed) },
      },
    },
    async (request, reply) => {
      const added = await addWebhook(deps, principalOf(request).personId, request.body)
      return reply.code(201).send(added)
    },
  )

  app.delete(
    '/api/webhooks/:webhookId',
    {
      config: placed,
      schema: { tags, summary: 'End a webhook', params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await endWebhook(deps, principalOf(request).personId, request.params.webhookId)
      return reply.code(204).send(null)
    },
  )

  deliveryRoutes(app, deps)
}

function deliveryRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/webhooks/:webhookId/deliveries',
    {
      config: placed,
      schema: {
        tags,
        summary: 'The latest messages to a webhook: given up ones first',
        params,
        response: { 200: Type.Object({ deliveries: Type.Array(DeliveryView) }, closed) },
      },
    },
    async (request) => {
      return { deliveries: await listDeliveries(deps.sql, request.params.webhookId) }
    },
  )

  app.post(
    '/api/webhooks/:webhookId/deliveries/:messageId',
    {
      config: placed,
      schema: {
        tags,
        summary: 'Send a message again',
        params: Type.Object({ webhookId: Uuid, messageId: Uuid }, closed),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await redeliver(deps, principalOf(request).personId, request.params)
      return reply.code(204).send(null)
    },
  )
}
