import { Type } from 'typebox'
import {
  CalibrationProposed,
  ExamCalibrationView,
} from '../../domain/settlement/calibration-view.ts'
import { scopeOf } from '../../store/scope.ts'
import { getExamCalibration } from '../../store/views/calibration.ts'
import { proposeCalibration } from '../../workflows/propose-calibration.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams } from './schemas.ts'

const tags = ['Exams']
const roles = ['organizer', 'administrator'] as const
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }
const config = { access: { scope: 'branch', roles, targets: [examOfPath] } } as const

/** What exams say about their items, and how that gets into the bank. */
export function calibrationRoutes(app: App, deps: HttpDeps): void {
  const params = idParams('examId')

  app.get(
    '/api/exams/:examId/calibration',
    {
      config,
      schema: {
        tags,
        summary: 'Item parameters from the exam’s own attempts, on the scale of the bank',
        params,
        response: { 200: ExamCalibrationView },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), roles)
      return getExamCalibration(deps, scope, request.params.examId)
    },
  )

  app.post(
    '/api/exams/:examId/calibration/proposal',
    {
      config,
      schema: {
        tags,
        summary:
          'Propose these parameters to the bank’s workshop, where somebody else reviews them',
        params,
        body: Type.Object({ note: Type.String({ minLength: 1, maxLength: 1000 }) }, closed),
        response: { 200: CalibrationProposed },
      },
    },
    (request) => {
      const { examId } = request.params
      const { personId } = principalOf(request)
      return proposeCalibration(deps, personId, { examId, note: request.body.note })
    },
  )
}
