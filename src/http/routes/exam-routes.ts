import { Type } from 'typebox'
import { Blueprint } from '../../domain/assembly/blueprint.ts'
import { ConflictView } from '../../domain/scheduling/conflict-view.ts'
import { ExamDraft, ExamWindow } from '../../domain/scheduling/exam.ts'
import { ExamAttemptRow, ExamPreview, ExamRow, ExamView } from '../../domain/scheduling/views.ts'
import { bundleTables } from '../../domain/settlement/bundle-tables.ts'
import { ExamReport } from '../../domain/settlement/views.ts'
import { scopeOf } from '../../store/scope.ts'
import { getExam, listExamAttempts, listExams } from '../../store/views/exams.ts'
import { getExamReport } from '../../store/views/report.ts'
import { archiveTables } from '../../workflows/archive-tables.ts'
import { draftExam, redraftExam } from '../../workflows/draft-exam.ts'
import { exportBundle } from '../../workflows/export-bundle.ts'
import { planRetest } from '../../workflows/plan-retest.ts'
import { previewDraft } from '../../workflows/preview-exam.ts'
import { publishExam } from '../../workflows/publish-exam.ts'
import { principalOf, rolesOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import type { ShownEvidence } from '../log-evidence.ts'
import { examAnalysisRoutes } from './exam-analysis-routes.ts'
import { examFormRoutes } from './exam-form-routes.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const tags = ['Exams']
const organizers = ['organizer'] as const
const examOfPath: Target = { kind: 'exam', from: 'params', name: 'examId' }
const unitOfBody: Target = { kind: 'unit', from: 'body', name: 'unitId' }
const audienceOfBody: Target = { kind: 'unit', from: 'body', name: 'audienceUnitIds' }
const by = (...targets: Target[]) =>
  ({ access: { scope: 'branch', roles: organizers, targets } }) as const
const params = idParams('examId')

export function examRoutes(app: App, deps: HttpDeps): void {
  draftRoutes(app, deps)
  retestRoutes(app, deps)
  publicationRoutes(app, deps)
  outcomeRoutes(app, deps)
  examFormRoutes(app, deps)
  examAnalysisRoutes(app, deps)
}

function draftRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/exams',
    {
      config: by(),
      schema: {
        tags,
        summary: 'Exams of my branches',
        response: { 200: Type.Object({ exams: Type.Array(ExamRow) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), rolesOf(request))
      return { exams: await listExams(deps.sql, scope, deps.now()) }
    },
  )

  app.post(
    '/api/exams',
    {
      config: by(unitOfBody, audienceOfBody),
      schema: { tags, summary: 'Draft an exam', body: ExamDraft, response: { 201: ExamView } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const examId = await draftExam(deps, principal.personId, {
        draft: request.body,
        simulated: false,
      })
      const scope = scopeOf(principal, organizers)
      return reply.code(201).send(await getExam(deps.sql, scope, { examId, now: deps.now() }))
    },
  )

  app.put(
    '/api/exams/:examId',
    {
      config: by(examOfPath, unitOfBody, audienceOfBody),
      schema: {
        tags,
        summary: 'Replace a draft',
        params,
        body: ExamDraft,
        response: { 200: ExamView },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { examId } = request.params
      await redraftExam(deps, principal.personId, { examId, draft: request.body })
      return getExam(deps.sql, scopeOf(principal, organizers), { examId, now: deps.now() })
    },
  )

  app.get(
    '/api/exams/:examId',
    {
      config: by(examOfPath),
      schema: { tags, summary: 'One exam', params, response: { 200: ExamView } },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), organizers)
      return getExam(deps.sql, scope, { examId: request.params.examId, now: deps.now() })
    },
  )
}

function retestRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/exams/:examId/re-tests',
    {
      config: by(examOfPath),
      schema: {
        tags,
        summary: 'Draft a shorter re-test of a final exam',
        params,
        body: Type.Object({ window: ExamWindow }, closed),
        response: { 201: Type.Object({ examId: Uuid }, closed) },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const { examId: verified } = request.params
      const { window } = request.body
      const examId = await planRetest(deps, personId, { examId: verified, window })
      return reply.code(201).send({ examId })
    },
  )
}

