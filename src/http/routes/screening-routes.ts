import { Type } from 'typebox'
import { ScreeningView } from '../../domain/settlement/screening-summary.ts'
import { scopeOf } from '../../store/scope.ts'
import { getExamScreening } from '../../store/views/screening.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

// It names nobody and is about nobody's attempt, so auditors of the branch may read it even where
// some of the candidates stand on their own line.
const roles = ['organizer', 'administrator', 'auditor'] as const
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }

/** What comparing all attempts of an exam found. */
export function screeningRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/exams/:examId/screening',
    {
      config: { access: { scope: 'branch', roles, targets: [examOfPath] } },
      schema: {
        tags: ['Exams'],
        summary: 'What comparing all attempts found, without names; null until it has been done',
        params: idParams('examId'),
        response: {
          200: Type.Object({ screening: Type.Union([ScreeningView, Type.Null()]) }, closed),
        },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), roles)
      return { screening: await getExamScreening(deps.sql, scope, request.params.examId) }
    },
  )
}
