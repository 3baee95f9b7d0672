import { canonicalJson } from '../domain/digest.ts'
import { readCheckpoints } from '../store/checkpoints/read-checkpoints.ts'
import { inScope, read, SYSTEM } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { checkTimeStamp, timeStampRequest, tokenOfResponse } from './time-stamp.ts'

const ANSWERS_WITHIN_MS = 20_000
const LARGEST_ANSWER_BYTES = 1_000_000

/**
 * Has the latest checkpoint stamped by the authority there is, once; it vouches for all before it,
 * each being named by the next. Nothing waits for it: what fails is tried at the next time.
 * @throws Error or TimeStampFault telling why it failed
 */
export async function stampCheckpoint(deps: Deps): Promise<void> {
  const { timeStampUrl } = deps.outside
  if (timeStampUrl === null) return
  const { latest, isStamped } = await read(deps.sql, SYSTEM, async (tx) => {
    const [checkpoint] = await readCheckpoints(tx, { limit: 1 })
    const stamped = await tx`
      select 1 from checkpoint_timestamp
      where checkpoint = ${checkpoint?.number ?? 0} and authority = ${timeStampUrl}`
    return { latest: checkpoint, isStamped: stamped.length > 0 }
  })
  if (latest === undefined || isStamped) return
  const text = canonicalJson(latest)
  const token = await askForToken(deps, timeStampUrl, text)
  const { stampedAt } = await checkTimeStamp(token, text)
  await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`
      insert into checkpoint_timestamp (checkpoint, authority, token, stamped_at, received_at)
      values (${latest.number}, ${timeStampUrl}, ${token}, ${stampedAt}, ${deps.now()})
      on conflict do nothing`,
  )
}

async function askForToken(deps: Deps, url: string, text: string): Promise<string> {
  const nonce = Buffer.from(deps.randomHex(8), 'hex')
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: Buffer.from(await timeStampRequest(text, nonce)),
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  })
  if (!response.ok) throw new Error(`the time stamp authority answered ${response.status}`)
  const answer = new Uint8Array(await response.arrayBuffer())
  if (answer.length > LARGEST_ANSWER_BYTES) throw new Error('the time stamp is far too large')
  return tokenOfResponse(answer, nonce)
}
