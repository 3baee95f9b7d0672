import { LoginEntity } from '../store/entities/organization.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/** Ends one login of a person, or all of them. Revoking twice is no error. */
export async function revokeLogins(
  deps: Deps,
  whose: { readonly personId: string; readonly loginId?: string },
  reason: string,
): Promise<number> {
  return write(deps.orm, (em) =>
    em.nativeUpdate(
      LoginEntity,
      {
        personId: whose.personId,
        revokedAt: null,
        ...(whose.loginId ? { id: whose.loginId } : {}),
      },
      { revokedAt: deps.now(), revokedReason: reason },
    ),
  )
}
