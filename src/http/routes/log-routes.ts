import { Type } from 'typebox'
import { Checkpoint, CheckpointList, ConsistencyProof, LogProof } from '../../domain/log-proof.ts'
import { branchesOf } from '../../domain/organization/access.ts'
import { isRoot } from '../../domain/organization/unit.ts'
import { Refusal } from '../../domain/refusal.ts'
import { getAttemptProof, getConsistency, listCheckpoints } from '../../store/views/log-proof.ts'
import { makeCheckpoint } from '../../workflows/make-checkpoint.ts'
import { principalOf, type Target } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Uuid } from './schemas.ts'

const tags = ['Log']
const attemptOfPath: Target = { kind: 'attempt', from: 'params', name: 'attemptId' }
const open = { access: { scope: 'open' }, rateLimit: { max: 600, timeWindow: 60_000 } } as const
const byAdministrator = { access: { scope: 'branch', roles: ['administrator'] } } as const
const byOrganizer = {
  access: { scope: 'branch', roles: ['organizer'], targets: [attemptOfPath] },
  evidence: { act: 'evidence-exported', what: 'log-proof', of: 'attempt', name: 'attemptId' },
} as const
const own = { access: { scope: 'self', own: attemptOfPath } } as const
const NumberInPath = Type.String({ pattern: '^[1-9][0-9]{0,8}$' })
const CheckpointNumber = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })

/** Checkpoints of the log, and proofs that something stands under one. */
export function logRoutes(app: App, deps: HttpDeps): void {
  checkpointRoutes(app, deps)
  const schema = {
    tags,
    summary: "That an attempt's log stands under a signed checkpoint; for `probity verify`",
    response: { 200: LogProof },
  }
  app.get(
    '/api/attempts/:attemptId/log-proof',
    { config: own, schema: { ...schema, params: idParams('attemptId') } },
    ({ params }) => getAttemptProof(deps, params.attemptId),
  )
  app.get(
    '/api/exams/:examId/attempts/:attemptId/log-proof',
    {
      config: byOrganizer,
      schema: { ...schema, params: Type.Object({ examId: Uuid, attemptId: Uuid }, closed) },
    },
    ({ params }) => getAttemptProof(deps, params.attemptId),
  )
}

function checkpointRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/log/checkpoints',
    {
      config: open,
      schema: {
        tags,
        summary: 'Signed checkpoints of the whole log, the newest first, to be kept outside',
        querystring: Type.Object(
          {
            before: Type.Optional(CheckpointNumber),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
          },
          closed,
        ),
        response: { 200: CheckpointList },
      },
    },
    ({ query }) => listCheckpoints(deps.sql, { before: query.before, limit: query.limit ?? 100 }),
  )

  app.post(
    '/api/log/checkpoints',
    {
      config: byAdministrator,
      schema: {
        tags,
        summary: 'Sign the log as it stands; the latest checkpoint where nothing was added since',
        response: { 201: Checkpoint },
      },
    },
    async (_request, reply) => {
      const made = await makeCheckpoint(deps)
      // Whoever is signed in was invited, which is in the log.
      if (made === null) throw new Error('the log is empty')
      return reply.code(201).send(made)
    },
  )

  app.get(
    '/api/log/checkpoints/:number/since/:older',
    {
      config: byAdministrator,
      schema: {
        tags,
        summary: 'That a checkpoint only added to an older one; for `probity verify`',
        params: Type.Object({ number: NumberInPath, older: NumberInPath }, closed),
        response: { 200: ConsistencyProof },
      },
    },
    async (request) => {
      const { number, older } = request.params
      // It names the chains of everybody.
      if (!branchesOf(principalOf(request), ['administrator']).some(isRoot)) {
        throw new Refusal('not-allowed', 'only an administrator of the whole reads all chains')
      }
      return getConsistency(deps.sql, { older: Number(older), newer: Number(number) })
    },
  )
}
