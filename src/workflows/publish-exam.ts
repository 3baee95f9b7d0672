import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { commitmentTo, digestOf } from '../domain/digest.ts'
import { NO_ACCOMMODATION } from '../domain/organization/accommodation.ts'
import { Refusal } from '../domain/refusal.ts'
import type { PublicationRule } from '../domain/scheduling/exam.ts'
import { publicationRules, rulesInTheWay } from '../domain/scheduling/publication-rules.ts'
import type { ExamPreview } from '../domain/scheduling/views.ts'
import { readAccommodations } from '../store/accommodations.ts'
import {
  AssignmentEntity,
  ExamEntity,
  type ExamRecord,
  ExamSecretEntity,
} from '../store/entities/exam.ts'
import { PolicyApprovalEntity, PolicyVersionEntity } from '../store/entities/policy.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { findUsedItems } from '../store/views/used-items.ts'
import { isBankApproved } from './approve-bank.ts'
import { countJudges } from './count-judges.ts'
import { haveCutsBasis } from './cut-basis.ts'
import type { Deps } from './deps.ts'
import { calledFrom } from './verified-candidates.ts'

/**
 * Freezes a draft: blueprint, bank version, cut scores, policy version, window; draws the secret,
 * commits to it, and assigns everybody of the audience; to a re-test those who are called.
 * @throws Refusal 'not-found', 'exam-not-draft', 'publication-rule-broken' with the rules
 */
export async function publishExam(
  deps: Deps,
  actor: string,
  publishing: { readonly examId: string; readonly waiver: string | null },
): Promise<void> {
  // Planned before anything is locked: a plan may take seconds.
  const ahead = await planDraft(deps, await write(deps.orm, (em) => findDraft(em, publishing)))
  const published = await write(deps.orm, async (em) => {
    const exam = await findDraft(em, publishing, LockMode.PESSIMISTIC_WRITE)
    const { bank, plan } = isSamePlan(ahead.exam, exam) ? ahead : await planDraft(deps, exam)
    const audience = await audienceOf(em, exam.audienceUnitIds)
    const secretHex = deps.randomHex(32)
    const candidates = await calledFrom(em, exam, { audience, secretHex })
    const rules = await rulesFor(deps, em, { exam, plan, candidates })
    const inTheWay = rulesInTheWay(rules, publishing.waiver)
    if (inTheWay.length > 0) {
      throw new Refusal(
        'publication-rule-broken',
        inTheWay.map(({ message }) => message.en).join('; '),
        inTheWay.map(({ rule, message }) => ({ pointer: `/rules/${rule}`, detail: message.en })),
      )
    }
    const bankDigest = digestOf(bank)
    const { waiver } = publishing
    await freeze(deps, em, { exam, secretHex, actor, bankDigest, candidates, rules, waiver })
    return exam
  })
  await makeReady(deps, published)
}

type Planned = Pick<ExamRecord, 'id' | 'bankVersionId' | 'blueprint'>

async function findDraft(
  em: EntityManager,
  { examId }: { readonly examId: string },
  lockMode: LockMode = LockMode.NONE,
): Promise<ExamRecord> {
  const exam = await em.findOne(ExamEntity, { id: examId }, { lockMode })
  if (!exam) throw new Refusal('not-found', 'no such exam')
  if (exam.publishedAt) throw new Refusal('exam-not-draft', 'the exam is published already')
  return exam
}

async function planDraft(deps: Deps, exam: Planned) {
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const usedBefore = await findUsedItems(deps.sql, bank.program, deps.now())
  const plan = await deps.examPlanner.plan({ bank, blueprint: exam.blueprint, usedBefore })
  return { exam, bank, plan }
}

/** Whether a plan still holds for the draft, which may have been changed in the meantime. */
function isSamePlan(ahead: Planned, exam: Planned): boolean {
  const digests = [ahead, exam].map(({ bankVersionId, blueprint }) =>
    digestOf([bankVersionId, blueprint]),
  )
  return digests[0] === digests[1]
}

/** The first candidate finds the exam ready: its weights are known since it was planned. */
async function makeReady({ frozen }: Deps, exam: Planned): Promise<void> {
  if (exam.blueprint.delivery?.mode === 'adaptive') await frozen.adaptive(exam)
  else await frozen.draw(exam)
}

