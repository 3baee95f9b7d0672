import { type Static, Type } from 'typebox'
import { adaptiveDelivery, prepareAdaptive } from '../assembly/adaptive/adaptive-run.ts'
import { formsOfCourse } from '../assembly/adaptive/replay-form.ts'
import { Blueprint } from '../assembly/blueprint.ts'
import { checkForm } from '../assembly/certify-form.ts'
import { prepareDraw } from '../assembly/draw-form.ts'
import { Form, isAdaptive } from '../assembly/form.ts'
import { Bank } from '../bank/bank.ts'
import { journalDigest, latestResponses, toBankEntries } from '../delivery/answers.ts'
import { attemptIdFor, seedFor } from '../delivery/attempt.ts'
import type { KeptEntry } from '../delivery/journal.ts'
import { Receipt } from '../delivery/views.ts'
import { canonicalJson, commitmentTo, digestOf } from '../digest.ts'
import { faultsOfChain, type LogEntry } from '../log-chain.ts'
import { Refusal } from '../refusal.ts'

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
    /**
     * The last entry of every chain, the number of attempts and the digest of everything above,
     * signed: nothing can be cut off, added or changed, also where no receipt vouches for it.
     */
    checkpoint: Type.Object(
      {
        attempts: Type.Integer(),
        heads: Type.Record(Type.String(), Type.String()),
        contentDigest: Type.String(),
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
  findings.push(...allFormFaults(bundle))
  for (const attempt of bundle.attempts) {
    findings.push(...receiptFaults(bundle, attempt, checkSignature))
  }
  findings.push(...publicationFaults(bundle), ...logFaults(bundle))
  findings.push(...checkpointFaults(bundle, checkSignature))
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

/** A bent bank or blueprint may give no form at all: a fault like any other, not the end. */
function allFormFaults(bundle: ExamBundle): string[] {
  try {
    const derive = formsAgain(bundle)
    return bundle.attempts.flatMap((attempt) => formFaults(bundle, derive, attempt))
  } catch (error) {
    return [`forms: none can be drawn from this bank and blueprint: ${(error as Error).message}`]
  }
}

type Derive = (attempt: BundledAttempt, seed: string) => readonly Form[]

/** The form an attempt must have; two where an adaptive one may have ended in two ways. */
function formsAgain({ bank, blueprint }: ExamBundle): Derive {
  if (!adaptiveDelivery(blueprint)) {
    const { draw } = prepareDraw(bank, blueprint)
    return (_attempt, seed) => [draw(seed)]
  }
  const prepared = prepareAdaptive(bank, blueprint)
  return ({ form, entries }, seed) => {
    const left = isAdaptive(form) ? form.certificate.items : 0
    try {
      const responses = latestResponses(toBankEntries(entries, form, bank))
      return formsOfCourse(prepared, seed, { items: form.items, left, responses })
    } catch (error) {
      // Answers that can't belong to these items: so the items are not those that were given.
      if (error instanceof Refusal) return []
      throw error
    }
  }
}

function formFaults(bundle: ExamBundle, derive: Derive, attempt: BundledAttempt): string[] {
  const { attemptId, candidateId, form } = attempt
  const faults: string[] = []
  if (attemptIdFor(bundle.examId, candidateId, 1) !== attemptId) {
    faults.push(`attempt ${attemptId}: the id does not follow from exam and candidate`)
  }
  const forms = derive(attempt, seedFor(bundle.secret, attemptId)).map(canonicalJson)
  if (!forms.includes(canonicalJson(form))) {
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

/** Bank, blueprint and secret must be those that were fixed before anybody sat the exam. */
function publicationFaults(bundle: ExamBundle): string[] {
  const published = bundle.log.find(
    ({ chain, act }) => chain === `exam:${bundle.examId}` && act === 'exam-published',
  )
  if (!published) return ['log: the publication of this exam is missing']
  const { commitment, blueprintDigest, bankDigest } = published.detail
  return [
    ...(commitment === bundle.commitment ? [] : ['log: the publication names another commitment']),
    ...(blueprintDigest === digestOf(bundle.blueprint)
      ? []
      : ['log: the publication names another blueprint']),
    ...(bankDigest === digestOf(bundle.bank) ? [] : ['log: the publication names another bank']),
  ]
}

/** Acts that tell which form the attempt has from then on. */
const FORM_ACTS: ReadonlySet<string> = new Set(['attempt-started', 'item-given', 'items-ended'])

function logFaults(bundle: ExamBundle): string[] {
  const chains = new Map<string, LogEntry[]>()
  for (const entry of bundle.log) {
    chains.set(entry.chain, [...(chains.get(entry.chain) ?? []), entry])
  }
  const faults = [...chains.values()].flatMap(faultsOfChain)
  for (const { attemptId, form, receipt } of bundle.attempts) {
    const acts = chains.get(`attempt:${attemptId}`) ?? []
    const told = acts.findLast(({ act }) => FORM_ACTS.has(act))
    if (told?.detail.formDigest !== form.digest) {
      faults.push(`attempt ${attemptId}: the log names another form, or no start`)
    }
    const isClosed = acts.some(({ act }) => act === 'attempt-closed')
    if (isClosed !== (receipt !== null)) {
      faults.push(`attempt ${attemptId}: log and receipt disagree on whether it was closed`)
    }
  }
  return faults
}

/** Digest of everything in a bundle but its checkpoint. */
export function contentDigestOf(bundle: Omit<ExamBundle, 'checkpoint'>): string {
  return digestOf({ ...bundle, checkpoint: undefined })
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
  if (contentDigestOf(bundle) !== content.contentDigest) {
    faults.push('checkpoint: the content is not what was signed')
  }
  return faults
}
