import { Type } from 'typebox'
import { Refusal } from '../../domain/refusal.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { PROBLEMS } from '../problem.ts'
import { closed } from './schemas.ts'

const DATABASE_ANSWERS_WITHIN_MS = 2000
const RETRY_SECONDS = 5
const open = { access: { scope: 'open' } } as const

export function serviceRoutes(app: App, deps: HttpDeps, version: string): void {
  const tags = ['Service']

  app.get(
    '/api/health',
    {
      // Answers also while others are sent away: who asks wants to know just then.
      config: { ...open, pressureHandler: () => {} },
      schema: {
        tags,
        summary: 'Whether the service and its database answer; 503 within seconds when not',
        response: {
          200: Type.Object({ status: Type.Literal('ok'), version: Type.String() }, closed),
        },
      },
    },
    async () => {
      await inTime(deps.sql.asSystem((statement) => statement`select 1`))
      return { status: 'ok', version } as const
    },
  )

  app.get(
    '/api/signing-key',
    {
      config: open,
      schema: {
        tags,
        summary: 'The public key receipts are signed with (Ed25519)',
        response: { 200: Type.Object({ publicKeyPem: Type.String() }, closed) },
      },
    },
    () => ({ publicKeyPem: deps.publicKeyPem }),
  )

  app.get(
    '/problems/:code',
    {
      config: open,
      schema: {
        tags,
        summary: 'What a problem type means',
        params: Type.Object({ code: Type.String({ maxLength: 60 }) }, closed),
        response: {
          200: Type.Object(
            { type: Type.String(), title: Type.String(), status: Type.Integer() },
            closed,
          ),
        },
      },
    },
    (request, reply) => {
      const { code } = request.params
      const found = Object.entries(PROBLEMS).find(([name]) => name === code)
      if (!found) return reply.callNotFound()
      return { type: `/problems/${code}`, ...found[1] }
    },
  )
}

/** @throws Refusal 'service-recovering' when the database is silent */
async function inTime(answer: PromiseLike<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const silent = new Refusal(
      'service-recovering',
      'the database does not answer',
      [],
      RETRY_SECONDS,
    )
    timer = setTimeout(() => reject(silent), DATABASE_ANSWERS_WITHIN_MS)
  })
  try {
    await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
