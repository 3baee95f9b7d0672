import { Refusal } from '../refusal.ts'
import { isAdverse } from './appeal.ts'
import type { Finding } from './decision.ts'

/** Days a candidate has to answer, from when they were told of their case. */
const ANSWER_DAYS = 3
const DAY_MS = 86_400_000

/** How far the candidate of a case could answer what was noticed. */
export interface Hearing {
  readonly openedAt: Date
  /** When results were released, and the case told with them; null before. */
  readonly releasedAt: Date | null
  /** When the candidate last said something; null where nothing was said. */
  readonly statedAt: Date | null
}

/** From when something can be held against a candidate; null as long as they know of nothing. */
export function heardFrom({ openedAt, releasedAt, statedAt }: Hearing): Date | null {
  if (releasedAt === null) return null
  const toldMs = Math.max(openedAt.getTime(), releasedAt.getTime())
  if (statedAt !== null && statedAt.getTime() >= toldMs) return statedAt
  return new Date(toldMs + ANSWER_DAYS * DAY_MS)
}

/**
 * Hears before it holds: nobody decides against a candidate who was not told of the case, or who
 * was told lately and has not answered. It asks the same of every case, whyever it is there, so
 * that it tells nothing about it.
 * @throws Refusal 'not-heard'
 */
export function mayFind(finding: Finding, hearing: Hearing, now: Date): void {
  if (!isAdverse(finding)) return
  const from = heardFrom(hearing)
  if (from !== null && from <= now) return
  const until = from === null ? 'results are given out' : from.toISOString()
  throw new Refusal('not-heard', `nothing is held against the candidate before ${until}`)
}
