import type { EntityManager } from '@mikro-orm/postgresql'
import type { Finding } from '../domain/bank/finding.ts'
import { digestOf } from '../domain/digest.ts'
import { subjectOf } from '../domain/policy/policy.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import type { ExamDraft } from '../domain/scheduling/exam.ts'
import { DEFAULT_REVIEW_RULES } from '../domain/scheduling/review-rules.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { UnitEntity } from '../store/entities/organization.ts'
import { PanelEntity } from '../store/entities/panel.ts'
import { PolicyVersionEntity } from '../store/entities/policy.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { logRefusedCuts } from './cut-basis.ts'
import type { Deps } from './deps.ts'
import { findVerificationFaults } from './verified-candidates.ts'

/** Faults a draft may have: items still to be written, forms to be assembled or gone stale. */
function isToldLater({ code, pointer }: Finding): boolean {
  return code === 'cell-infeasible' || pointer.startsWith('/delivery/forms')
}

/** Keeps a new draft. A draft may be infeasible; publishing it may not. */
export async function draftExam(
  deps: Deps,
  actor: string,
  drafting: { readonly draft: ExamDraft; readonly simulated: boolean },
): Promise<string> {
  const blueprintFaults = await findBlueprintFaults(deps, drafting.draft)
  return write(deps.orm, async (em) => {
    await refuseFaults(em, drafting, blueprintFaults)
    const id = deps.newId()
    em.create(ExamEntity, {
      id,
      ...fieldsOf(drafting.draft),
      simulated: drafting.simulated,
      createdBy: actor,
      createdAt: deps.now(),
      publishedBy: null,
      publishedAt: null,
      commitment: null,
      waiver: null,
      finalAt: null,
    })
    await logDraft(deps, em, { actor, act: 'exam-drafted', examId: id, draft: drafting.draft })
    return id
  })
}

/**
 * Replaces a draft. A try to move the cuts of an exam that is published is refused as any other,
 * and kept in the log. @throws Refusal 'not-found', 'exam-not-draft'
 */
export async function redraftExam(
  deps: Deps,
  actor: string,
  redrafting: { readonly examId: string; readonly draft: ExamDraft },
): Promise<void> {
  await refusePublished(deps, actor, redrafting)
  const blueprintFaults = await findBlueprintFaults(deps, redrafting.draft)
  await write(deps.orm, async (em) => {
    const exam = await em.findOne(ExamEntity, { id: redrafting.examId })
    if (!exam) throw new Refusal('not-found', 'no such exam')
    if (exam.publishedAt) throw new Refusal('exam-not-draft', 'a published exam is frozen')
    const { draft } = redrafting
    await refuseFaults(em, { draft, simulated: exam.simulated }, blueprintFaults)
    em.assign(exam, fieldsOf(draft))
    await logDraft(deps, em, { actor, act: 'exam-redrafted', examId: exam.id, draft })
  })
}

/** Publication is final, so what is looked up before the draft's own transaction still holds. */
async function refusePublished(
  deps: Deps,
  actor: string,
  { examId, draft }: { readonly examId: string; readonly draft: ExamDraft },
): Promise<void> {
  const exam = await write(deps.orm, (em) => em.findOne(ExamEntity, { id: examId }))
  if (!exam?.publishedAt) return
  await logRefusedCuts(deps, actor, { exam, levels: draft.blueprint.levels })
  throw new Refusal('exam-not-draft', 'a published exam is frozen')
}

function fieldsOf(draft: ExamDraft) {
  return {
    unitId: draft.unitId,
    bankVersionId: draft.bankVersionId,
    policyVersionId: draft.policyVersionId,
    blueprint: draft.blueprint,
    opensAt: new Date(draft.window.opensAt),
    closesAt: new Date(draft.window.closesAt),
    audienceUnitIds: draft.audienceUnitIds,
    decisionsNeeded: draft.decisionsNeeded,
    releaseResults: draft.releaseResults,
    panelId: draft.panelId ?? null,
    cutReason: draft.cutReason ?? null,
    requirements: draft.requirements ?? null,
    reviewRules: draft.reviewRules ?? DEFAULT_REVIEW_RULES,
    verifiesExamId: draft.verifies?.examId ?? null,
    verifiedShare: draft.verifies?.share ?? null,
  }
}

/**
 * Faults of the bank and of the blueprint that make no exam at all; what merely stands in the way
 * of publishing is told later. Looked for before anything is locked: it may take seconds, and
 * what a bank version holds never changes.
 */
async function findBlueprintFaults(deps: Deps, draft: ExamDraft): Promise<Fault[]> {
  const { bankVersionId, blueprint } = draft
  const known = await write(deps.orm, (em) => em.count(BankVersionEntity, { id: bankVersionId }))
  if (known === 0) return [{ pointer: '/bankVersionId', detail: 'does not exist' }]
  const bank = await deps.frozen.bank(bankVersionId)
  const findings = await deps.examPlanner.check({ bank, blueprint })
  return findings
    .filter((finding) => finding.severity === 'error' && !isToldLater(finding))
    .map(({ pointer, message }) => ({ pointer: `/blueprint${pointer}`, detail: message.en }))
}

/** Refuses a draft for the faults found already, and for those of everything else it names. */
async function refuseFaults(
  em: EntityManager,
  drafting: { readonly draft: ExamDraft; readonly simulated: boolean },
  found: readonly Fault[],
): Promise<void> {
  const { draft } = drafting
  const faults: Fault[] = []
  const missing = (pointer: string) => faults.push({ pointer, detail: 'does not exist' })
  const policy = await em.findOne(PolicyVersionEntity, { id: draft.policyVersionId })
  // Rules about persons or units say nothing of an attempt.
  if (!policy || subjectOf(policy.document) !== 'attempt') {
    missing('/policyVersionId')
  }
  if (draft.panelId && (await em.count(PanelEntity, { id: draft.panelId })) === 0) {
    missing('/panelId')
  }
  const units = await em.count(UnitEntity, { id: draft.audienceUnitIds })
  if (units < new Set(draft.audienceUnitIds).size) missing('/audienceUnitIds')
  if (Date.parse(draft.window.opensAt) >= Date.parse(draft.window.closesAt)) {
    faults.push({ pointer: '/window/closesAt', detail: 'must be later than the opening' })
  }
  const all = [...found, ...faults, ...(await findVerificationFaults(em, drafting))]
  const [first] = all
  if (first) throw new Refusal('invalid-input', `${first.pointer} ${first.detail}`, all)
}

async function logDraft(
  deps: Deps,
  em: EntityManager,
  what: {
    readonly actor: string
    readonly act: string
    readonly examId: string
    readonly draft: ExamDraft
  },
): Promise<void> {
  const { actor, act, examId, draft } = what
  const detail = { digest: digestOf(draft) }
  const chain = `exam:${examId}`
  await appendLog(em, { chain, actor, act, subject: examId, detail, at: deps.now() })
}
