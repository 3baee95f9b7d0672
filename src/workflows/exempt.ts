import { Refusal } from '../domain/refusal.ts'
import { isExemptAt } from '../domain/settlement/bulletin/exemption.ts'
import type { NewExemption } from '../domain/settlement/bulletin/views.ts'
import { AssignmentEntity, ExamEntity } from '../store/entities/exam.ts'
import { ExemptionEndEntity, ExemptionEntity } from '../store/entities/report.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/**
 * Exempts a person from an exam they are assigned to: they are no longer missing there. Who, why,
 * by whom and until when stands in the register; the log keeps that it happened, not why, since a
 * reason may tell of an illness.
 * @throws Refusal 'invalid-input' without a reason or with an end that has passed; 'not-found';
 *   'not-allowed' for oneself; 'already-decided' where one holds; 'results-known' once final
 */
export async function exempt(
  deps: Deps,
  actor: string,
  given: { readonly personId: string; readonly exemption: NewExemption },
): Promise<string> {
  const { personId } = given
  const { examId, reason, until: untilText } = given.exemption
  const now = deps.now()
  const until = untilText ? new Date(untilText) : null
  if (reason.trim() === '') {
    throw invalid('/reason', 'an exemption needs a reason')
  }
  if (until !== null && until <= now) throw invalid('/until', 'this time has passed')
  if (personId === actor) {
    throw new Refusal('not-allowed', 'another administrator must exempt you')
  }
  return write(deps.orm, async (em) => {
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `exemption:${examId}:${personId}`,
    ])
    const exam = await em.findOne(ExamEntity, { id: examId })
    const assigned = await em.count(AssignmentEntity, { examId, personId })
    if (!exam || assigned === 0) {
      throw new Refusal('not-found', 'the person is not assigned to such an exam')
    }
    if (exam.finalAt) {
      throw new Refusal('results-known', 'whoever missed a final exam stays missing')
    }
    const kept = await em.find(ExemptionEntity, { examId, personId })
    const ended = await em.find(ExemptionEndEntity, {
      exemptionId: { $in: kept.map(({ id }) => id) },
    })
    const holding = kept.some(({ id, untilAt }) => {
      const end = ended.find(({ exemptionId }) => exemptionId === id)
      return isExemptAt({ until: untilAt ?? null, endedAt: end?.endedAt ?? null }, now)
    })
    if (holding) throw new Refusal('already-decided', 'the person is exempted from it already')
    const id = deps.newId()
    em.create(ExemptionEntity, {
      ...{ id, examId, personId, reason: reason.trim(), untilAt: until },
      ...{ exemptedBy: actor, exemptedAt: now },
    })
    await em.flush()
    await appendLog(em, {
      chain: `exam:${examId}`,
      actor,
      act: 'person-exempted',
      subject: personId,
      detail: { exemptionId: id, until: until?.toISOString() ?? null },
      at: now,
    })
    return id
  })
}

function invalid(pointer: string, detail: string): Refusal {
  return new Refusal('invalid-input', detail, [{ pointer, detail }])
}

/** Takes an exemption back. @throws Refusal 'not-found', 'already-decided', 'not-allowed' */
export async function endExemption(
  deps: Deps,
  actor: string,
  given: { readonly personId: string; readonly exemptionId: string; readonly reason: string },
): Promise<void> {
  const { personId, exemptionId } = given
  if (personId === actor) {
    throw new Refusal('not-allowed', 'another administrator must decide about yours')
  }
  await write(deps.orm, async (em) => {
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `exemption-end:${exemptionId}`,
    ])
    const found = await em.findOne(ExemptionEntity, { id: exemptionId, personId })
    if (!found) throw new Refusal('not-found', 'no such exemption')
    if ((await em.count(ExemptionEndEntity, { exemptionId })) > 0) {
      throw new Refusal('already-decided', 'the exemption was taken back already')
    }
    const at = deps.now()
    const reason = given.reason.trim()
    em.create(ExemptionEndEntity, { exemptionId, reason, endedBy: actor, endedAt: at })
    await em.flush()
    await appendLog(em, {
      chain: `exam:${found.examId}`,
      actor,
      act: 'exemption-ended',
      subject: personId,
      detail: { exemptionId },
      at,
    })
  })
}
