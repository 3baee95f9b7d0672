import type {
  BankFile,
  BankImport,
  ReadingEvent,
} from '../../../../domain/bank/formats/bank-import.ts'
import type { TellProgress } from '../../../../domain/bank/formats/import-progress.ts'
import { openReply } from '../../../shared/api.ts'
import { ApiOffline, ApiProblem } from '../../../shared/api-error.ts'

/** Sending a large file over a slow line takes long; the reading itself may take longer still. */
const SENDING_TIMEOUT_MS = 150_000

/**
 * Has the service read a file and tells how far it is; aborting ends the work there, too.
 * @throws ApiProblem, ApiOffline
 */
export async function readInSteps(
  file: BankFile,
  watching: { readonly onProgress: TellProgress; readonly signal: AbortSignal },
): Promise<BankImport> {
  const reply = await openReply('POST', '/banks/readings', file, {
    timeoutMs: SENDING_TIMEOUT_MS,
    signal: watching.signal,
    accept: 'application/x-ndjson',
  })
  let read: BankImport | null = null
  await eachLine(reply, (line) => {
    const event = JSON.parse(line) as ReadingEvent
    if (event.event === 'progress') watching.onProgress(event)
    else if (event.event === 'read') read = event
    else throw problemOf(event.problem)
  })
  if (read === null) throw new ApiOffline('the reply ended early')
  return read
}

function problemOf(body: Readonly<Record<string, unknown>>): ApiProblem {
  return new ApiProblem({ status: Number(body['status']), retryAfterSeconds: null, body })
}

/** Hands over each whole line as it comes. @throws ApiOffline where the reply breaks off */
async function eachLine(reply: Response, take: (line: string) => void): Promise<void> {
  const reader = reply.body?.getReader()
  const decoder = new TextDecoder()
  // The last line holds a whole bank: joined once, not with every piece that comes.
  let begun: string[] = []
  for (;;) {
    const piece = await reader?.read().catch((error: unknown) => {
      throw new ApiOffline(error)
    })
    const [first = '', ...others] = decoder.decode(piece?.value, { stream: true }).split('\n')
    begun.push(first)
    for (const next of others) {
      take(begun.join(''))
      begun = [next]
    }
    if (piece?.done !== false) return
  }
}
