import { Type } from 'typebox'
import { ExamAnalysis, ItemReport } from '../../domain/settlement/analysis-views.ts'
import { GapMap } from '../../domain/settlement/gap-views.ts'
import { scopeOf } from '../../store/scope.ts'
import { getExamAnalysis, getGapMap, getItemReport } from '../../store/views/analysis.ts'
import { principalOf, rolesOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const tags = ['Exams']
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }
const organizers = {
  access: { scope: 'branch', roles: ['organizer'], targets: [examOfPath] },
} as const
const trainers = {
  access: { scope: 'branch', roles: ['organizer', 'adviser'], targets: [examOfPath] },
} as const

/** What an exam showed about its items, its candidates and what they should train. */
export function examAnalysisRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/exams/:examId/gaps',
    {
      config: trainers,
      schema: {
        tags,
        summary: 'What to train: competency gaps by unit and post, with uncertainty',
        params: idParams('examId'),
        response: { 200: GapMap },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return getGapMap(deps, scope, { examId: request.params.examId, now: deps.now() })
    },
  )

  app.get(
    '/api/exams/:examId/analysis',
    {
      config: {
        ...organizers,
        evidence: { act: 'evidence-viewed', what: 'analysis', of: 'exam', name: 'examId' },
      },
      schema: {
        tags,
        summary: 'How the exam measured: reliability, information, persons and items, fairness',
        params: idParams('examId'),
        response: { 200: ExamAnalysis },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return getExamAnalysis(deps, scope, { examId: request.params.examId, now: deps.now() })
    },
  )

  app.get(
    '/api/exams/:examId/items/:itemId',
    {
      config: organizers,
      schema: {
        tags,
        summary: 'How one item did in the exam',
        params: Type.Object({ examId: Uuid, itemId: Type.String({ maxLength: 64 }) }, closed),
        response: { 200: ItemReport },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return getItemReport(deps, scope, { ...request.params, now: deps.now() })
    },
  )
}
