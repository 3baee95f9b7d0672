import { Type } from 'typebox'
import { OutcomeRow } from '../../domain/policy/outcome-row.ts'
import { scopeOf } from '../../store/scope.ts'
import { listOutcomes } from '../../store/views/outcomes.ts'
import { principalOf, rolesOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

/** What the rules said about every attempt of an exam. */
export function outcomeRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/exams/:examId/outcomes',
    {
      config: {
        access: {
          scope: 'branch',
          roles: ['policy-officer', 'organizer', 'administrator'],
          targets: [{ kind: 'exam', from: 'params', name: 'examId' }],
        },
        evidence: { act: 'evidence-viewed', what: 'results', of: 'exam', name: 'examId' },
      },
      schema: {
        tags: ['Policies'],
        summary: 'What the rules said about every attempt of an exam',
        params: idParams('examId'),
        response: { 200: Type.Object({ outcomes: Type.Array(OutcomeRow) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return { outcomes: await listOutcomes(deps.sql, scope, request.params.examId) }
    },
  )
}
