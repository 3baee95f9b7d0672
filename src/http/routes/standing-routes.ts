import { Type } from 'typebox'
import { OutcomeEffect } from '../../domain/policy/policy.ts'
import { ExplanationView, StandingView } from '../../domain/policy/views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { scopeOf } from '../../store/scope.ts'
import { explainStanding } from '../../store/views/explanations.ts'
import { findPlaces } from '../../store/views/principal.ts'
import { listStandings } from '../../store/views/standings.ts'
import { evaluateStandings } from '../../workflows/evaluate-standings.ts'
import { principalOf, rolesOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const roles = ['policy-officer', 'organizer', 'administrator'] as const
const tags = ['Standings']
const Standings = Type.Object(
  {
    standings: Type.Array(StandingView),
    /** How many fit, on all pages. */
    total: Type.Integer(),
    /** What the next page is asked for by, as `after`; null on the last. */
    next: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
)
/** How many a person can have: as many cycles and policies as in a working life. */
const OWN_STANDINGS = 1000
const A_PAGE = 100
const standingOfPath = { kind: 'standing', from: 'params', name: 'standingId' } as const
const listing = {
  act: 'evidence-viewed',
  what: 'register',
  of: 'listing',
  name: 'standings',
} as const
const unitOfBody = { kind: 'unit', from: 'body', name: 'unitId' } as const

/** How persons and branches stand in their cycles. */
export function standingRoutes(app: App, deps: HttpDeps): void {
  officerRoutes(app, deps)
  ownRoutes(app, deps)
}

function officerRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/standings',
    {
      config: { access: { scope: 'branch', roles }, evidence: listing },
      schema: {
        tags,
        summary: 'How persons and units of my branch stand in their cycles',
        querystring: Type.Object(
          {
            policy: Type.Optional(Type.String({ maxLength: 64 })),
            cycle: Type.Optional(Type.String({ pattern: '^\\d{4}(-\\d{4})?$' })),
            personId: Type.Optional(Uuid),
            effect: Type.Optional(OutcomeEffect),
            /** Part of a name. */
            search: Type.Optional(Type.String({ maxLength: 100 })),
            after: Type.Optional(Type.String({ maxLength: 1000 })),
            limit: Type.Integer({ minimum: 1, maximum: 1000, default: A_PAGE }),
          },
          closed,
        ),
        response: { 200: Standings },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return listStandings(deps.sql, scope, request.query)
    },
  )

  app.post(
    '/api/standings',
    {
      config: { access: { scope: 'branch', roles, targets: [unitOfBody] }, evidence: listing },
      schema: {
        tags,
        summary: 'Work out how a branch stands now; awards follow',
        body: Type.Object(
          {
            policy: Type.String({ maxLength: 64 }),
            /** Any year of the cycle. */
            year: Type.Integer({ minimum: 2000, maximum: 2100 }),
            unitId: Uuid,
          },
          closed,
        ),
        response: {
          200: Type.Object({ written: Type.Integer(), ...Standings.properties }, closed),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { policy, year, unitId } = request.body
      const [place] = await findPlaces(deps.sql, 'unit', unitId)
      if (!place) throw new Refusal('not-found', 'no such unit')
      const asked = { policy, year, unitPath: place.unitPath }
      const written = await evaluateStandings(deps, principal.personId, asked)
      const scope = scopeOf(principal, rolesOf(request))
      const page = await listStandings(deps.sql, scope, { policy, limit: A_PAGE })
      return { written, ...page }
    },
  )

  app.get(
    '/api/standings/:standingId/explanation',
    {
      config: {
        access: { scope: 'branch', roles, targets: [standingOfPath] },
        evidence: {
          act: 'evidence-viewed',
          what: 'explanation',
          of: 'standing',
          name: 'standingId',
        },
      },
      schema: {
        tags,
        summary: 'Why a standing of my branch is as it is',
        params: idParams('standingId'),
        response: { 200: ExplanationView },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return explainStanding(deps.sql, scope, request.params.standingId)
    },
  )
}

function ownRoutes(app: App, deps: HttpDeps): void {
  const config = { access: { scope: 'self' } } as const

  app.get(
    '/api/my/standings',
    {
      config,
      schema: {
        tags: ['Results'],
        summary: 'How I stand in my cycles',
        response: { 200: Standings },
      },
    },
    async (request) => {
      const { personId } = principalOf(request)
      const scope = { person: personId, branches: [] }
      return listStandings(deps.sql, scope, { personId, limit: OWN_STANDINGS })
    },
  )

  app.get(
    '/api/my/standings/:standingId/explanation',
    {
      config: { access: { scope: 'self', own: standingOfPath } },
      schema: {
        tags: ['Results'],
        summary: 'Why my standing is as it is, and what would change it',
        params: idParams('standingId'),
        response: { 200: ExplanationView },
      },
    },
    (request) => {
      const scope = { person: principalOf(request).personId, branches: [] }
      return explainStanding(deps.sql, scope, request.params.standingId)
    },
  )
}
