import { Type } from 'typebox'
import { ConductOrder, ConductRecord, ConductResult } from '../../domain/delivery/conduct.ts'
import { scopeOf } from '../../store/scope.ts'
import { listConduct } from '../../store/views/conduct.ts'
import { conductExam } from '../../workflows/conduct/conduct-exam.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

const organizers = ['organizer'] as const
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }
const config = { access: { scope: 'branch', roles: organizers, targets: [examOfPath] } } as const
const tags = ['Exams']
const params = idParams('examId')

const description =
  'Time, pauses, messages and reopening, for all attempts of an open exam or for those named. ' +
  'All, or nothing: the reply tells whom it reached and whom not. The same order again, by its ' +
  'id, changes nothing more and has the same reply. Candidates are told within seconds.'

/** What organizers do about attempts while an exam is open, and the record of it. */
export function conductRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/exams/:examId/conduct',
    {
      config,
      schema: {
        tags,
        summary: 'Act on attempts of an open exam',
        description,
        params,
        body: ConductOrder,
        response: { 200: ConductResult },
      },
    },
    (request) => {
      const { examId } = request.params
      return conductExam(deps, principalOf(request), { examId, order: request.body })
    },
  )

  app.get(
    '/api/exams/:examId/conduct',
    {
      config,
      schema: {
        tags,
        summary: 'What was done about attempts, newest first',
        params,
        response: { 200: Type.Object({ acts: Type.Array(ConductRecord) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), organizers)
      return { acts: await listConduct(deps.sql, scope, request.params.examId) }
    },
  )
}
