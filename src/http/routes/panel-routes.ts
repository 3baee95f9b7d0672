import { Type } from 'typebox'
import {
  BookmarkInput,
  ConclusionInput,
  PanelInput,
  RatingInput,
} from '../../domain/measurement/standard-setting/panel.ts'
import {
  MyPanelRow,
  MyPanelView,
  PanelRow,
  PanelView,
} from '../../domain/scheduling/panel-views.ts'
import { scopeOf } from '../../store/scope.ts'
import { getPanel } from '../../store/views/panel.ts'
import { listMyPanels, listPanels } from '../../store/views/panels.ts'
import { concludePanel, signPanel } from '../../workflows/conclude-panel.ts'
import { placeBookmarks } from '../../workflows/place-bookmarks.ts'
import { ratePanel } from '../../workflows/rate-panel.ts'
import { createPanel, inviteJudges, turnRound } from '../../workflows/run-panel.ts'
import { showPanelItems } from '../../workflows/show-panel-items.ts'
import { principalOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const tags = ['Standard setting']
const organizers = ['organizer'] as const
/** Who runs exams may ask for a panel; who answers for the branch may sign one as well. */
const signers = ['organizer', 'administrator'] as const
const panelOfPath = [{ kind: 'panel', from: 'params', name: 'panelId' }] as const
const self = { access: { scope: 'self' } } as const
const running = {
  access: { scope: 'branch', roles: organizers, targets: panelOfPath },
} as const
const signing = { access: { scope: 'branch', roles: signers, targets: panelOfPath } } as const
const params = idParams('panelId')
const response = { 200: PanelView }

/** Cut scores by judgement: panels, their rounds, their judges, conclusion and signature. */
export function panelRoutes(app: App, deps: HttpDeps): void {
  listRoutes(app, deps)
  runRoutes(app, deps)
  conclusionRoutes(app, deps)
  judgeRoutes(app, deps)
  answerRoutes(app, deps)
}

function show(deps: HttpDeps, principal: ReturnType<typeof principalOf>, panelId: string) {
  const scope = scopeOf(principal, signers)
  return getPanel(deps, scope, { panelId, reader: principal.personId })
}

function listRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/panels',
    {
      config: { access: { scope: 'branch', roles: signers } },
      schema: {
        tags,
        summary: 'Panels of my branches',
        response: { 200: Type.Object({ panels: Type.Array(PanelRow) }, closed) },
      },
    },
    async (request) => {
      return { panels: await listPanels(deps.sql, scopeOf(principalOf(request), signers)) }
    },
  )

  app.post(
    '/api/panels',
    {
      config: {
        access: {
          scope: 'branch',
          roles: organizers,
          targets: [{ kind: 'unit', from: 'body', name: 'unitId' }],
        },
      },
      schema: { tags, summary: 'Begin a panel', body: PanelInput, response: { 201: PanelView } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const by = { actor: principal.personId, scope: scopeOf(principal, organizers) }
      const panelId = await createPanel(deps, by, request.body)
      return reply.code(201).send(await show(deps, principal, panelId))
    },
  )

  app.get(
    '/api/panels/:panelId',
    { config: signing, schema: { tags, summary: 'One panel', params, response } },
    (request) => show(deps, principalOf(request), request.params.panelId),
  )
}

function runRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/panels/:panelId/judges',
    {
      config: running,
      schema: {
        tags,
        summary: 'Invite judges of the panel’s branch',
        params,
        body: Type.Object(
          {
            accounts: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
              minItems: 1,
              maxItems: 100,
              uniqueItems: true,
            }),
          },
          closed,
        ),
        response,
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { panelId } = request.params
      await inviteJudges(deps, principal.personId, { panelId, ...request.body })
      return show(deps, principal, panelId)
    },
  )

  app.post(
    '/api/panels/:panelId/rounds',
    {
      config: running,
      schema: {
        tags,
        summary: 'Open the next round, or close the open one',
        params,
        body: Type.Object(
          {
            act: Type.Enum(['opened', 'closed']),
            round: Type.Integer({ minimum: 1, maximum: 9 }),
          },
          closed,
        ),
        response,
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { panelId } = request.params
      await turnRound(deps, principal.personId, { panelId, ...request.body })
      return show(deps, principal, panelId)
    },
  )
}

function conclusionRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/panels/:panelId/conclusions',
    {
      config: running,
      schema: {
        tags,
        summary: 'Recommend a cut for each level, on the last closed round',
        params,
        body: ConclusionInput,
        response,
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { panelId } = request.params
      await concludePanel(deps, principal.personId, { panelId, input: request.body })
      return show(deps, principal, panelId)
    },
  )

  app.post(
    '/api/panels/:panelId/conclusions/:conclusionId/verdict',
    {
      config: signing,
      schema: {
        tags,
        summary: 'Sign the recommended cuts, or send them back, as a second person',
        params: Type.Object({ panelId: Uuid, conclusionId: Uuid }, closed),
        body: Type.Object(
          { approved: Type.Boolean(), note: Type.String({ maxLength: 2000 }) },
          closed,
        ),
        response,
      },
    },
    async (request) => {
      const principal = principalOf(request)
      await signPanel(deps, principal.personId, { ...request.params, ...request.body })
      return show(deps, principal, request.params.panelId)
    },
  )
}

function judgeRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/my/panels',
    {
      config: self,
      schema: {
        tags,
        summary: 'The panels I am a judge of',
        response: { 200: Type.Object({ panels: Type.Array(MyPanelRow) }, closed) },
      },
    },
    async (request) => ({
      panels: await listMyPanels(deps.sql, principalOf(request).personId),
    }),
  )

  app.get(
    '/api/my/panels/:panelId',
    {
      config: self,
      schema: {
        tags,
        summary: 'A panel I judge: items with keys, my ratings, feedback; the view is logged',
        params,
        response: { 200: MyPanelView },
      },
    },
    (request) => showPanelItems(deps, principalOf(request).personId, request.params.panelId),
  )
}

function answerRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/my/panels/:panelId/ratings',
    {
      config: self,
      schema: {
        tags,
        summary: 'Rate items in the open round; the last rating of an item counts',
        params,
        body: Type.Object(
          {
            round: Type.Integer({ minimum: 1, maximum: 9 }),
            ratings: Type.Array(RatingInput, { minItems: 1, maxItems: 1200 }),
          },
          closed,
        ),
        response: { 200: Type.Object({ saved: Type.Integer() }, closed) },
      },
    },
    async (request) => {
      const { panelId } = request.params
      const judgeId = principalOf(request).personId
      await ratePanel(deps, judgeId, { panelId, ...request.body })
      return { saved: request.body.ratings.length }
    },
  )

  app.post(
    '/api/my/panels/:panelId/bookmarks',
    {
      config: self,
      schema: {
        tags,
        summary: 'Place bookmarks in the open round; the last of a level counts',
        params,
        body: Type.Object(
          {
            round: Type.Integer({ minimum: 1, maximum: 9 }),
            bookmarks: Type.Array(BookmarkInput, { minItems: 1, maxItems: 4 }),
          },
          closed,
        ),
        response: { 200: Type.Object({ saved: Type.Integer() }, closed) },
      },
    },
    async (request) => {
      const { panelId } = request.params
      const judgeId = principalOf(request).personId
      await placeBookmarks(deps, judgeId, { panelId, ...request.body })
      return { saved: request.body.bookmarks.length }
    },
  )
}
