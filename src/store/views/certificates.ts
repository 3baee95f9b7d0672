import type { CertificateCheck, MyCertificate } from '../../domain/policy/award-views.ts'
import {
  type CertificateContent,
  type IssuedState,
  stateAt,
} from '../../domain/policy/certificate.ts'
import { Refusal } from '../../domain/refusal.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** A certificate with its latest event. */
export interface IssuedCertificate {
  readonly id: string
  readonly code: string
  readonly statusIndex: number
  readonly attemptId: string | null
  readonly content: CertificateContent
  readonly earnedAt: Date
  readonly issuedAt: Date
  readonly validUntil: Date | null
  readonly state: IssuedState
  readonly since: Date
}

/** Certificates of a person, newest first. */
export async function listMyCertificates(
  sql: Sql,
  personId: string,
  now: Date,
): Promise<MyCertificate[]> {
  const own = { person: personId, branches: [] }
  const found = await find(sql, own, { personId })
  return found.map((one) => {
    const { id, attemptId, content } = one
    return {
      id,
      attemptId,
      title: content.title,
      level: content.level?.name ?? null,
      simulated: content.simulated,
      ...standing(one, now),
      verifyPath: `/certificates/${one.code}`,
      pdfPath: `/api/certificates/${id}/pdf`,
      credentialPath: `/api/certificates/${id}/credential`,
    }
  })
}

/** What anybody who has the code may see. @throws Refusal 'not-found' */
export async function checkCertificate(
  sql: Sql,
  code: string,
  now: Date,
): Promise<CertificateCheck> {
  const [one] = await find(sql, SYSTEM, { code })
  if (!one) throw new Refusal('not-found', 'no such certificate')
  const { holder, title, level, passProbability, criteria, issuer, simulated } = one.content
  return {
    ...{ holder, title, passProbability, criteria, issuer, simulated },
    level: level?.name ?? null,
    earnedAt: one.earnedAt.toISOString(),
    ...standing(one, now),
  }
}

/** A certificate of one's own. @throws Refusal 'not-found', also for one of somebody else */
export async function getMyCertificate(
  sql: Sql,
  personId: string,
  id: string,
): Promise<IssuedCertificate> {
  const [one] = await find(sql, { person: personId, branches: [] }, { id, personId })
  if (!one) throw new Refusal('not-found', 'no such certificate')
  return one
}

function standing(one: IssuedCertificate, now: Date) {
  const validUntilMs = one.validUntil?.getTime() ?? null
  return {
    state: stateAt({ state: one.state, validUntilMs }, now.getTime()),
    since: one.since.toISOString(),
    issuedAt: one.issuedAt.toISOString(),
    validUntil: one.validUntil?.toISOString() ?? null,
  }
}

function find(
  sql: Sql,
  scope: Scope,
  by: { readonly id?: string; readonly code?: string; readonly personId?: string },
): Promise<IssuedCertificate[]> {
  return read(
    sql,
    scope,
    (tx) => tx<IssuedCertificate[]>`
      select id, code, status_index as "statusIndex", attempt_id as "attemptId", content,
        earned_at as "earnedAt", issued_at as "issuedAt", valid_until as "validUntil",
        latest.state, latest.at as since
      from certificate cross join lateral (select state, at from certificate_event
        where certificate_id = certificate.id order by number desc limit 1) as latest
      where ${by.id ? tx`id = ${by.id}` : tx`true`}
        and ${by.code ? tx`code = ${by.code}` : tx`true`}
        and ${by.personId ? tx`person_id = ${by.personId}` : tx`true`}
      order by issued_at desc, origin, number desc`,
  )
}

/** Places in the status list, from `from` up to `to`, of certificates in a state now. */
export async function statusIndicesOf(
  sql: Sql,
  state: 'revoked' | 'suspended',
  { from, to }: { readonly from: number; readonly to: number },
): Promise<number[]> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ statusIndex: number }[]>`
      select status_index as "statusIndex" from certificate
      where status_index >= ${from} and status_index < ${to} and ${state} = (
        select state from certificate_event where certificate_id = certificate.id
        order by number desc limit 1)`,
  )
  return rows.map(({ statusIndex }) => statusIndex)
}
