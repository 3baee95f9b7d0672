import '@fastify/cookie'
import '@fastify/jwt'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../domain/organization/access.ts'
import type { Me } from '../domain/organization/views.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Sql } from '../store/sql-pool.ts'
import { createPrincipalFinder, findPrincipal } from '../store/views/principal.ts'
import type { IssuedLogin } from '../workflows/sign-in.ts'
import { REFRESH_DAYS } from '../workflows/sign-in.ts'

/** Who is asking, as every request finds them anew. */
export interface SignedIn {
  readonly principal: Principal
  readonly me: Me
}

export type Authenticate = (request: FastifyRequest) => Promise<SignedIn>

const ACCESS_COOKIE = 'probity_access'
export const REFRESH_COOKIE = 'probity_refresh'
const ACCESS_SECONDS = 600
/** How long a login is believed without asking the database: a revoked one lives this long. */
const BELIEVED_MS = 2000
const BELIEVED_MOST = 20_000

/** Tokens whose signature was checked are known again; a session has one for ten minutes. */
const KNOWN_MOST = 20_000

interface AccessToken {
  readonly sub: string
  readonly login: string
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: AccessToken
    user: AccessToken
  }
}

/** Finds the signed-in person by Bearer token (API clients) or cookie (pages). */
export function createAuthenticate(app: FastifyInstance, sql: Sql): Authenticate {
  const believed = new Map<string, { readonly signedIn: SignedIn; readonly until: number }>()
  const verify = createVerify(app)
  const findOne = createPrincipalFinder(sql)
  return async (request) => {
    const { token, isCookie } = tokenOf(request)
    if (isCookie) refuseForeignOrigin(request)
    const { login } = verify(token)
    const now = performance.now()
    const known = believed.get(login)
    if (known && known.until > now) return known.signedIn
    const found = await findOne(login)
    if (!found) {
      believed.delete(login)
      throw new Refusal('sign-in-required', 'sign in again')
    }
    if (believed.size >= BELIEVED_MOST) believed.clear()
    believed.set(login, { signedIn: found, until: now + BELIEVED_MS })
    return found
  }
}

function tokenOf(request: FastifyRequest): { readonly token: string; readonly isCookie: boolean } {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer) return { token: bearer, isCookie: false }
  const cookie = request.cookies[ACCESS_COOKIE]
  if (!cookie) throw new Refusal('sign-in-required', 'sign in first')
  return { token: cookie, isCookie: true }
}

/** Checks signatures once and the time of expiry each time. */
export function createVerify(app: Pick<FastifyInstance, 'jwt'>): (token: string) => AccessToken {
  const known = new Map<string, AccessToken & { readonly exp: number }>()
  return (token) => {
    const found = known.get(token)
    if (found && found.exp * 1000 > Date.now()) return found
    known.delete(token)
    try {
      const verified = app.jwt.verify<AccessToken & { readonly exp: number }>(token)
      const oldest = known.keys().next().value
      if (known.size >= KNOWN_MOST && oldest !== undefined) known.delete(oldest)
      // One that never expires is none of ours; it is checked each time.
      if (Number.isFinite(verified.exp)) known.set(token, verified)
      return verified
    } catch {
      throw new Refusal('sign-in-required', 'the access token has expired or is not ours')
    }
  }
}

/** Cookies are SameSite=Strict; this is the second lock against requests other sites forge. */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers
  if (request.method === 'GET' || request.method === 'HEAD' || origin === undefined) return
  if (URL.parse(origin)?.host !== request.host) {
    throw new Refusal('not-allowed', 'the request comes from another site')
  }
}

/** Hands out a login: as cookies to a page, as tokens in the body to an API client. */
export async function answerLogin(
  app: FastifyInstance,
  reply: FastifyReply,
  answer: {
    readonly sql: Sql
    readonly issued: IssuedLogin
    readonly inBody: boolean
    readonly now: Date
  },
) {
  const { issued, inBody, now } = answer
  const found = await findPrincipal(answer.sql, issued.loginId)
  if (!found) throw new Refusal('sign-in-required', 'sign in again')
  const accessToken = app.jwt.sign(
    { sub: issued.personId, login: issued.loginId },
    { expiresIn: ACCESS_SECONDS },
  )
  const accessExpiresAt = new Date(now.getTime() + ACCESS_SECONDS * 1000).toISOString()
  if (inBody) {
    return { me: found.me, accessToken, refreshToken: issued.refreshToken, accessExpiresAt }
  }
  const secure = reply.request.protocol === 'https'
  const common = { httpOnly: true, sameSite: 'strict', secure } as const
  reply.setCookie(ACCESS_COOKIE, accessToken, { ...common, path: '/api', maxAge: ACCESS_SECONDS })
  reply.setCookie(REFRESH_COOKIE, issued.refreshToken, {
    ...common,
    path: '/api/login',
    maxAge: REFRESH_DAYS * 86_400,
  })
  return { me: found.me, accessExpiresAt }
}

export function clearLogin(reply: FastifyReply): void {
  reply.clearCookie(ACCESS_COOKIE, { path: '/api' })
  reply.clearCookie(REFRESH_COOKIE, { path: '/api/login' })
}
