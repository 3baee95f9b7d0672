import type { EntityManager } from '@mikro-orm/postgresql'
import { sha256Hex } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import {
  CredentialEntity,
  LoginEntity,
  PersonEntity,
  RefreshTokenEntity,
  SignInFailureEntity,
} from '../store/entities/organization.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { passwordMatches } from './passwords.ts'

/** Failures in the window after which an account, or a whole address, has to wait. */
const FAILURES_AN_ACCOUNT = 5
/** Offices share an address: one forgetful colleague must not lock out the others. */
const FAILURES_AN_ADDRESS = 50
const FAILURE_WINDOW_MS = 15 * 60_000
export const REFRESH_DAYS = 7

export interface SignIn {
  readonly account: string
  readonly password: string
  readonly address: string
  readonly client: string
}

/** A login and the refresh token that prolongs it; the token exists nowhere else. */
export interface IssuedLogin {
  readonly personId: string
  readonly loginId: string
  readonly refreshToken: string
}

/**
 * Checks account and password and opens a login.
 * @throws Refusal 'too-many-sign-ins' (with the time to wait) or 'sign-in-failed'
 */
export async function signIn(deps: Deps, request: SignIn): Promise<IssuedLogin> {
  const account = request.account.trim().toLowerCase()
  await refuseAfterFailures(deps, account, request.address)
  const found = await write(deps.orm, async (em) => {
    const person = await em.findOne(PersonEntity, { account })
    const credential = person && (await em.findOne(CredentialEntity, { personId: person.id }))
    return { personId: person?.id ?? null, passwordHash: credential?.passwordHash ?? null }
  })
  const matches = await passwordMatches(found.passwordHash, request.password)
  if (!matches || found.personId === null) {
    await noteFailure(deps, account, request.address)
    throw new Refusal('sign-in-failed', 'account or password is wrong')
  }
  const { personId } = found
  return write(deps.orm, async (em) => {
    await em.nativeDelete(SignInFailureEntity, { account })
    return openLogin(deps, em, personId, request.client)
  })
}

/** Opens a login for a person whose identity has been proven. */
export async function openLogin(
  deps: Deps,
  em: EntityManager,
  personId: string,
  client: string,
): Promise<IssuedLogin> {
  const now = deps.now()
  const loginId = deps.newId()
  em.create(LoginEntity, {
    id: loginId,
    personId,
    client: client.slice(0, 200),
    createdAt: now,
    lastUsedAt: now,
    revokedAt: null,
    revokedReason: null,
  })
  await em.flush()
  const refreshToken = await issueRefreshToken(deps, em, loginId, null)
  return { personId, loginId, refreshToken }
}

/** Makes a refresh token; only its digest is kept. */
export async function issueRefreshToken(
  deps: Deps,
  em: EntityManager,
  loginId: string,
  parentId: string | null,
): Promise<string> {
  const token = deps.randomHex(32)
  const now = deps.now()
  em.create(RefreshTokenEntity, {
    id: deps.newId(),
    loginId,
    tokenDigest: sha256Hex(token),
    issuedAt: now,
    expiresAt: new Date(now.getTime() + REFRESH_DAYS * 86_400_000),
    exchangedAt: null,
    supersededAt: null,
    parentId,
  })
  await em.flush()
  return token
}

async function refuseAfterFailures(deps: Deps, account: string, address: string): Promise<void> {
  const now = deps.now().getTime()
  const since = new Date(now - FAILURE_WINDOW_MS)
  const oldest = await write(deps.orm, async (em) => {
    await em.nativeDelete(SignInFailureEntity, { failedAt: { $lt: since } })
    const newestFirst = { orderBy: { failedAt: 'desc' } } as const
    const ofAccount = await em.find(
      SignInFailureEntity,
      { account },
      { ...newestFirst, limit: FAILURES_AN_ACCOUNT },
    )
    const ofAddress = await em.find(
      SignInFailureEntity,
      { address },
      { ...newestFirst, limit: FAILURES_AN_ADDRESS },
    )
    if (ofAccount.length === FAILURES_AN_ACCOUNT) return ofAccount.at(-1)?.failedAt
    if (ofAddress.length === FAILURES_AN_ADDRESS) return ofAddress.at(-1)?.failedAt
    return undefined
  })
  if (!oldest) return
  const seconds = Math.max(1, Math.ceil((oldest.getTime() + FAILURE_WINDOW_MS - now) / 1000))
  throw new Refusal('too-many-sign-ins', `try again in ${seconds} s`, [], seconds)
}

async function noteFailure(deps: Deps, account: string, address: string): Promise<void> {
  await write(deps.orm, async (em) => {
    em.create(SignInFailureEntity, { id: deps.newId(), account, address, failedAt: deps.now() })
  })
}
