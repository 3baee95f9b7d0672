import { ownDataArchive } from '../domain/settlement/own-data/own-data-archive.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { readOwnData } from '../store/own-data/read-own-data.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/** Everything kept about a person as one ZIP, for that person; that it was made is logged. */
export async function exportOwnData(
  deps: Deps,
  personId: string,
): Promise<{ readonly bytes: Uint8Array; readonly madeAt: Date }> {
  const now = deps.now()
  const bytes = ownDataArchive(await readOwnData(deps.sql, { personId, now }))
  await write(deps.orm, (em) =>
    appendLog(em, {
      chain: `person:${personId}`,
      actor: personId,
      act: 'own-data-exported',
      subject: personId,
      detail: { bytes: bytes.length },
      at: now,
    }),
  )
  return { bytes, madeAt: now }
}
