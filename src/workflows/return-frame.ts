import { returnFrame as doReturn, frameLifeOf } from '../domain/bank/frame-life.ts'
import type { WorkshopFrameStanding } from '../domain/bank/workshop-frame-views.ts'
import { digestOf } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { FrameReturnEntity } from '../store/entities/workshop.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { findFrameHistory, lockWorkshop } from './lock-workshop.ts'

/**
 * Sends a program's latest frame back with a note; it is not approved any more, a new one is.
 * @throws Refusal 'not-found', 'already-decided' or 'invalid-input' for a note that says nothing
 */
export async function returnFrame(
  deps: Deps,
  actor: string,
  asked: { readonly program: string; readonly revision: number; readonly note: string },
): Promise<WorkshopFrameStanding> {
  const { program, revision, note } = asked
  return write(deps.orm, async (em) => {
    const frame = await lockWorkshop(em, program)
    if (!frame) throw new Refusal('not-found', 'no such workshop')
    const history = doReturn(await findFrameHistory(em, program), { revision, actor, note })
    const at = deps.now()
    em.create(FrameReturnEntity, { program, revision, note, returnedBy: actor, returnedAt: at })
    await appendLog(em, {
      chain: `bank:${program}`,
      actor,
      act: 'bank-frame-returned',
      subject: program,
      detail: { revision, note, digest: digestOf(frame.content) },
      at,
    })
    const { approvedRevision, returned } = frameLifeOf(history)
    return { program, revision, approvedRevision, returned }
  })
}
