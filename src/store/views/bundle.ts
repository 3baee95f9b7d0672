import type { Form } from '../../domain/assembly/form.ts'
import type { Receipt } from '../../domain/delivery/views.ts'
import { digestOf } from '../../domain/digest.ts'
import type { LogEntry } from '../../domain/log-chain.ts'
import { Refusal } from '../../domain/refusal.ts'
import { sealedText, sectionsOf } from '../../domain/settlement/bundle-seal.ts'
import type { ExamBundle } from '../../domain/settlement/exam-bundle.ts'
import type { LogTrees } from '../checkpoints/log-tree.ts'
import { readCheckpoints } from '../checkpoints/read-checkpoints.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { readBundleRecords } from './bundle-records.ts'
import { getExam } from './exams.ts'

interface AttemptColumns {
  readonly attemptId: string
  readonly candidateId: string
  readonly form: Form
  readonly receipt: Receipt | null
}
type LogColumns = Omit<LogEntry, 'loggedAt'> & { readonly loggedAt: Date }

/**
 * Everything needed to check an exam offline. Candidates stand in it by id, not by name, apart
 * from their receipts. @throws Refusal 'window-still-open'
 */
export async function getBundle(
  stores: {
    readonly sql: Sql
    readonly frozen: FrozenContent
    readonly logTrees: LogTrees
    readonly publicKeyPem: string
    readonly sign: (text: string) => string
  },
  scope: Scope,
  asked: { readonly examId: string; readonly now: Date },
): Promise<ExamBundle> {
  const exam = await getExam(stores.sql, scope, asked)
  if (exam.revealedSecret === null || exam.commitment === null) {
    throw new Refusal('window-still-open', 'the secret is revealed when the window has closed')
  }
  const { bankVersionId } = exam.bank
  const bank = await stores.frozen.bank(bankVersionId)
  const { attempts, journals, log, records, latest, undecided } = await readContent(
    stores.sql,
    asked.examId,
  )
  const isOpen = ({ act, subject }: LogEntry) => act !== 'case-decision' || !undecided.has(subject)
  const bundle: Omit<ExamBundle, 'seal'> = {
    format: 'probity-exam-bundle/2',
    examId: asked.examId,
    bankVersionId,
    bankDigest: digestOf(bank),
    bank,
    blueprint: exam.blueprint,
    commitment: exam.commitment,
    secret: exam.revealedSecret,
    publicKeyPem: stores.publicKeyPem,
    releaseResults: exam.releaseResults,
    attempts: attempts.map((attempt) => ({
      ...attempt,
      entries: journals.get(attempt.attemptId) ?? [],
    })),
    log: log.filter(isOpen),
    withheld: log
      .filter((entry) => !isOpen(entry))
      .map(({ chain, number, previousHash, hash }) => ({ chain, number, previousHash, hash })),
    records,
    inclusion: latest === null ? null : await inclusionOf(stores.logTrees, latest, log),
  }
  // As it is read again: what is left out of JSON must not be signed.
  const written = JSON.parse(JSON.stringify(bundle)) as typeof bundle
  const sections = sectionsOf(written)
  const signature = stores.sign(sealedText(asked.examId, sections))
  return { ...written, seal: { sections, signature } }
}

async function readContent(sql: Sql, examId: string) {
  return read(sql, SYSTEM, async (tx) => {
    const attempts = await tx<AttemptColumns[]>`
      select id as "attemptId", candidate_id as "candidateId", form, receipt from attempt
      where exam_id = ${examId} order by id`
    const ids = attempts.map(({ attemptId }) => attemptId)
    const [policy] = await tx<{ chain: string }[]>`
      select 'policy:' || policy as chain from policy_version
      join exam on policy_version_id = policy_version.id where exam.id = ${examId}`
    const chains = [`exam:${examId}`, policy?.chain ?? '', ...ids.map((id) => `attempt:${id}`)]
    const log = await tx<LogColumns[]>`
      select chain, number, logged_at as "loggedAt", actor, act, subject, detail,
        previous_hash as "previousHash", hash
      from log_entry where chain = any(${chains}) order by chain, number`
    const [latest] = await readCheckpoints(tx, { limit: 1 })
    const undecided = await tx<{ id: string }[]>`
      select id from review_case where exam_id = ${examId} and decided_at is null`
    return {
      attempts,
      journals: await readJournals(tx, ids),
      log: log.map((entry): LogEntry => ({ ...entry, loggedAt: entry.loggedAt.toISOString() })),
      records: await readBundleRecords(tx, examId, ids),
      latest: latest?.number ?? null,
      undecided: new Set(undecided.map(({ id }) => id)),
    }
  })
}

async function inclusionOf(
  logTrees: LogTrees,
  number: number,
  log: readonly LogEntry[],
): Promise<ExamBundle['inclusion']> {
  const tree = await logTrees(number)
  if (tree === null) return null
  const chains = [...new Set(log.map(({ chain }) => chain))]
  return {
    checkpoint: tree.checkpoint,
    chains: chains.flatMap((chain) => tree.includes(chain) ?? []),
  }
}
