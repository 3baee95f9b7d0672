import type { Form } from '../../domain/assembly/form.ts'
import type { Receipt } from '../../domain/delivery/views.ts'
import { canonicalJson, digestOf } from '../../domain/digest.ts'
import type { LogEntry } from '../../domain/log-chain.ts'
import { Refusal } from '../../domain/refusal.ts'
import { contentDigestOf, type ExamBundle, headsOf } from '../../domain/settlement/exam-bundle.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
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
  const bank = await stores.frozen.bank(exam.bank.bankVersionId)
  const content = await read(stores.sql, SYSTEM, async (tx) => {
    const attempts = await tx<AttemptColumns[]>`
      select id as "attemptId", candidate_id as "candidateId", form, receipt from attempt
      where exam_id = ${asked.examId} order by id`
    const ids = attempts.map(({ attemptId }) => attemptId)
    const chains = [`exam:${asked.examId}`, ...ids.map((id) => `attempt:${id}`)]
    const log = await tx<LogColumns[]>`
      select chain, number, logged_at as "loggedAt", actor, act, subject, detail,
        previous_hash as "previousHash", hash
      from log_entry where chain = any(${chains}) order by chain, number`
    return { attempts, log, journals: await readJournals(tx, ids) }
  })
  const log = content.log.map((entry) => ({ ...entry, loggedAt: entry.loggedAt.toISOString() }))
  const bundle: Omit<ExamBundle, 'checkpoint'> = {
    format: 'probity-exam-bundle/1',
    examId: asked.examId,
    bankDigest: digestOf(bank),
    bank,
    blueprint: exam.blueprint,
    commitment: exam.commitment,
    secret: exam.revealedSecret,
    publicKeyPem: stores.publicKeyPem,
    attempts: content.attempts.map((attempt) => ({
      ...attempt,
      entries: content.journals.get(attempt.attemptId) ?? [],
    })),
    log,
  }
  const checkpoint = {
    attempts: bundle.attempts.length,
    heads: headsOf(log),
    contentDigest: contentDigestOf(bundle),
  }
  return {
    ...bundle,
    checkpoint: {
      ...checkpoint,
      signature: stores.sign(canonicalJson({ examId: asked.examId, ...checkpoint })),
    },
  }
}
