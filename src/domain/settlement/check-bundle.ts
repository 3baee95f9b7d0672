import { adaptiveDelivery, prepareAdaptive } from '../assembly/adaptive/adaptive-run.ts'
import { formsOfCourse } from '../assembly/adaptive/replay-form.ts'
import { checkForm } from '../assembly/certify-form.ts'
import { prepareDraw } from '../assembly/draw-form.ts'
import { type Form, isAdaptive } from '../assembly/form.ts'
import { journalDigest, latestResponses, toBankEntries } from '../delivery/answers.ts'
import { attemptIdFor, seedFor } from '../delivery/attempt.ts'
import { canonicalJson, commitmentTo, digestOf } from '../digest.ts'
import { faultsOfChain, type LogEntry } from '../log-chain.ts'
import type { CheckSignature } from '../log-proof.ts'
import { Refusal } from '../refusal.ts'
import { sealFaults } from './bundle-seal.ts'
import { closingFaults, receiptChecker } from './closing-faults.ts'
import {
  type AnyExamBundle,
  type BundledAttempt,
  chainsOf,
  contentDigestOf,
  type EarlierExamBundle,
  headsOf,
} from './exam-bundle.ts'
import { inclusionFaults, type OutsideProof, outsideFaults } from './outside-faults.ts'
import { recordFaults } from './record-faults.ts'
import { replaySettlements } from './replay-settlements.ts'

/** How many things of each kind were checked, and every fault found. */
export interface BundleCheck {
  readonly valid: boolean
  readonly checked: Readonly<
    Record<'forms' | 'receipts' | 'journals' | 'logEntries' | 'records' | 'settlements', number>
  >
  /** What from outside the bundle vouches for it; without any, its own key does. */
  readonly vouchedBy: 'nothing' | 'key' | 'checkpoint'
  readonly findings: readonly string[]
}

/**
 * Checks everything a bundle says: draws every form again, makes every settlement again, holds
 * records, journals and receipts against the log, the log against its checkpoint, and everything
 * against what was signed. A key of its own proves nothing, so one from outside is asked for.
 */
export function checkBundle(
  bundle: AnyExamBundle,
  checkSignature: CheckSignature,
  outside: OutsideProof = {},
): BundleCheck {
  const isEarlier = bundle.format === 'probity-exam-bundle/1'
  const replays = isEarlier ? { replayed: 0, faults: [] } : replaySettlements(bundle)
  const findings = [
    ...contentFaults(bundle, checkSignature),
    ...(isEarlier ? earlierFaults(bundle, checkSignature) : sealFaults(bundle, checkSignature)),
    ...replays.faults,
    ...(isEarlier ? [] : [...recordFaults(bundle), ...inclusionFaults(bundle, checkSignature)]),
    ...outsideFaults(bundle, outside, checkSignature),
  ]
  const receipts = bundle.attempts.filter(({ receipt }) => receipt !== null).length
  const records = isEarlier ? [] : Object.values(bundle.records).flat()
  return {
    valid: findings.length === 0,
    checked: {
      forms: bundle.attempts.length,
      receipts,
      journals: receipts,
      logEntries: bundle.log.length,
      records: records.length,
      settlements: replays.replayed,
    },
    vouchedBy: outside.checkpoints ? 'checkpoint' : outside.publicKeyPem ? 'key' : 'nothing',
    findings,
  }
}

/** Forms, journals, receipts and log by themselves, as in bundles of any format. */
function contentFaults(bundle: AnyExamBundle, checkSignature: CheckSignature): string[] {
  const findings: string[] = []
  if (digestOf(bundle.bank) !== bundle.bankDigest) findings.push('bank: digest does not match')
  if (commitmentTo(bundle.secret) !== bundle.commitment) {
    findings.push('secret: does not match the commitment published before the exam')
  }
  findings.push(...allFormFaults(bundle))
  for (const attempt of bundle.attempts) {
    findings.push(...receiptFaults(bundle, attempt, checkSignature))
  }
  findings.push(...publicationFaults(bundle), ...logFaults(bundle, checkSignature))
  return findings
}

/** A bent bank or blueprint may give no form at all: a fault like any other, not the end. */
function allFormFaults(bundle: AnyExamBundle): string[] {
  try {
    const derive = formsAgain(bundle)
    return bundle.attempts.flatMap((attempt) => formFaults(bundle, derive, attempt))
  } catch (error) {
    return [`forms: none can be drawn from this bank and blueprint: ${(error as Error).message}`]
  }
}

type Derive = (attempt: BundledAttempt, seed: string) => readonly Form[]

/** The form an attempt must have; two where an adaptive one may have ended in two ways. */
function formsAgain({ bank, blueprint }: AnyExamBundle): Derive {
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

function formFaults(bundle: AnyExamBundle, derive: Derive, attempt: BundledAttempt): string[] {
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
  bundle: AnyExamBundle,
  attempt: BundledAttempt,
  checkSignature: CheckSignature,
): string[] {
  const { attemptId, form, receipt, entries } = attempt
  if (receipt === null) return []
  const { signature: _, ...content } = receipt
  const faults: string[] = []
  if (!receiptChecker(checkSignature, bundle.publicKeyPem)(receipt)) {
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
function publicationFaults(bundle: AnyExamBundle): string[] {
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

function logFaults(bundle: AnyExamBundle, checkSignature: CheckSignature): string[] {
  const chains = new Map<string, LogEntry[]>()
  for (const entry of bundle.log) {
    chains.set(entry.chain, [...(chains.get(entry.chain) ?? []), entry])
  }
  const faults = [...chainsOf(bundle).values()].flatMap(faultsOfChain)
  const actsOf = (attemptId: string) => chains.get(`attempt:${attemptId}`) ?? []
  for (const { attemptId, form } of bundle.attempts) {
    const told = actsOf(attemptId).findLast(({ act }) => FORM_ACTS.has(act))
    if (told?.detail.formDigest !== form.digest) {
      faults.push(`attempt ${attemptId}: the log names another form, or no start`)
    }
  }
  const log = { exam: chains.get(`exam:${bundle.examId}`) ?? [], attempt: actsOf }
  const isSigned = receiptChecker(checkSignature, bundle.publicKeyPem)
  return [...faults, ...closingFaults(bundle.attempts, log, isSigned)]
}

/** What an earlier bundle was signed with. */
function earlierFaults(bundle: EarlierExamBundle, checkSignature: CheckSignature): string[] {
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
