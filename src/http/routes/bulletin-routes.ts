import { Type } from 'typebox'
import { creditYear } from '../../domain/policy/credit-cycles.ts'
import { Refusal } from '../../domain/refusal.ts'
import { AdvisedPerson } from '../../domain/settlement/bulletin/advised-views.ts'
import { Bulletin, BulletinSource, HalfYear } from '../../domain/settlement/bulletin/views.ts'
import { writeBulletin } from '../../domain/settlement/bulletin/write-bulletin.ts'
import { listAdvised } from '../../store/views/advised.ts'
import { type AskedSource, getBulletin, listBulletinSources } from '../../store/views/bulletins.ts'
import type { Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const tags = ['Bulletins']
const unitOfPath: Target = { kind: 'unit', from: 'params', name: 'unitId' }
const tiers = {
  access: {
    scope: 'branch',
    roles: ['administrator', 'organizer', 'adviser'],
    targets: [unitOfPath],
  },
} as const
const advisers = {
  access: { scope: 'branch', roles: ['adviser'], targets: [unitOfPath] },
} as const
const params = idParams('unitId')

const SourceQuery = {
  examId: Type.Optional(Uuid),
  program: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  half: Type.Optional(HalfYear),
}
const MEDIA_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const
const description =
  'Of one exam (`examId`), or of all exams of a programme in a half-year (`program` and `half`). ' +
  'Units are ordered only where a test over all pairs allows it; what is less than five persons, ' +
  'or could be worked out, is left out. A mark is something to look at, never a verdict.'

/** What tiers read about their branch. */
export function bulletinRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/units/:unitId/bulletin-sources',
    {
      config: tiers,
      schema: {
        tags,
        summary: 'Exams and half-years a unit has a bulletin of, newest first',
        params,
        response: { 200: Type.Object({ sources: Type.Array(BulletinSource) }, closed) },
      },
    },
    async (request) => {
      const { unitId } = request.params
      return { sources: await listBulletinSources(deps.sql, { unitId, now: deps.now() }) }
    },
  )

  app.get(
    '/api/units/:unitId/bulletin',
    {
      config: tiers,
      schema: {
        tags,
        summary: 'A unit’s bulletin: units with intervals and ties, marks, rates by group',
        description,
        params,
        querystring: Type.Object(SourceQuery, closed),
        response: { 200: Bulletin },
      },
    },
    (request) => {
      const { unitId } = request.params
      return getBulletin(deps, { unitId, source: sourceOf(request.query), now: deps.now() })
    },
  )

  fileRoute(app, deps)
  advisedRoute(app, deps)
}

function fileRoute(app: App, deps: HttpDeps): void {
  app.get(
    '/api/units/:unitId/bulletin-file',
    {
      config: tiers,
      schema: {
        tags,
        summary: 'The same as a workbook or CSV',
        params,
        querystring: Type.Object(
          {
            ...SourceQuery,
            format: Type.Enum(['csv', 'xlsx']),
            language: Type.Enum(['zh-CN', 'en']),
          },
          closed,
        ),
        // A file; its bytes are sent as they are.
        response: { 200: Type.Any() },
      },
    },
    async (request, reply) => {
      const { format, language, ...source } = request.query
      const { unitId } = request.params
      const asked = { unitId, source: sourceOf(source), now: deps.now() }
      const bulletin = await getBulletin(deps, asked)
      return reply
        .type(MEDIA_TYPES[format])
        .header('content-disposition', `attachment; filename="bulletin-${unitId}.${format}"`)
        .send(Buffer.from(writeBulletin(bulletin, format, language)))
    },
  )
}

function advisedRoute(app: App, deps: HttpDeps): void {
  app.get(
    '/api/units/:unitId/advised',
    {
      config: {
        ...advisers,
        evidence: { act: 'evidence-viewed', what: 'register', of: 'unit', name: 'unitId' },
      },
      schema: {
        tags,
        summary: 'The persons of an adviser’s unit: who needs help, and what is to come',
        params,
        response: {
          200: Type.Object(
            {
              persons: Type.Array(AdvisedPerson),
              /** All of the branch; of more than 2,000 the first by name are given. */
              total: Type.Integer(),
            },
            closed,
          ),
        },
      },
    },
    async (request) => {
      const { unitId } = request.params
      const now = deps.now()
      const year = creditYear(now.getTime())
      return listAdvised(deps, { unitId, year, now })
    },
  )
}

/** @throws Refusal 'invalid-input' where it is neither an exam nor a half-year */
function sourceOf(query: {
  readonly examId?: string
  readonly program?: string
  readonly half?: string
}): AskedSource {
  const { examId, program, half } = query
  if (examId !== undefined && program === undefined && half === undefined) return { examId }
  if (examId === undefined && program !== undefined && half !== undefined) return { program, half }
  throw new Refusal('invalid-input', 'name an exam, or a programme and a half-year')
}
