import { canonicalJson, digestOf } from '../digest.ts'
import type { LogEntry } from '../log-chain.ts'
import type { BundledRecord, ExamBundle } from './exam-bundle.ts'

/** How the log tells of a table's rows as they are written. */
interface Telling {
  readonly act: string
  /** The column that the entry names as its subject. */
  readonly subject: string
  /** Whether an entry says what stands in the row. */
  readonly agrees: (row: BundledRecord, entry: LogEntry) => boolean
}

/** Tables whose every row was logged as it was written. */
const LOGGED: Readonly<Record<string, Telling>> = {
  decision: {
    act: 'case-decision',
    subject: 'case_id',
    agrees: (row, { actor, detail }) =>
      actor === row['auditor_id'] &&
      detail['finding'] === row['finding'] &&
      detail['reasonCode'] === row['reason_code'],
  },
  key_amendment: {
    act: 'key-amendment-proposed',
    subject: 'id',
    agrees: (row, { actor, detail }) =>
      actor === row['proposed_by'] &&
      detail['itemId'] === row['item_id'] &&
      canonicalJson(detail['change']) === canonicalJson(row['change']),
  },
  statement: {
    act: 'statement-made',
    subject: 'id',
    // Before its digest was kept the log told only that there was a statement.
    agrees: (row, { actor, detail }) =>
      actor === row['candidate_id'] && [undefined, row['text']].includes(detail['digest']),
  },
  retest: {
    act: 're-test-compared',
    subject: 'verified_attempt_id',
    agrees: (row, { detail }) =>
      detail['examId'] === row['exam_id'] &&
      detail['personId'] === row['person_id'] &&
      detail['attemptId'] === row['attempt_id'] &&
      detail['number'] === row['number'] &&
      detail['contentDigest'] === digestOf(row['content']),
  },
  policy_version: {
    act: 'policy-version-added',
    subject: 'id',
    agrees: (row, { detail }) =>
      detail['version'] === row['version'] &&
      detail['digest'] === row['digest'] &&
      digestOf(row['document']) === row['digest'],
  },
}

/**
 * Records against the log: each must have been logged as it stands, and nothing that was logged
 * may be missing. What the log does not tell by itself is held by the seal, and by replay.
 */
export function recordFaults({ records, log, examId }: ExamBundle): string[] {
  const faults: string[] = []
  const byAct = Map.groupBy(log, ({ act }) => act)
  for (const [kind, { act, subject, agrees }] of Object.entries(LOGGED)) {
    const told = byAct.get(act) ?? []
    const bySubject = Map.groupBy(told, (entry) => entry.subject)
    const agreed = new Set<LogEntry>()
    for (const [index, row] of (records[kind] ?? []).entries()) {
      const entries = bySubject.get(String(row[subject])) ?? []
      const entry = entries.find((one) => !agreed.has(one) && agrees(row, one))
      if (entry) agreed.add(entry)
      else faults.push(`${kind} ${index + 1}: the log does not tell of it`)
    }
    // A policy's log also tells of its other versions.
    const missing = kind === 'policy_version' ? [] : told.filter((entry) => !agreed.has(entry))
    for (const { chain, number } of missing) {
      faults.push(`${kind}: what ${chain} entry ${number} tells of is missing`)
    }
  }
  const published = log.find(
    ({ chain, act }) => chain === `exam:${examId}` && act === 'exam-published',
  )
  const policies = (records['policy_version'] ?? []).map(({ id }) => id)
  if (!policies.includes(published?.detail['policyVersionId'])) {
    faults.push('policy_version: it is not the one that the publication names')
  }
  return faults
}