function publicationRoutes(app: App, deps: HttpDeps): void {
  app.post(
    '/api/exam-conflicts',
    {
      config: by(),
      schema: {
        tags,
        summary: 'Why a blueprint cannot be met, and the smallest repairs',
        body: Type.Object({ bankVersionId: Uuid, blueprint: Blueprint }, closed),
        response: { 200: ConflictView },
      },
    },
    async (request) => {
      const { bankVersionId, blueprint } = request.body
      return deps.conflictFinder.find({ bank: await deps.frozen.bank(bankVersionId), blueprint })
    },
  )

  app.post(
    '/api/exam-previews',
    {
      config: by(audienceOfBody),
      schema: {
        tags,
        summary: 'What a blueprint will be able to tell',
        body: Type.Object(
          {
            bankVersionId: Uuid,
            blueprint: Blueprint,
            policyVersionId: Type.Optional(Uuid),
            window: Type.Optional(ExamWindow),
            audienceUnitIds: Type.Optional(Type.Array(Uuid)),
            panelId: ExamDraft.properties.panelId,
            cutReason: ExamDraft.properties.cutReason,
          },
          closed,
        ),
        response: { 200: ExamPreview },
      },
    },
    (request) => previewDraft(deps, request.body),
  )

  app.post(
    '/api/exams/:examId/publication',
    {
      config: by(examOfPath),
      schema: {
        tags,
        summary: 'Publish: freeze the exam and commit to its secret',
        params,
        body: Type.Object(
          { waiver: Type.Union([Type.String({ maxLength: 1000 }), Type.Null()]) },
          closed,
        ),
        response: { 200: ExamView },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { examId } = request.params
      await publishExam(deps, principal.personId, { examId, waiver: request.body.waiver })
      return getExam(deps.sql, scopeOf(principal, organizers), { examId, now: deps.now() })
    },
  )
}

function shown(act: ShownEvidence['act'], what: ShownEvidence['what']): ShownEvidence {
  return { act, what, of: 'exam', name: 'examId' }
}

function outcomeRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/exams/:examId/attempts',
    {
      config: { ...by(examOfPath), evidence: shown('evidence-viewed', 'results') },
      schema: {
        tags,
        summary: 'Everybody assigned, and how far they are',
        params,
        response: { 200: Type.Object({ attempts: Type.Array(ExamAttemptRow) }, closed) },
      },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), organizers)
      return { attempts: await listExamAttempts(deps.sql, scope, request.params.examId) }
    },
  )

  app.get(
    '/api/exams/:examId/report',
    {
      config: by(examOfPath),
      schema: {
        tags,
        summary: 'What the exam showed, with uncertainty',
        params,
        response: { 200: ExamReport },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), organizers)
      return getExamReport(deps, scope, { examId: request.params.examId, now: deps.now() })
    },
  )

  app.get(
    '/api/exams/:examId/bundle',
    {
      config: { ...by(examOfPath), evidence: shown('evidence-exported', 'bundle') },
      schema: {
        tags,
        summary: 'Everything needed to check the exam offline with `probity verify`',
        description: 'With `as=csv` its records as a ZIP of CSV files, one a kind of record.',
        params,
        querystring: Type.Object({ as: Type.Optional(Type.Enum(['json', 'csv'])) }, closed),
        response: { 200: Type.Any() },
      },
    },
    async (request, reply) => {
      const { examId } = request.params
      const principal = principalOf(request)
      const scope = scopeOf(principal, organizers)
      const bundle = await exportBundle(deps, principal.personId, { examId, scope })
      const isZip = request.query.as === 'csv'
      const name = `exam-${examId}.${isZip ? 'zip' : 'json'}`
      reply.header('content-disposition', `attachment; filename="${name}"`)
      if (!isZip) return bundle
      return reply
        .type('application/zip')
        .send(await archiveTables(bundleTables(bundle), deps.now()))
    },
  )
}
