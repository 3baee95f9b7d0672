import { LoginEntity } from '../store/entities/organization.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/** Ends one login of a person, or all of them. Revoking twice is no error. */
export async function revokeLogins(
  deps: Deps,
  whose: { readonly personId: string; readonly loginId?: string; readonly by: string },
  reason: string,
): Promise<number> {
  const { personId, loginId, by } = whose
  return write(deps.orm, async (em) => {
    const ended = await em.nativeUpdate(
      LoginEntity,
      { personId, revokedAt: null, ...(loginId ? { id: loginId } : {}) },
      { revokedAt: deps.now(), revokedReason: reason },
    )
    // Whoever signs out on a shared machine does so thousands of times a day: no history of it.
    if (ended > 0 && reason !== SIGNED_OUT) {
      await appendLog(em, {
        chain: `person:${personId}`,
        actor: by,
        act: 'logins-ended',
        subject: loginId ?? personId,
        detail: { ended, reason },
        at: deps.now(),
      })
    }
    return ended
  })
}

/** The reason for which a login ends every day. */
export const SIGNED_OUT = 'signed out'
