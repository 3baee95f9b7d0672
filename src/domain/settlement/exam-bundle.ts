import { type Static, Type } from 'typebox'
import { Blueprint } from '../assembly/blueprint.ts'
import { checkForm } from '../assembly/certify-form.ts'
import { type PreparedDraw, prepareDraw } from '../assembly/draw-form.ts'
import { Form } from '../assembly/form.ts'
import { Bank } from '../bank/bank.ts'
import { journalDigest } from '../delivery/answers.ts'
import { attemptIdFor, seedFor } from '../delivery/attempt.ts'
import type { KeptEntry } from '../delivery/journal.ts'
import { Receipt } from '../delivery/views.ts'
import { canonicalJson, commitmentTo, digestOf } from '../digest.ts'
import { faultsOfChain, type LogEntry } from '../log-chain.ts'

const closed = { additionalProperties: false } as const

const LoggedAct = Type.Object(
  {
    chain: Type.String(),
    number: Type.Integer(),
    loggedAt: Type.String(),
    actor: Type.Union([Type.String(), Type.Null()]),
    act: Type.String(),
    subject: Type.String(),
    detail: Type.Record(Type.String(), Type.Unknown()),
    previousHash: Type.String(),
    hash: Type.String(),
  },
  closed,
)

/** Everything about one exam that a stranger needs to check it, without the service. */
export const ExamBundle = Type.Object(
  {
    format: Type.Literal('probity-exam-bundle/1'),
    examId: Type.String(),
    bankDigest: Type.String(),
    bank: Bank,
    blueprint: Blueprint,
    commitment: Type.String(),
    secret: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    publicKeyPem: Type.String(),
    attempts: Type.Array(
      Type.Object(
        {
          attemptId: Type.String(),
          candidateId: Type.String(),
          form: Form,
          receipt: Type.Union([Receipt, Type.Null()]),
          entries: Type.Array(Type.Unsafe<KeptEntry>(Type.Object({ sequence: Type.Integer() }))),
        },
        closed,
      ),
    ),
    log: Type.Array(LoggedAct),
    /** The last entry of every chain and the number of attempts, signed: nothing can be cut off. */
    checkpoint: Type.Object(
      {
        attempts: Type.Integer(),
        heads: Type.Record(Type.String(), Type.String()),
        signature: Type.String(),
      },
      closed,
    ),
  },
  closed,
)
export type ExamBundle = Static<typeof ExamBundle>

/** How many things of each kind were checked, and every fault found. */
export interface BundleCheck {
  readonly valid: boolean
  readonly checked: Readonly<Record<'forms' | 'receipts' | 'journals' | 'logEntries', number>>
  readonly findings: readonly string[]
}

/** Checks an Ed25519 signature (base64) over a text; given, since the domain does no I/O. */
export type CheckSignature = (text: string, signature: string, publicKeyPem: string) => boolean

/** Draws every form again, checks commitment, receipts, journals and log chains. */
export function checkBundle(bundle: ExamBundle, checkSignature: CheckSignature): BundleCheck {
  const findings: string[] = []
  if (digestOf(bundle.bank) !== bundle.bankDigest) findings.push('bank: digest does not match')
  if (commitmentTo(bundle.secret) !== bundle.commitment) {
    findings.push('secret: does not match the commitment published before the exam')
  }
  const prepared = prepareDraw(bundle.bank, bundle.blueprint)
  for (const attempt of bundle.attempts) {
    findings.push(...formFaults(bundle, prepared, attempt))
    findings.push(...receiptFaults(bundle, attempt, checkSignature))
  }
  findings.push(...logFaults(bundle), ...checkpointFaults(bundle, checkSignature))
  const receipts = bundle.attempts.filter(({ receipt }) => receipt !== null).length
  return {
    valid: findings.length === 0,
    checked: {
      forms: bundle.attempts.length,
      receipts,
      journals: receipts,
      logEntries: bundle.log.length,
    },
    findings,
  }
}

