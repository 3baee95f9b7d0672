import { Type } from 'typebox'
import { CREDIT_UTC_OFFSET_HOURS } from '../../domain/policy/credit-cycles.ts'
import { DecisionInput } from '../../domain/review/decision.ts'
import { CaseQueue } from '../../domain/review/queue-views.ts'
import { MyAccuracy, ReviewStatistics } from '../../domain/review/statistics-views.ts'
import { CaseView } from '../../domain/review/views.ts'
import { KNOWN_SHARE } from '../../domain/review/workload.ts'
import { scopeOf } from '../../store/scope.ts'
import { getCase } from '../../store/views/case.ts'
import { listCases } from '../../store/views/cases.ts'
import { getMyAccuracy } from '../../store/views/my-accuracy.ts'
import { getReviewStatistics } from '../../store/views/review-statistics.ts'
import { getWorkload } from '../../store/views/workload.ts'
import { decideCase } from '../../workflows/decide-case.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const auditors = ['auditor'] as const
const caseOfPath: Target = { kind: 'case', from: 'params', name: 'caseId' }
const by = (...targets: Target[]) =>
  ({ access: { scope: 'review', roles: auditors, targets } }) as const

const evidence = {
  act: 'evidence-viewed',
  what: 'case',
  of: 'case',
  name: 'caseId',
} as const

export function caseRoutes(app: App, deps: HttpDeps): void {
  const tags = ['Review']
  const params = idParams('caseId')
  const clock = () => ({ now: deps.now(), utcOffsetHours: CREDIT_UTC_OFFSET_HOURS })

  app.get(
    '/api/cases',
    {
      config: by(),
      schema: {
        tags,
        summary: 'My queue, what is due first, and how much of the day is left',
        querystring: Type.Object({ state: Type.Optional(Type.Enum(['open', 'decided'])) }, closed),
        response: { 200: CaseQueue },
      },
    },
    async (request) => {
      const auditor = principalOf(request)
      const { state } = request.query
      const scope = scopeOf(auditor, auditors)
      const { personId } = auditor
      return {
        cases: await listCases(deps.sql, scope, { auditor, state }),
        workload: await getWorkload(deps.sql, scope, { personId, ...clock() }),
      }
    },
  )

  app.get(
    '/api/cases/:caseId',
    {
      config: { ...by(caseOfPath), evidence },
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
      return getCase(deps, scopeOf(auditor, auditors), { auditor, caseId })
    },
  )

  app.post(
    '/api/cases/:caseId/decisions',
    {
      config: { ...by(caseOfPath), evidence },
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

  app.get(
    '/api/review/my-accuracy',
    {
      config: by(),
      schema: {
        tags,
        summary: 'My decisions against known cases, the other auditor and appeals',
        response: { 200: MyAccuracy },
      },
    },
    async (request) => {
      const auditor = principalOf(request)
      const asked = { personId: auditor.personId, knownShare: KNOWN_SHARE, ...clock() }
      return getMyAccuracy(deps.sql, scopeOf(auditor, auditors), asked)
    },
  )
}

const counters = ['auditor', 'administrator'] as const

/** What review as a whole is like, for those who answer for it. */
export function reviewStatisticsRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/review/statistics',
    {
      config: { access: { scope: 'branch', roles: counters } },
      schema: {
        tags: ['Review'],
        summary: 'Agreement, accuracy, appeals and flag rates in my branches',
        querystring: Type.Object({ examId: Type.Optional(Uuid) }, closed),
        response: { 200: ReviewStatistics },
      },
    },
    async (request) =>
      getReviewStatistics(deps.sql, scopeOf(principalOf(request), counters), {
        examId: request.query.examId ?? null,
        now: deps.now(),
        utcOffsetHours: CREDIT_UTC_OFFSET_HOURS,
      }),
  )
}
