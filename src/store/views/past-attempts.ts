import type { Flag } from '../../domain/forensics/flag.ts'
import { flagFacts } from '../../domain/policy/attempt-history.ts'
import type { PolicyFacts } from '../../domain/policy/facts.ts'
import { type PolicyDocument, subjectOf } from '../../domain/policy/policy.ts'
import type { PolicySimulationView } from '../../domain/policy/simulation-views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { ageBandOf } from '../../domain/settlement/age-band.ts'
import type { GroupedPerson } from '../../domain/settlement/candidate-groups.ts'
import type { Measured } from '../../domain/settlement/policy-simulation/measure-again.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** A settled attempt with the rules it went by and the groups its candidate belongs to. */
export interface PastAttempt {
  readonly id: string
  readonly candidateId: string
  readonly startedAt: Date
  readonly facts: PolicyFacts
  readonly against: PolicyDocument
  readonly measured: Measured
  readonly person: GroupedPerson
}

export interface PastAttempts extends Pick<PolicySimulationView, 'exams' | 'against'> {
  readonly attempts: readonly PastAttempt[]
  /** The unit that all of them lie below. */
  readonly unitPath: string
  readonly unitNames: ReadonlyMap<string, LocalizedText>
}

interface AttemptRow {
  readonly id: string
  readonly candidateId: string
  readonly startedAt: Date
  readonly facts: PolicyFacts
  readonly levels: Measured['levels']
  readonly flags: readonly Flag[]
  readonly examId: string
  readonly unitPath: string
  readonly rank: string
  readonly birthYear: number | null
}
interface ExamRow {
  readonly examId: string
  readonly title: LocalizedText
  readonly policyVersionId: string
}
interface VersionRow {
  readonly id: string
  readonly policy: string
  readonly version: number
  readonly document: PolicyDocument
}

/** Settled attempts of exams within the scope, for a simulation. @throws Refusal 'not-found' */
export async function readPastAttempts(
  sql: Sql,
  scope: Scope,
  asked: { readonly examIds: readonly string[]; readonly againstVersionId: string | null },
): Promise<PastAttempts> {
  const found = await read(sql, scope, async (tx) => ({
    exams: await examRows(tx, asked.examIds),
    attempts: await attemptRows(tx, asked.examIds),
    units: await tx<{ path: string; name: LocalizedText }[]>`select path, name from unit`,
  }))
  if (found.exams.length < new Set(asked.examIds).size) {
    throw new Refusal('not-found', 'no such exam in your branches')
  }
  const { againstVersionId } = asked
  const ids = againstVersionId
    ? [againstVersionId]
    : found.exams.map(({ policyVersionId }) => policyVersionId)
  const versions = await read(
    sql,
    SYSTEM,
    (tx) => tx<VersionRow[]>`
      select id, policy, version, document from policy_version where id = any(${ids}::uuid[])`,
  )
  const byId = new Map(versions.map((version) => [version.id, version]))
  const against = againstVersionId ? byId.get(againstVersionId) : null
  if (against === undefined || (against && subjectOf(against.document) !== 'attempt')) {
    throw new Refusal('not-found', 'no such policy version about attempts')
  }
  const exams = new Map(found.exams.map((exam) => [exam.examId, exam]))
  return {
    exams: found.exams.map(({ examId, title }) => ({ examId, title })),
    against: against && { policy: against.policy, version: against.version },
    attempts: found.attempts.map((row) => {
      const exam = exams.get(row.examId) as ExamRow
      const version = against ?? (byId.get(exam.policyVersionId) as VersionRow)
      return pastAttempt(row, version.document)
    }),
    unitPath: commonPath(found.attempts.map(({ unitPath }) => unitPath)),
    unitNames: new Map(found.units.map(({ path, name }) => [path, name])),
  }
}

function examRows(tx: SqlTransaction, examIds: readonly string[]) {
  return tx<ExamRow[]>`
    select id as "examId", blueprint -> 'title' as title,
      policy_version_id as "policyVersionId"
    from exam where id = any(${[...examIds]}::uuid[]) and published_at is not null
    order by opens_at, id`
}

function attemptRows(tx: SqlTransaction, examIds: readonly string[]) {
  return tx<AttemptRow[]>`
    select attempt.id, attempt.candidate_id as "candidateId", attempt.started_at as "startedAt",
      settled.facts, settled.levels, settled.flags, attempt.exam_id as "examId",
      attempt.unit_path as "unitPath", person.rank, person.birth_year as "birthYear"
    from attempt join person on person.id = attempt.candidate_id
    join lateral (select facts, scores #> '{overall,levels}' as levels, flags from settlement
      where attempt_id = attempt.id order by number desc limit 1) as settled on true
    where attempt.exam_id = any(${[...examIds]}::uuid[]) and attempt.state <> 'running'
    order by attempt.id`
}

function pastAttempt(row: AttemptRow, against: PolicyDocument): PastAttempt {
  const { id, candidateId, startedAt, facts, levels, flags, unitPath, rank, birthYear } = row
  const ageBand = ageBandOf(birthYear, startedAt.getUTCFullYear())
  return {
    ...{ id, candidateId, startedAt, against },
    facts: { ...facts, ...flagFacts(flags) },
    measured: { levels },
    person: { unitPath, rank, ageBand, language: null },
  }
}

/** The deepest unit that all paths lie in. */
function commonPath(paths: readonly string[]): string {
  const [first = '/', ...others] = paths
  const parts = first.split('/')
  for (let length = parts.length; length > 1; length -= 1) {
    const path = `${parts.slice(0, length - 1).join('/')}/`
    if (others.every((other) => other.startsWith(path))) return path
  }
  return '/'
}
