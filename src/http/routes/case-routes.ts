import { Type } from 'typebox'
import { DecisionInput } from '../../domain/review/decision.ts'
import { CaseRow, CaseView } from '../../domain/review/views.ts'
import { scopeOf } from '../../store/scope.ts'
import { getCase } from '../../store/views/case.ts'
import { listCases } from '../../store/views/cases.ts'
import { decideCase } from '../../workflows/decide-case.ts'
import { noteCaseViewed } from '../../workflows/note-case-viewed.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

const auditors = ['auditor'] as const
const caseOfPath: Target = { kind: 'case', from: 'params', name: 'caseId' }
const by = (...targets: Target[]) =>
  ({ access: { scope: 'review', roles: auditors, targets } }) as const

export function caseRoutes(app: App, deps: HttpDeps): void {
  const tags = ['Review']
  const params = idParams('caseId')

  app.get(
    '/api/cases',
    {
      config: by(),
      schema: {
        tags,
        summary: 'My queue: heaviest evidence first',
        querystring: Type.Object({ state: Type.Optional(Type.Enum(['open', 'decided'])) }, closed),
        response: { 200: Type.Object({ cases: Type.Array(CaseRow) }, closed) },
      },
    },
    async (request) => {
      const auditor = principalOf(request)
      const { state } = request.query
      return { cases: await listCases(deps.sql, scopeOf(auditor, auditors), { auditor, state }) }
    },
  )

  app.get(
    '/api/cases/:caseId',
    {
      config: by(caseOfPath),
      schema: {
        tags,
        summary: 'One case; the view is logged',
        params,
        response: { 200: CaseView },
      },
    },
    async (request) => {
      const auditor = principalOf(request)
      const { caseId } = request.params
      const found = await getCase(deps, scopeOf(auditor, auditors), { auditor, caseId })
      await noteCaseViewed(deps, auditor.personId, caseId)
      return found
    },
  )

  app.post(
    '/api/cases/:caseId/decisions',
    {
      config: by(caseOfPath),
      schema: {
        tags,
        summary: 'Decide, independently of the other auditors',
        params,
        body: DecisionInput,
        response: { 201: CaseView },
      },
    },
    async (request, reply) => {
      const auditor = principalOf(request)
      const { caseId } = request.params
      await decideCase(deps, auditor, { caseId, input: request.body })
      const view = await getCase(deps, scopeOf(auditor, auditors), { auditor, caseId })
      return reply.code(201).send(view)
    },
  )
}