type BundledAttempt = ExamBundle['attempts'][number]

function formFaults(bundle: ExamBundle, prepared: PreparedDraw, attempt: BundledAttempt): string[] {
  const { attemptId, candidateId, form } = attempt
  const faults: string[] = []
  if (attemptIdFor(bundle.examId, candidateId, 1) !== attemptId) {
    faults.push(`attempt ${attemptId}: the id does not follow from exam and candidate`)
  }
  const redrawn = prepared.draw(seedFor(bundle.secret, attemptId))
  if (canonicalJson(redrawn) !== canonicalJson(form)) {
    faults.push(`attempt ${attemptId}: the form is not the one its seed gives`)
  }
  for (const { severity, message } of checkForm(form, bundle.bank, bundle.blueprint)) {
    if (severity === 'error') faults.push(`attempt ${attemptId}: ${message.en}`)
  }
  return faults
}

function receiptFaults(
  bundle: ExamBundle,
  attempt: BundledAttempt,
  checkSignature: CheckSignature,
): string[] {
  const { attemptId, form, receipt, entries } = attempt
  if (receipt === null) return []
  const { signature, ...content } = receipt
  const faults: string[] = []
  if (!checkSignature(canonicalJson(content), signature, bundle.publicKeyPem)) {
    faults.push(`attempt ${attemptId}: the receipt's signature is wrong`)
  }
  if (content.attemptId !== attemptId || content.formDigest !== form.digest) {
    faults.push(`attempt ${attemptId}: the receipt belongs to another attempt or form`)
  }
  if (journalDigest(entries) !== content.journalDigest) {
    faults.push(`attempt ${attemptId}: the journal is not the one the receipt vouches for`)
  }
  return faults
}

function logFaults(bundle: ExamBundle): string[] {
  const chains = new Map<string, LogEntry[]>()
  for (const entry of bundle.log) {
    chains.set(entry.chain, [...(chains.get(entry.chain) ?? []), entry])
  }
  const faults = [...chains.values()].flatMap(faultsOfChain)
  const published = bundle.log.find(({ act }) => act === 'exam-published')
  if (published?.detail.commitment !== bundle.commitment) {
    faults.push('log: the publication names another commitment, or is missing')
  }
  for (const { attemptId, form, receipt } of bundle.attempts) {
    const acts = chains.get(`attempt:${attemptId}`) ?? []
    const started = acts.find(({ act }) => act === 'attempt-started')
    if (started?.detail.formDigest !== form.digest) {
      faults.push(`attempt ${attemptId}: the log names another form, or no start`)
    }
    const isClosed = acts.some(({ act }) => act === 'attempt-closed')
    if (isClosed !== (receipt !== null)) {
      faults.push(`attempt ${attemptId}: log and receipt disagree on whether it was closed`)
    }
  }
  return faults
}

/** The last hash of every chain, by chain. */
export function headsOf(log: readonly LogEntry[]): Record<string, string> {
  return Object.fromEntries(log.map(({ chain, hash }) => [chain, hash]))
}

function checkpointFaults(bundle: ExamBundle, checkSignature: CheckSignature): string[] {
  const { signature, ...content } = bundle.checkpoint
  const faults: string[] = []
  const signed = canonicalJson({ examId: bundle.examId, ...content })
  if (!checkSignature(signed, signature, bundle.publicKeyPem)) {
    faults.push('checkpoint: the signature is wrong')
  }
  if (content.attempts !== bundle.attempts.length) {
    faults.push(
      `checkpoint: names ${content.attempts} attempts, ${bundle.attempts.length} are here`,
    )
  }
  const heads = headsOf(bundle.log)
  if (canonicalJson(heads) !== canonicalJson(content.heads)) {
    faults.push('checkpoint: the ends of the log chains are not those that were signed')
  }
  return faults
}
