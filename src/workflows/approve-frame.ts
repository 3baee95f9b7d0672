import { approveFrame as doApprove, frameLifeOf } from '../domain/bank/frame-life.ts'
import type { WorkshopFrameStanding } from '../domain/bank/workshop-frame-views.ts'
import { digestOf } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { FrameApprovalEntity } from '../store/entities/workshop.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { findFrameHistory, lockWorkshop } from './lock-workshop.ts'

/**
 * Approves a program's latest frame, which releases use from then on.
 * @throws Refusal 'not-found', 'already-decided' or 'second-person-required'
 */
export async function approveFrame(
  deps: Deps,
  actor: string,
  asked: { readonly program: string; readonly revision: number; readonly note: string },
): Promise<WorkshopFrameStanding> {
  const { program, revision, note } = asked
  return write(deps.orm, async (em) => {
    const frame = await lockWorkshop(em, program)
    if (!frame) throw new Refusal('not-found', 'no such workshop')
    const history = doApprove(await findFrameHistory(em, program), { revision, actor })
    const at = deps.now()
    em.create(FrameApprovalEntity, { program, revision, note, approvedBy: actor, approvedAt: at })
    await appendLog(em, {
      chain: `bank:${program}`,
      actor,
      act: 'bank-frame-approved',
      subject: program,
      detail: { revision, note, digest: digestOf(frame.content) },
      at,
    })
    const { approvedRevision, returned } = frameLifeOf(history)
    return { program, revision, approvedRevision, returned }
  })
}
