import { Type } from 'typebox'
import {
  AppealDecisionInput,
  AppealInput,
  AppealRow,
  AppealView,
} from '../../domain/review/appeal-views.ts'
import { ResultView } from '../../domain/settlement/result-views.ts'
import { scopeOf } from '../../store/scope.ts'
import { getAppeal, listAppeals } from '../../store/views/appeals.ts'
import { getResult } from '../../store/views/result.ts'
import { decideAppeal } from '../../workflows/decide-appeal.ts'
import { fileAppeal } from '../../workflows/file-appeal.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

const auditors = ['auditor'] as const
const caseOfPath: Target = { kind: 'case', from: 'params', name: 'caseId' }
const by = (...targets: Target[]) =>
  ({ access: { scope: 'review', roles: auditors, targets } }) as const
const evidence = {
  act: 'evidence-viewed',
  what: 'appeal',
  of: 'case',
  name: 'caseId',
} as const
const attemptOfPath: Target = { kind: 'attempt', from: 'params', name: 'attemptId' }

/** Appeals against findings: candidates file them, auditors who did not decide hear them. */
export function appealRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/attempts/:attemptId/appeal',
    {
      config: { access: { scope: 'self', own: attemptOfPath } },
      schema: {
        tags: ['Results'],
        summary: 'Appeal against the finding, once; an adverse finding waits for the answer',
        params: idParams('attemptId'),
        body: AppealInput,
        response: { 201: ResultView },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const { attemptId } = request.params
      await fileAppeal(deps, personId, { attemptId, grounds: request.body.grounds })
      return reply.code(201).send(await getResult(deps, personId, attemptId))
    },
  )
  hearingRoutes(app, deps)
}

function hearingRoutes(app: App, deps: HttpDeps): void {
  const tags = ['Review']
  const params = idParams('caseId')

  app.get(
    '/api/appeals',
    {
      config: by(),
      schema: {
        tags,
        summary: 'Appeals I may hear, those due first; none of a case I decided',
        querystring: Type.Object({ state: Type.Optional(Type.Enum(['open', 'decided'])) }, closed),
        response: { 200: Type.Object({ appeals: Type.Array(AppealRow) }, closed) },
      },
    },
    async (request) => {
      const auditor = principalOf(request)
      const { state } = request.query
      return {
        appeals: await listAppeals(deps.sql, scopeOf(auditor, auditors), { auditor, state }),
      }
    },
  )

  app.get(
    '/api/cases/:caseId/appeal',
    {
      config: { ...by(caseOfPath), evidence },
      schema: {
        tags,
        summary: 'The appeal in a case, for whoever did not decide it; the view is logged',
        params,
        response: { 200: AppealView },
      },
    },
    async (request) => {
      const auditor = principalOf(request)
      const { caseId } = request.params
      return getAppeal(deps.sql, scopeOf(auditor, auditors), { auditor, caseId })
    },
  )

  app.post(
    '/api/cases/:caseId/appeal/decision',
    {
      config: { ...by(caseOfPath), evidence },
      schema: {
        tags,
        summary: 'Decide an appeal: the finding as it was, or a milder one',
        params,
        body: AppealDecisionInput,
        response: { 201: AppealView },
      },
    },
    async (request, reply) => {
      const auditor = principalOf(request)
      const { caseId } = request.params
      await decideAppeal(deps, auditor, { caseId, input: request.body })
      const view = await getAppeal(deps.sql, scopeOf(auditor, auditors), { auditor, caseId })
      return reply.code(201).send(view)
    },
  )
}
