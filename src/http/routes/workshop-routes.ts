import { Type } from 'typebox'
import { ItemState, Judgement } from '../../domain/bank/life-cycle.ts'
import {
  WorkshopExposure,
  WorkshopItemRow,
  WorkshopItemStanding,
  WorkshopItemView,
  WorkshopRow,
} from '../../domain/bank/workshop-views.ts'
import { BankVersionRow } from '../../domain/scheduling/views.ts'
import { scopeOf } from '../../store/scope.ts'
import { listBanks } from '../../store/views/content.ts'
import {
  getWorkshopExposure,
  listWorkshopItems,
  listWorkshops,
} from '../../store/views/workshop.ts'
import { getWorkshopItem } from '../../store/views/workshop-item.ts'
import { judgeItems } from '../../workflows/judge-items.ts'
import { proposeItems } from '../../workflows/propose-items.ts'
import { releaseBank } from '../../workflows/release-bank.ts'
import { takeBank } from '../../workflows/take-bank.ts'
import { principalOf, rolesOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed } from './schemas.ts'
import { workshopProgramRoutes } from './workshop-program-routes.ts'

const tags = ['Item workshop']
const writers = { access: { scope: 'branch', roles: ['organizer', 'administrator'] } } as const
/** Several thousand items, as for a whole bank. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024
const MOST_ITEMS = 10_000

const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
const Note = Type.String({ maxLength: 2000 })
const BASIS =
  'Item id to the revision its writer began with, null for a new item: where another is the ' +
  'latest by now the answer is 409 changed-meanwhile, and nothing is kept.'
const params = Type.Object({ program: Id }, closed)
const Standings = Type.Object(
  { program: Type.String(), items: Type.Array(WorkshopItemStanding) },
  closed,
)

export function workshopRoutes(app: App, deps: HttpDeps): void {
  readingRoutes(app, deps)
  draftingRoutes(app, deps)
  judgingRoutes(app, deps)
  workshopProgramRoutes(app, deps)
}

function readingRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/workshops',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Programs whose items are worked on, with counts by state',
        response: { 200: Type.Object({ workshops: Type.Array(WorkshopRow) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return { workshops: await listWorkshops(deps.sql, scope) }
    },
  )

  app.get(
    '/api/workshops/:program/items',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Items of a workshop, a page at a time',
        params,
        querystring: Type.Object(
          {
            search: Type.Optional(Type.String({ maxLength: 100 })),
            state: Type.Optional(ItemState),
            after: Type.Optional(Id),
            limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
          },
          closed,
        ),
        response: {
          200: Type.Object(
            {
              items: Type.Array(WorkshopItemRow),
              total: Type.Integer(),
              next: Type.Union([Type.String(), Type.Null()]),
            },
            closed,
          ),
        },
      },
    },
    (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal, rolesOf(request))
      const asked = { ...request.params, ...request.query, reader: principal.personId }
      return listWorkshopItems(deps.sql, scope, asked)
    },
  )

  app.get(
    '/api/workshops/:program/items/:itemId',
    {
      config: writers,
      schema: {
        tags,
        summary: 'One item with its revisions, history, enemies and near duplicates',
        params: Type.Object({ program: Id, itemId: Id }, closed),
        response: { 200: WorkshopItemView },
      },
    },
    (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal, rolesOf(request))
      const asked = { ...request.params, reader: principal.personId }
      return getWorkshopItem(deps.sql, scope, asked)
    },
  )

  app.get(
    '/api/workshops/:program/exposure',
    {
      config: writers,
      schema: {
        tags,
        summary: 'How often items stood on forms of published exams',
        params,
        response: { 200: WorkshopExposure },
      },
    },
    (request) => getWorkshopExposure(deps.sql, request.params.program),
  )
}

function draftingRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/workshops',
    {
      config: writers,
      bodyLimit: LARGEST_BODY_BYTES,
      schema: {
        tags,
        summary: 'Take a bank document into the workshop: items as drafts, its frame as proposed',
        description: 'Items and frames that say nothing new stay as they are.',
        body: Type.Object({ document: Type.Unknown(), note: Note }, closed),
        response: { 201: Standings },
      },
    },
    async (request, reply) => {
      const taken = await takeBank(deps, principalOf(request).personId, request.body)
      return reply.code(201).send(taken)
    },
  )

  app.post(
    '/api/workshops/:program/items',
    {
      config: writers,
      bodyLimit: LARGEST_BODY_BYTES,
      schema: {
        tags,
        summary: 'Propose items, or new revisions of items, as drafts: all or none',
        params,
        body: Type.Object(
          {
            items: Type.Array(Type.Unknown(), { minItems: 1, maxItems: MOST_ITEMS }),
            note: Note,
            basis: Type.Optional(
              Type.Record(Type.String(), Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]), {
                description: BASIS,
              }),
            ),
          },
          closed,
        ),
        response: { 201: Standings },
      },
    },
    async (request, reply) => {
      const { program } = request.params
      const proposed = { program, ...request.body }
      const items = await proposeItems(deps, principalOf(request).personId, proposed)
      return reply.code(201).send({ program, items })
    },
  )
}

function judgingRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/workshops/:program/judgements',
    {
      config: writers,
      bodyLimit: LARGEST_BODY_BYTES,
      schema: {
        tags,
        summary: 'Remark on items, review, return, make live or retire them: all or none',
        description: 'Nobody reviews what they wrote; each item names the revision that was seen.',
        params,
        body: Type.Object(
          {
            act: Judgement,
            items: Type.Array(
              Type.Object({ itemId: Id, revision: Type.Integer({ minimum: 1 }) }, closed),
              { minItems: 1, maxItems: MOST_ITEMS },
            ),
            note: Note,
          },
          closed,
        ),
        response: { 200: Standings },
      },
    },
    async (request) => {
      const { program } = request.params
      const judgement = { program, ...request.body }
      const items = await judgeItems(deps, principalOf(request).personId, judgement)
      return { program, items }
    },
  )

  app.post(
    '/api/workshops/:program/release',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Make the live items the next bank version',
        params,
        response: { 201: BankVersionRow },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const id = await releaseBank(deps, principal.personId, request.params.program)
      const scope = scopeOf(principal, rolesOf(request))
      const rows = await listBanks(deps.sql, scope, principal.personId)
      const row = rows.find(({ bankVersionId }) => bankVersionId === id)
      if (!row) throw new Error('what was just released is missing')
      return reply.code(201).send(row)
    },
  )
}
