import type {
  BankFile,
  BankImport,
  ReadingEvent,
} from '../../../../domain/bank/formats/bank-import.ts'
import type { TellProgress } from '../../../../domain/bank/formats/import-progress.ts'
import { openReply } from '../../../shared/api.ts'
import { ApiOffline, problemInLine } from '../../../shared/api-error.ts'
import { readLines } from '../../../shared/read-lines.ts'

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
  await readLines(reply, (line) => {
    const event = line as ReadingEvent
    if (event.event === 'progress') watching.onProgress(event)
    else if (event.event === 'read') read = event
    else throw problemInLine(event.problem)
  })
  if (read === null) throw new ApiOffline('the reply ended early')
  return read
}
