import { Type } from 'typebox'
import {
  AmendmentEffect,
  AmendmentInput,
  AmendmentRow,
  AmendmentVerdict,
} from '../../domain/scheduling/amendment-views.ts'
import { scopeOf } from '../../store/scope.ts'
import { listAmendments } from '../../store/views/amendments.ts'
import { decideAmendment, proposeAmendment } from '../../workflows/amend-key.ts'
import { previewAmendment } from '../../workflows/preview-amendment.ts'
import { principalOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const tags = ['Key amendments']
const organizers = ['organizer'] as const
const config = {
  access: {
    scope: 'branch',
    roles: organizers,
    targets: [{ kind: 'exam', from: 'params', name: 'examId' }],
  },
} as const
const params = Type.Object({ examId: Uuid, amendmentId: Uuid }, closed)
const Amendments = Type.Object({ amendments: Type.Array(AmendmentRow) }, closed)

/** Keys found wrong after publication: proposed by one, decided on by another, regraded at once. */
export function amendmentRoutes(app: App, deps: HttpDeps): void {
  proposalRoutes(app, deps)

  app.get(
    '/api/exams/:examId/amendments/:amendmentId/effect',
    {
      config,
      schema: {
        tags,
        summary: 'Whom an amendment would help or cost',
        params,
        response: { 200: AmendmentEffect },
      },
    },
    (request) => previewAmendment(deps, request.params),
  )

  app.post(
    '/api/exams/:examId/amendments/:amendmentId/verdict',
    {
      config,
      schema: {
        tags,
        summary: 'Approve or reject an amendment, as a second person',
        description: 'With approval every closed attempt is settled again, all or none.',
        params,
        body: AmendmentVerdict,
        response: { 200: Amendments },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { examId } = request.params
      await decideAmendment(deps, principal.personId, { ...request.params, ...request.body })
      const scope = scopeOf(principal, organizers)
      return { amendments: await listAmendments(deps.sql, scope, examId) }
    },
  )
}

function proposalRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/exams/:examId/amendments',
    {
      config,
      schema: {
        tags,
        summary: 'Amendments of the keys of an exam',
        params: idParams('examId'),
        response: { 200: Amendments },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), organizers)
      return { amendments: await listAmendments(deps.sql, scope, request.params.examId) }
    },
  )

  app.post(
    '/api/exams/:examId/amendments',
    {
      config,
      schema: {
        tags,
        summary: 'Say that a key is wrong',
        params: idParams('examId'),
        body: AmendmentInput,
        response: { 201: Amendments },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { examId } = request.params
      await proposeAmendment(deps, principal.personId, { examId, ...request.body })
      const scope = scopeOf(principal, organizers)
      const amendments = await listAmendments(deps.sql, scope, examId)
      return reply.code(201).send({ amendments })
    },
  )
}
