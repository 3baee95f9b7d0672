/** What a call answered. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** A signed-in API client. */
export interface Client {
  readonly call: (method: string, path: string, body?: unknown) => Promise<Answer>
}

/** How often a call is made that a busy service puts off. */
const MOST_TRIES = 6

/** Signs in as an API client does, with Bearer tokens. */
export async function signInTo(url: string, account: string, password: string): Promise<Client> {
  const tokens = { account, password, tokens: 'body' }
  const answer = await send(url, { method: 'POST', path: '/api/login', body: tokens, token: null })
  const { accessToken } = answer.body as { accessToken?: string }
  if (!accessToken) throw new Error(`${account} could not sign in: ${JSON.stringify(answer.body)}`)
  return {
    call: (method, path, body) => send(url, { method, path, body, token: accessToken }),
  }
}

/** What is read at a path. @throws Error when it is not given */
export async function get<T>(client: Client, path: string): Promise<T> {
  const answer = await client.call('GET', path)
  if (answer.status !== 200) throw new Error(`GET ${path}: ${JSON.stringify(answer.body)}`)
  return answer.body as T
}

/** One call without anybody signed in. */
export function callOpen(url: string, path: string): Promise<Answer> {
  return send(url, { method: 'GET', path, body: undefined, token: null })
}

async function send(
  url: string,
  request: {
    readonly method: string
    readonly path: string
    readonly body: unknown
    readonly token: string | null
  },
  tries = 1,
): Promise<Answer> {
  const response = await fetch(url + request.path, {
    method: request.method,
    headers: {
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.token === null ? {} : { authorization: `Bearer ${request.token}` }),
    },
    body: request.body === undefined ? null : JSON.stringify(request.body),
  })
  // A service under load says when to come back; the story itself keeps it busy at times.
  const waitSeconds = Number(response.headers.get('retry-after') ?? 0)
  if (response.status === 503 && waitSeconds > 0 && tries < MOST_TRIES) {
    await response.body?.cancel()
    await new Promise((resolve) => setTimeout(resolve, waitSeconds * 1000))
    return send(url, request, tries + 1)
  }
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
