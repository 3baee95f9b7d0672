import { api } from '../../../shared/api.ts'
import { ApiOffline, ApiProblem } from '../../../shared/api-error.ts'

interface Call {
  readonly body: unknown
  readonly signal: AbortSignal
  readonly onLine: (line: unknown) => void
}

/**
 * Asks the service for a reply that comes in lines of JSON, and hands out each as it arrives.
 * Throws an `ApiProblem` where the service refuses, `ApiOffline` where the line breaks.
 */
export async function postForLines(path: string, { body, signal, onLine }: Call): Promise<void> {
  // A call that renews a sign-in about to end, which a reply in pieces can't do on its way.
  await api.get('/me', { signal })
  const reply = await sendFor(path, { body, signal })
  if (!reply.ok) throw await refusalOf(reply)
  if (reply.body === null) throw new ApiOffline('no body')
  try {
    await readLines(reply.body, onLine)
  } catch (error) {
    if (error instanceof SyntaxError || signal.aborted) throw error
    throw new ApiOffline(error)
  }
}

async function sendFor(path: string, { body, signal }: Omit<Call, 'onLine'>): Promise<Response> {
  try {
    return await fetch(`/api${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
      headers: {
        accept: 'application/x-ndjson, application/problem+json',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    })
  } catch (error) {
    throw new ApiOffline(error)
  }
}

async function refusalOf(reply: Response): Promise<ApiProblem> {
  const body: unknown = await reply.json().catch(() => null)
  const seconds = Number(reply.headers.get('retry-after') ?? Number.NaN)
  return new ApiProblem({
    status: reply.status,
    retryAfterSeconds: Number.isFinite(seconds) ? seconds : null,
    body: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {},
  })
}

/** Parses a body of JSON lines as its pieces come, wherever they are cut. */
export async function readLines(
  body: ReadableStream<Uint8Array>,
  onLine: (line: unknown) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
    const lines = rest.split('\n')
    rest = done ? '' : (lines.pop() ?? '')
    for (const line of lines) if (line.trim() !== '') onLine(JSON.parse(line))
    if (done) return
  }
}
