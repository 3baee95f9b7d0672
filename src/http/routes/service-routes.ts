import { Type } from 'typebox'
import { read, SYSTEM } from '../../store/scope.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { PROBLEMS } from '../problem.ts'
import { closed } from './schemas.ts'

const open = { access: { scope: 'open' } } as const

export function serviceRoutes(app: App, deps: HttpDeps, version: string): void {
  const tags = ['Service']

  app.get(
    '/api/health',
    {
      config: open,
      schema: {
        tags,
        summary: 'Whether the service and its database answer',
        response: {
          200: Type.Object({ status: Type.Literal('ok'), version: Type.String() }, closed),
        },
      },
    },
    async () => {
      await read(deps.sql, SYSTEM, (tx) => tx`select 1`)
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
