import { Type } from 'typebox'
import { WorkshopFrameStanding, WorkshopFrameView } from '../../domain/bank/workshop-frame-views.ts'
import { WorkshopHealth, WorkshopPerformance } from '../../domain/bank/workshop-health-views.ts'
import { scopeOf } from '../../store/scope.ts'
import { getWorkshopFrame } from '../../store/views/workshop-frame.ts'
import { getWorkshopHealth, getWorkshopPerformance } from '../../store/views/workshop-health.ts'
import { approveFrame } from '../../workflows/approve-frame.ts'
import { returnFrame } from '../../workflows/return-frame.ts'
import { principalOf, rolesOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed } from './schemas.ts'

const tags = ['Item workshop']
const writers = { access: { scope: 'branch', roles: ['organizer', 'administrator'] } } as const
const params = Type.Object(
  { program: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }) },
  closed,
)
/** The revision is the one that was seen. */
const FrameJudgement = Type.Object(
  { revision: Type.Integer({ minimum: 1 }), note: Type.String({ maxLength: 2000 }) },
  closed,
)

/** What concerns a program as a whole and not single items. */
export function workshopProgramRoutes(app: App, deps: HttpDeps): void {
  frameRoutes(app, deps)
  returnRoutes(app, deps)
  healthRoutes(app, deps)
}

function frameRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/workshops/:program/frame',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Title, competencies, posts and stimuli of a program, with who approved them',
        params,
        response: { 200: WorkshopFrameView },
      },
    },
    (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal, rolesOf(request))
      const asked = { ...request.params, reader: principal.personId }
      return getWorkshopFrame(deps.sql, scope, asked)
    },
  )

  app.post(
    '/api/workshops/:program/frame/approval',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Approve the latest frame of a program; releases use it from then on',
        description: 'Nobody approves what they wrote; the revision is the one that was seen.',
        params,
        body: FrameJudgement,
        response: { 200: WorkshopFrameStanding },
      },
    },
    (request) =>
      approveFrame(deps, principalOf(request).personId, { ...request.params, ...request.body }),
  )
}

function returnRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/workshops/:program/frame/return',
    {
      config: writers,
      schema: {
        tags,
        summary: 'Send the latest frame of a program back, with a note',
        description: 'It cannot be approved any more; its authors propose a new one.',
        params,
        body: FrameJudgement,
        response: { 200: WorkshopFrameStanding },
      },
    },
    (request) =>
      returnFrame(deps, principalOf(request).personId, { ...request.params, ...request.body }),
  )
}

function healthRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/workshops/:program/health',
    {
      config: writers,
      schema: {
        tags,
        summary: 'How many more exams the items of the latest bank version will do',
        params,
        querystring: Type.Object(
          {
            /** Forms per exam. */
            forms: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
            /** Forms after which an item is used up, beside the blueprints' exposure caps. */
            sightings: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
          },
          closed,
        ),
        response: { 200: WorkshopHealth },
      },
    },
    (request) => {
      const { forms, sightings = null } = request.query
      const asked = { ...request.params, forms, sightings }
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return getWorkshopHealth(deps, scope, asked)
    },
  )

  app.get(
    '/api/workshops/:program/performance',
    {
      config: writers,
      schema: {
        tags,
        summary: 'How often items were solved in final exams, and how long they took',
        params,
        response: { 200: WorkshopPerformance },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return getWorkshopPerformance(deps, scope, request.params.program)
    },
  )
}
