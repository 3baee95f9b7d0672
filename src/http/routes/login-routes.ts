import { Type } from 'typebox'
import { LoginView, Me, SignedIn } from '../../domain/organization/views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { listLogins } from '../../store/views/principal.ts'
import { acceptInvitation, readInvitation } from '../../workflows/invite.ts'
import { refreshLogin } from '../../workflows/refresh-login.ts'
import { revokeLogins, SIGNED_OUT } from '../../workflows/revoke-logins.ts'
import { signIn } from '../../workflows/sign-in.ts'
import { principalOf } from '../access.ts'
import { answerLogin, clearLogin, REFRESH_COOKIE, refuseForeignOrigin } from '../authenticate.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { closed, idParams, Nothing } from './schemas.ts'

const tags = ['Sign-in']
/** Behind the throttle per account: no address may even ask more often; offices share one. */
const rateLimit = { max: 1200, timeWindow: 60_000 }
const open = { access: { scope: 'open' }, rateLimit } as const
const self = { access: { scope: 'self' } } as const

export function loginRoutes(app: App, deps: HttpDeps): void {
  const clientOf = (headers: { 'user-agent'?: string | undefined }) =>
    headers['user-agent'] ?? 'unknown'

  app.post(
    '/api/login',
    {
      config: open,
      schema: {
        tags,
        summary: 'Sign in',
        body: Type.Object(
          {
            account: Type.String({ minLength: 1, maxLength: 100 }),
            password: Type.String({ minLength: 1, maxLength: 500 }),
            tokens: Type.Optional(Type.Enum(['cookie', 'body'])),
          },
          closed,
        ),
        response: { 200: SignedIn },
      },
    },
    async (request, reply) => {
      refuseForeignOrigin(request)
      const { account, password, tokens } = request.body
      const client = clientOf(request.headers)
      const issued = await signIn(deps, { account, password, client, address: request.ip })
      const inBody = tokens === 'body'
      return answerLogin(app, reply, { sql: deps.sql, issued, inBody, now: deps.now() })
    },
  )

  app.post(
    '/api/login/refresh',
    {
      config: open,
      schema: {
        tags,
        summary: 'Exchange the refresh token for new tokens',
        body: Type.Object({ refreshToken: Type.Optional(Type.String({ maxLength: 200 })) }, closed),
        response: { 200: SignedIn },
      },
    },
    async (request, reply) => {
      refuseForeignOrigin(request)
      const inBody = request.body.refreshToken !== undefined
      const token = request.body.refreshToken ?? request.cookies[REFRESH_COOKIE]
      if (!token) throw new Refusal('sign-in-required', 'sign in first')
      const issued = await refreshLogin(deps, token)
      return answerLogin(app, reply, { sql: deps.sql, issued, inBody, now: deps.now() })
    },
  )

  app.delete(
    '/api/login',
    { config: self, schema: { tags, summary: 'Sign out', response: { 204: Nothing } } },
    async (request, reply) => {
      const { personId, loginId } = principalOf(request)
      await revokeLogins(deps, { personId, loginId, by: personId }, SIGNED_OUT)
      clearLogin(reply)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/me',
    { config: self, schema: { tags, summary: 'Who is signed in', response: { 200: Me } } },
    async (request) => {
      if (!request.signedIn) throw new Error('a self route always has somebody signed in')
      return request.signedIn.me
    },
  )

  app.get(
    '/api/logins',
    {
      config: self,
      schema: {
        tags,
        summary: 'Where I am signed in',
        response: { 200: Type.Object({ logins: Type.Array(LoginView) }, closed) },
      },
    },
    async (request) => {
      const { personId, loginId } = principalOf(request)
      const logins = await listLogins(deps.sql, personId)
      return {
        logins: logins.map(({ id, createdAt, lastUsedAt, client }) => ({
          id,
          client,
          createdAt: createdAt.toISOString(),
          lastUsedAt: lastUsedAt.toISOString(),
          current: id === loginId,
        })),
      }
    },
  )

  app.delete(
    '/api/logins/:loginId',
    {
      config: self,
      schema: {
        tags,
        summary: 'End one of my sign-ins',
        params: idParams('loginId'),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { personId } = principalOf(request)
      const { loginId } = request.params
      await revokeLogins(deps, { personId, loginId, by: personId }, 'ended by owner')
      return reply.code(204).send(null)
    },
  )
  invitationRoutes(app, deps)
}

function invitationRoutes(app: App, deps: HttpDeps): void {
  const params = Type.Object({ token: Type.String({ minLength: 10, maxLength: 100 }) }, closed)

  app.get(
    '/api/invitations/:token',
    {
      config: open,
      schema: {
        tags,
        summary: 'Whom a one-time link is for',
        params,
        response: {
          200: Type.Object(
            { name: Type.String(), account: Type.String(), administrator: Type.Boolean() },
            closed,
          ),
        },
      },
    },
    (request) => readInvitation(deps, request.params.token),
  )

  app.post(
    '/api/invitations/:token',
    {
      config: open,
      schema: {
        tags,
        summary: 'Choose a password by a one-time link',
        params,
        body: Type.Object(
          {
            password: Type.String({ minLength: 1, maxLength: 500 }),
            account: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{2,63}$' })),
            name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
          },
          closed,
        ),
        response: { 200: SignedIn },
      },
    },
    async (request, reply) => {
      refuseForeignOrigin(request)
      const { token } = request.params
      const client = request.headers['user-agent'] ?? 'unknown'
      const issued = await acceptInvitation(deps, { ...request.body, token, client })
      return answerLogin(app, reply, { sql: deps.sql, issued, inBody: false, now: deps.now() })
    },
  )
}
