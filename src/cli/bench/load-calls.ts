import { Agent, request as openRequest } from 'node:http'
import { ApiOffline, ApiProblem } from '../../web/shared/api-error.ts'

/** A page waits for an answer so long. */
const ANSWER_WITHIN_MS = 20_000

/** Posts as somebody signed in; fails as calls from a page do. */
export type Call = <Reply>(path: string, body?: unknown) => Promise<Reply>

/** Keep-alive connections to a port of this machine, shared by many pages. */
interface Connections {
  /** @throws ApiOffline without an answer, ApiProblem with one that is not 200 */
  readonly callAs: (token: string) => Call
  readonly close: () => void
}

/** Opens at most `most` connections; more requests than that wait for one. */
export function openConnections(port: number, most: number): Connections {
  const agent = new Agent({ keepAlive: true, maxSockets: most, maxFreeSockets: most })
  return {
    callAs:
      (token) =>
      async <Reply>(path: string, body?: unknown) => {
        const reply = await post(agent, { port, token, path, body })
        if (reply.status !== 200) throw problemOf(reply)
        return JSON.parse(reply.text) as Reply
      },
    close: () => agent.destroy(),
  }
}

interface RawReply {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly text: string
}

function post(
  agent: Agent,
  { port, token, path, body }: { port: number; token: string; path: string; body: unknown },
): Promise<RawReply> {
  const content = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    authorization: `Bearer ${token}`,
    'content-length': Buffer.byteLength(content),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const timeout = ANSWER_WITHIN_MS
  const options = { agent, host: '127.0.0.1', port, path, method: 'POST', headers, timeout }
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(new ApiOffline(error))
    const request = openRequest(options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', fail)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          text: Buffer.concat(parts).toString('utf8'),
        }),
      )
    })
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', fail)
    request.end(content)
  })
}

function problemOf({ status, retryAfter, text }: RawReply): ApiProblem {
  const seconds = Number(retryAfter)
  return new ApiProblem({
    status,
    retryAfterSeconds: retryAfter !== undefined && Number.isFinite(seconds) ? seconds : null,
    body: bodyOf(text),
  })
}

function bodyOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
