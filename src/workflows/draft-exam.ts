import type { EntityManager } from '@mikro-orm/postgresql'
import { checkBlueprint } from '../domain/assembly/check-blueprint.ts'
import type { Finding } from '../domain/bank/finding.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import type { ExamDraft } from '../domain/scheduling/exam.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { UnitEntity } from '../store/entities/organization.ts'
import { PolicyVersionEntity } from '../store/entities/policy.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

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
  return write(deps.orm, async (em) => {
    await refuseFaults(deps, em, drafting.draft)
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
    await logDraft(deps, em, { actor, act: 'exam-drafted', examId: id })
    return id
  })
}

/** Replaces a draft. @throws Refusal 'not-found', 'exam-not-draft' */
export async function redraftExam(
  deps: Deps,
  actor: string,
  redrafting: { readonly examId: string; readonly draft: ExamDraft },
): Promise<void> {
  await write(deps.orm, async (em) => {
    const exam = await em.findOne(ExamEntity, { id: redrafting.examId })
    if (!exam) throw new Refusal('not-found', 'no such exam')
    if (exam.publishedAt) throw new Refusal('exam-not-draft', 'a published exam is frozen')
    await refuseFaults(deps, em, redrafting.draft)
    em.assign(exam, fieldsOf(redrafting.draft))
    await logDraft(deps, em, { actor, act: 'exam-redrafted', examId: exam.id })
  })
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
  }
}

/** Faults that make no exam at all; what merely stands in the way of publishing is told later. */
async function refuseFaults(deps: Deps, em: EntityManager, draft: ExamDraft): Promise<void> {
  const faults: Fault[] = []
  const missing = (pointer: string) => faults.push({ pointer, detail: 'does not exist' })
  const bankExists = (await em.count(BankVersionEntity, { id: draft.bankVersionId })) > 0
  if (!bankExists) missing('/bankVersionId')
  if ((await em.count(PolicyVersionEntity, { id: draft.policyVersionId })) === 0) {
    missing('/policyVersionId')
  }
  const units = await em.count(UnitEntity, { id: draft.audienceUnitIds })
  if (units < new Set(draft.audienceUnitIds).size) missing('/audienceUnitIds')
  if (Date.parse(draft.window.opensAt) >= Date.parse(draft.window.closesAt)) {
    faults.push({ pointer: '/window/closesAt', detail: 'must be later than the opening' })
  }
  if (bankExists) {
    const bank = await deps.frozen.bank(draft.bankVersionId)
    const { findings } = checkBlueprint(draft.blueprint, bank)
    for (const finding of findings) {
      if (finding.severity === 'error' && !isToldLater(finding)) {
        faults.push({ pointer: `/blueprint${finding.pointer}`, detail: finding.message.en })
      }
    }
  }
  const [first] = faults
  if (first) throw new Refusal('invalid-input', `${first.pointer} ${first.detail}`, faults)
}

async function logDraft(
  deps: Deps,
  em: EntityManager,
  what: { readonly actor: string; readonly act: string; readonly examId: string },
): Promise<void> {
  const { actor, act, examId } = what
  const chain = `exam:${examId}`
  await appendLog(em, { chain, actor, act, subject: examId, detail: {}, at: deps.now() })
}
