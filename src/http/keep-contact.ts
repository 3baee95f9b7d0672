import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { loggable } from '../store/loggable-error.ts'
import { principalOf } from './access.ts'
import type { HttpDeps } from './http-deps.ts'

const DEVICE_COOKIE = 'probity_device'
const YEAR_SECONDS = 365 * 86_400

/**
 * Notes with which device, address and login an attempt is worked. The device is a random mark in
 * a signed cookie, made when an attempt is started or opened again; programs with a token of their
 * own get none. An answer that is kept must not be refused for a note that failed: a failure is
 * logged.
 */
export async function keepContact(
  deps: HttpDeps,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply | null },
  attemptId: string,
): Promise<void> {
  const device = deviceOf(deps, request) ?? (reply && markDevice(deps, request, reply))
  try {
    await deps.contacts.note({
      attemptId,
      device,
      address: request.ip,
      loginId: principalOf(request).loginId,
      userAgent: request.headers['user-agent'] ?? '',
      at: deps.now(),
    })
  } catch (error) {
    request.log.error({ err: loggable(error), attemptId }, 'a contact was not kept')
  }
}

/** The mark of the browser, if it is one of ours. */
function deviceOf(deps: HttpDeps, request: FastifyRequest): string | null {
  const [mark, signature] = (request.cookies[DEVICE_COOKIE] ?? '').split('.')
  if (!mark || !signature) return null
  const expected = Buffer.from(deps.keyedDigest('device cookie', mark), 'utf8')
  const given = Buffer.from(signature, 'utf8')
  return given.length === expected.length && timingSafeEqual(given, expected) ? mark : null
}

function markDevice(deps: HttpDeps, request: FastifyRequest, reply: FastifyReply): string | null {
  if (request.headers.authorization !== undefined) return null
  const mark = deps.randomHex(16)
  reply.setCookie(DEVICE_COOKIE, `${mark}.${deps.keyedDigest('device cookie', mark)}`, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    path: '/api',
    maxAge: YEAR_SECONDS,
  })
  return mark
}
