import { type Static, Type } from 'typebox'
import { digestOf } from './digest.ts'

/** One line of the tamper-evident log, as exported. */
export const LogEntry = Type.Object(
  {
    chain: Type.String(),
    number: Type.Integer(),
    /** ISO 8601 with milliseconds, UTC. */
    loggedAt: Type.String(),
    actor: Type.Union([Type.String(), Type.Null()]),
    act: Type.String(),
    subject: Type.String(),
    detail: Type.Record(Type.String(), Type.Unknown()),
    previousHash: Type.String(),
    hash: Type.String(),
  },
  { additionalProperties: false },
)
export type LogEntry = Readonly<Static<typeof LogEntry>>

/** An entry that stands in an export by its hash alone: its time to be read has not come. */
export const WithheldEntry = Type.Object(
  {
    chain: Type.String(),
    number: Type.Integer(),
    previousHash: Type.String(),
    hash: Type.String(),
  },
  { additionalProperties: false },
)
export type WithheldEntry = Readonly<Static<typeof WithheldEntry>>

/** What the first entry of a chain names as its predecessor. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64)

/** SHA-256 of an entry's canonical JSON, its predecessor's hash included. */
export function hashOf(entry: Omit<LogEntry, 'hash'>): string {
  const { chain, number, loggedAt, actor, act, subject, detail, previousHash } = entry
  return digestOf({ chain, number, loggedAt, actor, act, subject, detail, previousHash })
}

/** The faults of one chain's entries in order of number; none when it is whole. */
export function faultsOfChain(entries: readonly (LogEntry | WithheldEntry)[]): string[] {
  const faults: string[] = []
  let previousHash = FIRST_PREVIOUS_HASH
  for (const [index, entry] of entries.entries()) {
    const place = `${entry.chain} entry ${entry.number}`
    if (entry.number !== index + 1) faults.push(`${place}: number ${index + 1} was expected`)
    if (entry.previousHash !== previousHash)
      faults.push(`${place}: does not follow its predecessor`)
    const isOpen = 'act' in entry
    if (isOpen && hashOf(entry) !== entry.hash) faults.push(`${place}: content and hash disagree`)
    previousHash = entry.hash
  }
  return faults
}
