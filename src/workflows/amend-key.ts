import type { EntityManager } from '@mikro-orm/postgresql'
import { indexOf } from '../domain/bank/bank-index.ts'
import { faultOfChange, type KeyChange } from '../domain/measurement/key-amendment.ts'
import { Refusal } from '../domain/refusal.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { AmendmentVerdictEntity, KeyAmendmentEntity } from '../store/entities/key-amendment.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { lockKeys } from './exam-keys.ts'
import { settleAll } from './settle.ts'

/**
 * Says that a published exam's key is wrong, and how to put it right; nothing changes until a
 * second person agrees. @throws Refusal 'not-found' or 'invalid-input'
 */
export async function proposeAmendment(
  deps: Deps,
  actor: string,
  proposed: {
    readonly examId: string
    readonly itemId: string
    readonly change: KeyChange
    readonly reason: string
  },
): Promise<string> {
  const { examId, itemId, change, reason } = proposed
  return write(deps.orm, async (em) => {
    const exam = await lockExam(em, examId)
    const bank = await deps.frozen.bank(exam.bankVersionId)
    const item = indexOf(bank).items.get(itemId)
    if (!item) throw invalid('/itemId', `the exam's bank has no item ${itemId}`)
    const fault = faultOfChange(item, change)
    if (fault !== null) throw invalid('/change', fault)
    const id = deps.newId()
    const number = 1 + (await em.count(KeyAmendmentEntity, { examId }))
    const proposedAt = deps.now()
    em.create(KeyAmendmentEntity, {
      id,
      examId,
      number,
      itemId,
      change,
      reason,
      proposedBy: actor,
      proposedAt,
    })
    await appendLog(em, {
      chain: `exam:${examId}`,
      actor,
      act: 'key-amendment-proposed',
      subject: id,
      detail: { number, itemId, change, reason },
      at: proposedAt,
    })
    return id
  })
}

/**
 * A second person's yes or no. With a yes every closed attempt of the exam is settled again in
 * the same transaction: all are regraded, or none.
 * @throws Refusal 'not-found', 'second-person-required', 'already-decided'
 */
export async function decideAmendment(
  deps: Deps,
  actor: string,
  deciding: {
    readonly examId: string
    readonly amendmentId: string
    readonly approved: boolean
    readonly note: string
  },
): Promise<void> {
  const { examId, amendmentId, approved, note } = deciding
  await write(deps.orm, async (em) => {
    await lockExam(em, examId)
    const amendment = await em.findOne(KeyAmendmentEntity, { id: amendmentId, examId })
    if (!amendment) throw new Refusal('not-found', 'no such amendment')
    if (amendment.proposedBy === actor) {
      throw new Refusal('second-person-required', 'somebody else must decide on what you proposed')
    }
    if ((await em.count(AmendmentVerdictEntity, { amendmentId })) > 0) {
      throw new Refusal('already-decided', 'the amendment has been decided on')
    }
    const decidedAt = deps.now()
    const number = 1 + (await countVerdicts(em, examId))
    const verdict = { amendmentId, number, approved, note, decidedBy: actor, decidedAt }
    em.create(AmendmentVerdictEntity, verdict)
    await em.flush()
    const regraded = approved ? await regrade(deps, em, examId) : 0
    await appendLog(em, {
      chain: `exam:${examId}`,
      actor,
      act: approved ? 'key-amended' : 'key-amendment-rejected',
      subject: amendmentId,
      detail: { itemId: amendment.itemId, change: amendment.change, note, regraded },
      at: decidedAt,
    })
  })
}

async function countVerdicts(em: EntityManager, examId: string): Promise<number> {
  const proposed = await em.find(KeyAmendmentEntity, { examId }, { fields: ['id'] })
  return em.count(AmendmentVerdictEntity, { amendmentId: proposed.map(({ id }) => id) })
}

/** Settles every closed attempt again; those still running are settled by the new keys later. */
async function regrade(deps: Deps, em: EntityManager, examId: string): Promise<number> {
  const attempts = await em.find(
    AttemptEntity,
    { examId, state: ['submitted', 'expired'] },
    { fields: ['id'], orderBy: { id: 'asc' } },
  )
  const attemptIds = attempts.map(({ id }) => id)
  await settleAll(deps, em, { attemptIds, cause: 'amendment' })
  return attempts.length
}

/** One amendment at a time, and not while attempts of the exam are being settled. */
async function lockExam(em: EntityManager, examId: string) {
  await lockKeys(em, examId)
  const exam = await em.findOne(ExamEntity, { id: examId })
  // A draft has nobody to tell: it is changed, not amended.
  if (!exam?.publishedAt) throw new Refusal('not-found', 'no such published exam')
  return exam
}

function invalid(pointer: string, detail: string): Refusal {
  return new Refusal('invalid-input', detail, [{ pointer, detail }])
}
