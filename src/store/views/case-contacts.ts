import type { ContactView } from '../../domain/review/case-evidence.ts'
import type { SqlTransaction } from '../sql-pool.ts'

interface Row {
  readonly device: string | null
  readonly address: string
  readonly client: string
  readonly firstSeenAt: Date
  readonly othersOnDevice: number
  readonly othersOnAddress: number
}

/**
 * With which devices and networks an attempt was worked, first seen first, and how many other
 * accounts sat the same exam with each. Digests are replaced by numbers of this case alone.
 */
export async function findContacts(tx: SqlTransaction, attemptId: string): Promise<ContactView[]> {
  const rows = await tx<Row[]>`
    with own as (select exam_id, candidate_id from attempt where id = ${attemptId}),
    met as (select attempt.candidate_id, contact.device, contact.address
      from own join attempt on attempt.exam_id = own.exam_id
        and attempt.candidate_id <> own.candidate_id
      join attempt_contact as contact on contact.attempt_id = attempt.id)
    select device, address, client, first_seen_at as "firstSeenAt", (
      select count(distinct candidate_id)::int from met
      where met.device = mine.device) as "othersOnDevice", (
      select count(distinct candidate_id)::int from met
      where met.address = mine.address) as "othersOnAddress"
    from attempt_contact as mine where attempt_id = ${attemptId}
    order by first_seen_at, combination`
  const deviceOf = numbered(rows.map(({ device }) => device))
  const addressOf = numbered(rows.map(({ address }) => address))
  return rows.map(({ firstSeenAt, ...row }) => ({
    ...row,
    firstSeenAt: firstSeenAt.toISOString(),
    device: deviceOf(row.device),
    address: addressOf(row.address),
  }))
}

/** Numbers from 1 in place of digests, by when each was met first. */
function numbered(digests: readonly (string | null)[]): (digest: string | null) => string | null {
  const known = [...new Set(digests.filter((digest) => digest !== null))]
  return (digest) => (digest === null ? null : `${known.indexOf(digest) + 1}`)
}
