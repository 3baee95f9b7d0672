import { Agent, request as openRequest } from 'node:http'

/** A service without an answer for this long has failed the request. */
const ANSWER_WITHIN_MS = 20_000

/** Connections that stay open from request to request, as browsers keep them. */
export interface KeptConnections {
  /** Posts JSON as somebody signed in. @throws Error when the connection is lost or silent */
  readonly post: (request: {
    readonly path: string
    readonly token: string
    /** undefined: none. */
    readonly body: unknown
  }) => Promise<{ readonly status: number; readonly text: string }>
  readonly close: () => void
}

/** At most `most` connections to a port of this machine. */
export function createKeptConnections(port: number, most: number): KeptConnections {
  const agent = new Agent({ keepAlive: true, maxSockets: most, maxFreeSockets: most })
  return {
    post: ({ path, token, body }) =>
      new Promise((resolve, reject) => {
        const content = body === undefined ? '' : JSON.stringify(body)
        const headers = {
          authorization: `Bearer ${token}`,
          'content-length': Buffer.byteLength(content),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        }
        const timeout = ANSWER_WITHIN_MS
        const options = { agent, host: '127.0.0.1', port, path, method: 'POST', headers, timeout }
        const request = openRequest(options, (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => {
            text += part
          })
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
          response.on('error', reject)
        })
        request.on('timeout', () => request.destroy(new Error('no answer in time')))
        request.on('error', reject)
        request.end(content)
      }),
    close: () => agent.destroy(),
  }
}
