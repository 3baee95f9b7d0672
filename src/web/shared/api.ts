import { ApiOffline, ApiProblem } from './api-error.ts'
import { examBrowserHeaders } from './exam-browser.ts'
import { refreshLogin } from './refresh-login.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface CallOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** Lets the request outlive the page; for the last words of a page being closed. */
  readonly keepalive?: boolean
  /** What the reply may be; problems always may. */
  readonly accept?: string
}

const TIMEOUT_MS = 20_000

function retryAfterSeconds(reply: Response): number | null {
  const header = reply.headers.get('retry-after')
  if (header === null) return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, (at - Date.now()) / 1000)
}

async function send(
  method: Method,
  path: string,
  body: unknown,
  { timeoutMs = TIMEOUT_MS, signal, keepalive = false, accept = 'application/json' }: CallOptions,
): Promise<Response> {
  const aborter = new AbortController()
  const timer = setTimeout(() => aborter.abort(), timeoutMs)
  // A signal given before tells nothing any more.
  if (signal?.aborted) aborter.abort()
  signal?.addEventListener('abort', () => aborter.abort())
  try {
    return await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: aborter.signal,
      keepalive,
      headers: {
        accept: `${accept}, application/problem+json`,
        ...examBrowserHeaders(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    throw new ApiOffline(error)
  } finally {
    clearTimeout(timer)
  }
}

async function bodyOf(reply: Response): Promise<unknown> {
  let text: string
  try {
    text = await reply.text()
  } catch (error) {
    throw new ApiOffline(error)
  }
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}

async function problemOf(reply: Response): Promise<ApiProblem> {
  const body = await bodyOf(reply)
  return new ApiProblem({
    status: reply.status,
    retryAfterSeconds: retryAfterSeconds(reply),
    body: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {},
  })
}

/** One call to the service, by `openReply`, whose reply is a document. */
export async function callApi<Reply>(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Reply> {
  return (await bodyOf(await openReply(method, path, body, options))) as Reply
}

/**
 * The reply to a call, its body unread; the time limit ends with its head. A lost sign-in is
 * renewed once, then the call is repeated; what cannot be renewed comes out as the problem
 * `sign-in-required`.
 */
export async function openReply(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Response> {
  const sentAt = Date.now()
  let reply = await send(method, path, body, options)
  if (reply.status === 401) {
    const problem = await problemOf(reply)
    if (problem.code !== 'sign-in-required') throw problem
    const renewed = await refreshLogin(sentAt)
    if (renewed === 'unreachable') throw new ApiOffline('refresh')
    if (renewed === 'refused') throw problem
    reply = await send(method, path, body, options)
  }
  if (!reply.ok) throw await problemOf(reply)
  return reply
}

export const api = {
  get: <Reply>(path: string, options?: CallOptions): Promise<Reply> =>
    callApi<Reply>('GET', path, undefined, options),
  post: <Reply>(path: string, body: unknown = {}, options?: CallOptions): Promise<Reply> =>
    callApi<Reply>('POST', path, body, options),
  put: <Reply>(path: string, body: unknown): Promise<Reply> => callApi<Reply>('PUT', path, body),
  patch: <Reply>(path: string, body: unknown): Promise<Reply> =>
    callApi<Reply>('PATCH', path, body),
  delete: <Reply = null>(path: string): Promise<Reply> => callApi<Reply>('DELETE', path),
} as const
