import { Type } from 'typebox'
import type { EvidenceKind } from '../../domain/review/evidence-use.ts'
import { noteEvidence } from '../../workflows/note-evidence.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { roleIn } from '../log-evidence.ts'
import { closed, idParams, Nothing } from './schemas.ts'

const CASE_PARTS = ['case-answers', 'case-timeline', 'case-partners'] as const
const EXAM_PARTS = ['results'] as const
/** Who may list results of an exam, and so save them. */
const EXAM_READERS = ['organizer', 'policy-officer', 'administrator'] as const
const caseOfPath: Target = { kind: 'case', from: 'params', name: 'caseId' }
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }
const description =
  'Pages make their files from what they were given already: they say so here before they save ' +
  'one, so that it stands in the log like any other copy.'

function bodyOf<Part extends EvidenceKind>(parts: readonly Part[]) {
  return Type.Object({ what: Type.Enum([...parts]) }, closed)
}

/** Files that pages make of personal evidence. */
export function evidenceRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/cases/:caseId/exports',
    {
      config: { access: { scope: 'review', roles: ['auditor'], targets: [caseOfPath] } },
      schema: {
        tags: ['Review'],
        summary: 'Note that a part of a case is saved as a file',
        description,
        params: idParams('caseId'),
        body: bodyOf(CASE_PARTS),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      await noteEvidence(deps, {
        act: 'evidence-exported',
        what: request.body.what,
        of: { kind: 'case', id: request.params.caseId },
        actor: { personId, role: 'auditor' },
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/exams/:examId/exports',
    {
      config: { access: { scope: 'branch', roles: EXAM_READERS, targets: [examOfPath] } },
      schema: {
        tags: ['Exams'],
        summary: 'Note that results of an exam are saved as a file',
        description,
        params: idParams('examId'),
        body: bodyOf(EXAM_PARTS),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      await noteEvidence(deps, {
        act: 'evidence-exported',
        what: request.body.what,
        of: { kind: 'exam', id: request.params.examId },
        actor: { personId, role: roleIn(request) },
      })
      return reply.code(204).send(null)
    },
  )
}
