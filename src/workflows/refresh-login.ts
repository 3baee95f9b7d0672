import { LockMode } from '@mikro-orm/postgresql'
import { sha256Hex } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { LoginEntity, RefreshTokenEntity } from '../store/entities/organization.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { type IssuedLogin, issueRefreshToken } from './sign-in.ts'

/** Two tabs may refresh at the same moment; a superseded token is honoured for this long. */
const LEEWAY_MS = 60_000

/**
 * Exchanges a refresh token for a new one. A token is spent once its successor has been used,
 * not when it was exchanged: a candidate on a bad network who never got the reply may ask
 * again. A spent token that turns up later is in foreign hands, or was: the login is revoked.
 * @throws Refusal 'sign-in-required' or 'refresh-token-reused'
 */
export async function refreshLogin(deps: Deps, token: string): Promise<IssuedLogin> {
  const outcome = await write(deps.orm, async (em) => {
    const now = deps.now()
    const known = await em.findOne(
      RefreshTokenEntity,
      { tokenDigest: sha256Hex(token) },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    )
    const login = known && (await em.findOne(LoginEntity, { id: known.loginId }))
    if (!known || !login || login.revokedAt !== null || known.expiresAt < now) return 'unknown'
    if (known.supersededAt && now.getTime() - known.supersededAt.getTime() > LEEWAY_MS) {
      em.assign(login, { revokedAt: now, revokedReason: 'refresh token reused' })
      await appendLog(em, {
        chain: `person:${login.personId}`,
        actor: null,
        act: 'logins-ended',
        subject: login.id,
        detail: { ended: 1, reason: 'refresh token reused' },
        at: now,
      })
      return 'reused'
    }
    const refreshToken = await issueRefreshToken(deps, em, login.id, known.id)
    em.assign(known, { exchangedAt: now })
    em.assign(login, { lastUsedAt: now })
    if (known.parentId !== null) {
      // Whoever shows this token has received it: what it was made from, and its twins, are spent.
      await em.execute(
        `update refresh_token set superseded_at = ?
         where superseded_at is null and id <> ? and (id = ? or parent_id = ?)`,
        [now, known.id, known.parentId, known.parentId],
      )
    }
    return { personId: login.personId, loginId: login.id, refreshToken }
  })
  if (outcome === 'reused') {
    throw new Refusal('refresh-token-reused', 'the token was used before; sign in again')
  }
  if (outcome === 'unknown') throw new Refusal('sign-in-required', 'sign in again')
  return outcome
}
