import { say } from '../../domain/bank/finding.ts'
import type { RhythmDetail } from '../../domain/delivery/rhythm.ts'
import type {
  Contact,
  IdentityData,
  Sitting,
} from '../../domain/forensics/identity/identity-data.ts'
import { sampleOf } from '../../domain/forensics/identity/rhythm-profile.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** What identity knows of an exam, but for answers, which others compare. */
export interface ExamIdentity {
  readonly data: Omit<IdentityData, 'answerPairs' | 'seed'>
  /** By account: its attempt of the exam. */
  readonly attemptIds: readonly string[]
}

/** Attempts whose contacts and rhythms are read at a time. */
const ATTEMPTS_A_BATCH = 1000

interface AttemptRow {
  readonly id: string
  readonly examId: string
  readonly candidateId: string
  readonly unitPath: string
  readonly startedAt: Date
  readonly endedAt: Date
}

/**
 * Accounts of an exam with the contacts and rhythms of their attempts, of this exam and of those
 * they began earlier. Accounts stand in the order of their attempts' ids, which tells nothing of
 * persons; their labels are places in it. For jobs of the service, after its own checks.
 */
export async function loadExamIdentity(sql: Sql, examId: string): Promise<ExamIdentity> {
  return read(sql, SYSTEM, async (tx) => {
    const attempts = await attemptsOf(tx, examId)
    const own = attempts.filter((attempt) => attempt.examId === examId)
    const accountOf = new Map(own.map(({ candidateId }, account) => [candidateId, account]))
    const sittings: Sitting[] = []
    for (let from = 0; from < attempts.length; from += ATTEMPTS_A_BATCH) {
      const batch = attempts.slice(from, from + ATTEMPTS_A_BATCH)
      sittings.push(...(await sittingsOf(tx, batch, accountOf)))
    }
    const accounts = own.map(({ candidateId, unitPath }, account) => ({
      id: candidateId,
      label: say(`${account + 1} 号考生`, `candidate ${account + 1}`),
      unitPath,
    }))
    return {
      data: { accounts, exam: examId, sittings },
      attemptIds: own.map(({ id }) => id),
    }
  })
}

async function attemptsOf(tx: SqlTransaction, examId: string): Promise<AttemptRow[]> {
  return tx<AttemptRow[]>`
    select attempt.id, attempt.exam_id as "examId", attempt.candidate_id as "candidateId",
      attempt.unit_path as "unitPath", attempt.started_at as "startedAt",
      coalesce(attempt.closed_at, attempt.deadline_at) as "endedAt"
    from attempt as own join attempt
      on attempt.candidate_id = own.candidate_id and attempt.started_at <= own.started_at
    where own.exam_id = ${examId} and own.ordinal = 1
      and (attempt.exam_id <> own.exam_id or attempt.id = own.id)
    order by attempt.id`
}

async function sittingsOf(
  tx: SqlTransaction,
  attempts: readonly AttemptRow[],
  accountOf: ReadonlyMap<string, number>,
): Promise<Sitting[]> {
  const ids = attempts.map(({ id }) => id)
  const contacts = await tx<(Contact & { attemptId: string; client: string })[]>`
    select attempt_id as "attemptId", device, address, network, login_id as login, client
    from attempt_contact where attempt_id = any(${ids}::uuid[])
    order by attempt_id, first_seen_at, combination`
  const rhythms = await tx<{ attemptId: string; detail: RhythmDetail }[]>`
    select attempt_id as "attemptId", payload as detail
    from journal_entry where attempt_id = any(${ids}::uuid[]) and behavior = 'rhythm'
      and payload is not null
    order by attempt_id, sequence`
  const contactsOf = Map.groupBy(contacts, ({ attemptId }) => attemptId)
  const rhythmsOf = Map.groupBy(rhythms, ({ attemptId }) => attemptId)
  return attempts.map((attempt) => {
    const met = contactsOf.get(attempt.id) ?? []
    return {
      account: accountOf.get(attempt.candidateId) as number,
      exam: attempt.examId,
      startedMs: attempt.startedAt.getTime(),
      endedMs: attempt.endedAt.getTime(),
      contacts: met.map(({ device, address, network, login }) => ({
        device,
        address,
        network,
        login,
      })),
      // Whoever used both in one attempt is taken as they began.
      input: met[0]?.client.endsWith('touch') ? 'touch' : 'desk',
      rhythm: (rhythmsOf.get(attempt.id) ?? []).map(({ detail }) => sampleOf(detail)),
    }
  })
}
