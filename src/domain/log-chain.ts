import { digestOf } from './digest.ts'

/** One line of the tamper-evident log, as exported. */
export interface LogEntry {
  readonly chain: string
  readonly number: number
  /** ISO 8601 with milliseconds, UTC. */
  readonly loggedAt: string
  readonly actor: string | null
  readonly act: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly previousHash: string
  readonly hash: string
}

/** What the first entry of a chain names as its predecessor. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64)

/** SHA-256 of an entry's canonical JSON, its predecessor's hash included. */
export function hashOf(entry: Omit<LogEntry, 'hash'>): string {
  const { chain, number, loggedAt, actor, act, subject, detail, previousHash } = entry
  return digestOf({ chain, number, loggedAt, actor, act, subject, detail, previousHash })
}

/** The faults of one chain's entries in order of number; none when it is whole. */
export function faultsOfChain(entries: readonly LogEntry[]): string[] {
  const faults: string[] = []
  let previousHash = FIRST_PREVIOUS_HASH
  for (const [index, entry] of entries.entries()) {
    const place = `${entry.chain} entry ${entry.number}`
    if (entry.number !== index + 1) faults.push(`${place}: number ${index + 1} was expected`)
    if (entry.previousHash !== previousHash)
      faults.push(`${place}: does not follow its predecessor`)
    if (hashOf(entry) !== entry.hash) faults.push(`${place}: content and hash disagree`)
    previousHash = entry.hash
  }
  return faults
}
