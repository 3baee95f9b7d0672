import { sha256Hex } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { StatementEntity } from '../store/entities/review.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/** Keeps the candidate's own words about a closed attempt; auditors read them with the case. */
export async function makeStatement(
  deps: Deps,
  candidateId: string,
  said: { readonly attemptId: string; readonly text: string },
): Promise<void> {
  await write(deps.orm, async (em) => {
    const attempt = await em.findOne(AttemptEntity, { id: said.attemptId })
    if (attempt?.candidateId !== candidateId) throw new Refusal('not-found', 'no such attempt')
    if (attempt.state === 'running') {
      throw new Refusal('attempt-not-closed', 'a statement can be made once the attempt is closed')
    }
    const id = deps.newId()
    const statedAt = deps.now()
    em.create(StatementEntity, {
      id,
      attemptId: attempt.id,
      candidateId,
      text: said.text,
      statedAt,
    })
    await appendLog(em, {
      chain: `attempt:${attempt.id}`,
      actor: candidateId,
      act: 'statement-made',
      subject: id,
      detail: { length: said.text.length, digest: sha256Hex(said.text) },
      at: statedAt,
    })
  })
}
