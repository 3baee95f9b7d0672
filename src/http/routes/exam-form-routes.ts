import { Type } from 'typebox'
import { ExamFormView } from '../../domain/scheduling/form-view.ts'
import { scopeOf } from '../../store/scope.ts'
import { SAMPLE_FORMS } from '../../workflows/plan-exam.ts'
import { showAttemptForm, showSampleForm } from '../../workflows/show-exam-form.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, Uuid } from './schemas.ts'

const tags = ['Exams']
const roles = ['organizer', 'administrator'] as const
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }
const config = { access: { scope: 'branch', roles, targets: [examOfPath] } } as const

/** Forms with their keys, for those who answer for the exam. */
export function examFormRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/exams/:examId/attempts/:attemptId/form',
    {
      config,
      schema: {
        tags,
        summary: 'A candidate’s form with its key; the view is logged',
        params: Type.Object({ examId: Uuid, attemptId: Uuid }, closed),
        response: { 200: ExamFormView },
      },
    },
    (request) => {
      const principal = principalOf(request)
      return showAttemptForm(
        deps,
        { principal, scope: scopeOf(principal, roles) },
        { examId: request.params.examId, attemptId: request.params.attemptId },
      )
    },
  )

  app.get(
    '/api/exams/:examId/sample-forms/:sample',
    {
      config,
      schema: {
        tags,
        summary: 'One of the sample forms of the saved blueprint, with its key',
        params: Type.Object(
          { examId: Uuid, sample: Type.String({ pattern: `^[1-${SAMPLE_FORMS}]$` }) },
          closed,
        ),
        response: { 200: ExamFormView },
      },
    },
    (request) => {
      const principal = principalOf(request)
      return showSampleForm(
        deps,
        { principal, scope: scopeOf(principal, roles) },
        { examId: request.params.examId, sample: Number(request.params.sample) },
      )
    },
  )
}