/** The rules of publication for an exam as it is planned now. */
export async function rulesFor(
  deps: Deps,
  em: EntityManager,
  planned: {
    readonly exam: Pick<
      ExamRecord,
      | 'opensAt'
      | 'closesAt'
      | 'bankVersionId'
      | 'policyVersionId'
      | 'blueprint'
      | 'panelId'
      | 'cutReason'
    >
    readonly plan: Omit<ExamPreview, 'rules'>
    readonly candidates: readonly string[]
  },
): Promise<PublicationRule[]> {
  const { exam, plan, candidates } = planned
  const policyVersionId = exam.policyVersionId
  const policy = await em.findOneOrFail(PolicyVersionEntity, { id: policyVersionId })
  const approvals = await em.count(PolicyApprovalEntity, { policyVersionId })
  const passing = plan.cuts.find(({ level }) => level === exam.blueprint.passingLevel)
  return publicationRules({
    now: deps.now(),
    opensAt: exam.opensAt,
    closesAt: exam.closesAt,
    timeLimitSeconds: plan.timeLimitSeconds,
    expectedSeconds: plan.expectedSeconds,
    feasible: plan.feasible,
    jobRelevance: plan.jobRelevance,
    standardErrorAtCut: passing?.standardError ?? null,
    verdict: plan.audit.verdict,
    candidateCount: candidates.length,
    bankApproved: await isBankApproved(em, exam.bankVersionId),
    policyApproved: approvals > 0,
    policyEffectiveFrom: policy.effectiveFrom,
    cutHasBasis: await haveCutsBasis(em, exam),
    judgesAmongCandidates: await countJudges(em, exam.bankVersionId, candidates),
  })
}

/** Candidates of the units' branches, by id. */
export async function audienceOf(em: EntityManager, unitIds: readonly string[]): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select distinct person.id from person
     join unit on unit.id = person.unit_id
     join role_grant on role_grant.person_id = person.id and role_grant.role = 'candidate'
     where exists (
       select 1 from unit as chosen where chosen.id = any(string_to_array(?, ',')::uuid[])
         and starts_with(unit.path, chosen.path))
     order by person.id`,
    [unitIds.join(',')],
  )
  return rows.map(({ id }) => id)
}

async function freeze(
  deps: Deps,
  em: EntityManager,
  freezing: {
    readonly exam: ExamRecord
    readonly secretHex: string
    readonly actor: string
    readonly bankDigest: string
    readonly candidates: readonly string[]
    readonly rules: readonly PublicationRule[]
    readonly waiver: string | null
  },
): Promise<void> {
  const { exam, secretHex, actor, bankDigest, candidates, rules, waiver } = freezing
  const publishedAt = deps.now()
  const commitment = commitmentTo(secretHex)
  const waived = rules.filter(({ met }) => !met).map(({ rule }) => rule)
  em.assign(exam, {
    publishedAt,
    publishedBy: actor,
    commitment,
    waiver: waived.length > 0 ? waiver : null,
  })
  em.create(ExamSecretEntity, { examId: exam.id, secretHex })
  const approved = await readAccommodations(em, candidates)
  for (const personId of candidates) {
    const conditions = approved.get(personId) ?? NO_ACCOMMODATION
    em.create(AssignmentEntity, {
      ...{ examId: exam.id, personId, assignedAt: publishedAt },
      ...conditions,
    })
  }
  await em.flush()
  await appendLog(em, {
    chain: `exam:${exam.id}`,
    actor,
    act: 'exam-published',
    subject: exam.id,
    detail: {
      commitment,
      blueprintDigest: digestOf(exam.blueprint),
      bankVersionId: exam.bankVersionId,
      bankDigest,
      policyVersionId: exam.policyVersionId,
      reviewRules: exam.reviewRules,
      ...(exam.panelId ? { panelId: exam.panelId } : {}),
      ...(exam.cutReason ? { cutReason: exam.cutReason } : {}),
      ...(exam.verifiesExamId
        ? { verifies: { examId: exam.verifiesExamId, share: exam.verifiedShare } }
        : {}),
      candidates: candidates.length,
      candidatesDigest: digestOf([...candidates].sort()),
      ...(waived.length > 0 ? { waived, waiver } : {}),
    },
    at: publishedAt,
  })
}
