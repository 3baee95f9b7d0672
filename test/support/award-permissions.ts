import { randomUUID } from 'node:crypto'
import type { Application } from '../../src/app.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { addWebhook } from '../../src/workflows/manage-webhooks.ts'
import { giveAwards } from './awarded.ts'
import type { RoutePermission } from './permissions.ts'
import type { TwoBranches } from './two-branches.ts'

const open = { kind: 'open' } as const
const anybody = { kind: 'anybody' } as const
const administrator = { kind: 'roles', roles: ['administrator'], placed: true } as const
const ofTasks = ['adviser', 'administrator'] as const
/** The read itself holds it to its holder. */
const holder = { kind: 'owner', owner: 'candidate', byRoute: false } as const

/** Awards: credits, certificates, tasks and webhooks. */
export function awardPermissions(application: Application, world: TwoBranches): RoutePermission[] {
  const records = awardRecords(application, world)
  return [
    ...['my/credits', 'my/certificates', 'my/tasks'].map(
      (path): RoutePermission => ({
        route: `GET /api/${path}`,
        permission: anybody,
        ask: () => ({ url: `/api/${path}` }),
      }),
    ),
    ...certificatePermissions(records),
    ...taskPermissions(records),
    ...webhookPermissions(records, world),
  ]
}

function awardRecords({ deps }: Application, { own }: TwoBranches) {
  const { candidate, organizer } = own.people
  const find = async (statement: 'certificate' | 'task', key: string) => {
    const origin = `standing:${key}`
    const [row] = await read(deps.sql, SYSTEM, (tx) =>
      statement === 'certificate'
        ? tx<{ id: string; code: string }[]>`
            select id, code from certificate where origin = ${origin}`
        : tx<{ id: string; code: string }[]>`
            select id, '' as code from human_task where origin = ${origin}`,
    )
    if (!row) throw new Error(`${origin} gave nothing`)
    return row
  }
  const give = (award: { readonly kind: 'certificate' | 'talk' }) => {
    const { personId, unitPath } = candidate
    return giveAwards(deps, { personId, unitPath, awards: [award] })
  }
  const webhook = async () => {
    const input = { url: 'https://example.org/', topics: ['award-changed' as const] }
    const { id } = await addWebhook(deps, organizer.personId, { ...input, unitId: own.unit.id })
    return id
  }
  return {
    certificate: async () => find('certificate', await give({ kind: 'certificate' })),
    task: async () => (await find('task', await give({ kind: 'talk' }))).id,
    webhook,
    delivery: async () => {
      const webhookId = await webhook()
      await give({ kind: 'talk' })
      const [row] = await read(
        deps.sql,
        SYSTEM,
        (tx) => tx<{ id: string }[]>`
          select message_id as id from webhook_delivery where webhook_id = ${webhookId}`,
      )
      return `/api/webhooks/${webhookId}/deliveries/${row?.id ?? randomUUID()}`
    },
  }
}
type AwardRecords = ReturnType<typeof awardRecords>

function certificatePermissions(records: AwardRecords): RoutePermission[] {
  const of = async (path: string) => `/api/certificates/${(await records.certificate()).id}/${path}`
  return [
    {
      route: 'GET /api/certificates/:certificateId/pdf',
      permission: holder,
      ask: async () => ({ url: await of('pdf') }),
    },
    {
      route: 'GET /api/certificates/:certificateId/credential',
      permission: holder,
      ask: async () => ({ url: await of('credential') }),
    },
    {
      route: 'GET /api/certificates/check/:code',
      permission: open,
      ask: async () => ({ url: `/api/certificates/check/${(await records.certificate()).code}` }),
    },
    {
      route: 'GET /api/credential-status/:purpose/:number',
      permission: open,
      ask: () => ({ url: '/api/credential-status/revocation/0' }),
    },
    { route: 'GET /api/issuer', permission: open, ask: () => ({ url: '/api/issuer' }) },
    {
      route: 'GET /.well-known/jwks.json',
      permission: open,
      ask: () => ({ url: '/.well-known/jwks.json' }),
    },
  ]
}

function taskPermissions(records: AwardRecords): RoutePermission[] {
  return [
    {
      route: 'GET /api/tasks',
      permission: { kind: 'roles', roles: ofTasks, placed: false },
      ask: () => ({ url: '/api/tasks' }),
    },
    {
      route: 'POST /api/tasks/:taskId/end',
      permission: { kind: 'roles', roles: ofTasks, placed: true },
      ask: async () => ({
        url: `/api/tasks/${await records.task()}/end`,
        payload: { kind: 'done', note: '' },
      }),
    },
    {
      route: 'GET /api/award-times',
      permission: { kind: 'roles', roles: ['organizer', 'administrator'], placed: false },
      ask: () => ({ url: '/api/award-times' }),
    },
  ]
}

function webhookPermissions(records: AwardRecords, { own }: TwoBranches): RoutePermission[] {
  return [
    {
      route: 'GET /api/webhooks',
      permission: { kind: 'roles', roles: ['administrator'], placed: false },
      ask: () => ({ url: '/api/webhooks' }),
    },
    {
      route: 'POST /api/webhooks',
      permission: administrator,
      ask: () => ({
        url: '/api/webhooks',
        payload: {
          url: 'https://example.org/',
          topics: ['checkpoint-made'],
          unitId: own.unit.id,
        },
      }),
    },
    {
      route: 'DELETE /api/webhooks/:webhookId',
      permission: administrator,
      ask: async () => ({ url: `/api/webhooks/${await records.webhook()}` }),
    },
    {
      route: 'GET /api/webhooks/:webhookId/deliveries',
      permission: administrator,
      ask: async () => ({ url: `/api/webhooks/${await records.webhook()}/deliveries` }),
    },
    {
      route: 'POST /api/webhooks/:webhookId/deliveries/:messageId',
      permission: administrator,
      ask: async () => ({ url: await records.delivery() }),
    },
  ]
}
