import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { sha256Hex } from '../domain/digest.ts'
import { pathOf } from '../domain/organization/unit.ts'
import type { InvitationView } from '../domain/organization/views.ts'
import { Refusal } from '../domain/refusal.ts'
import {
  CredentialEntity,
  InvitationEntity,
  PersonEntity,
  RoleGrantEntity,
  UnitEntity,
} from '../store/entities/organization.ts'
import { appendLog, appendLogs } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { hashPassword } from './passwords.ts'
import { type IssuedLogin, openLogin } from './sign-in.ts'

const VALID_DAYS = 14
const OUR_ORGANIZATION = { 'zh-CN': '本机关', en: 'Our organization' } as const

/**
 * Makes a one-time link for a person, or (null) for the first administrator. The newest link
 * is the only one: earlier ones, wherever they went, stop working.
 */
export async function invite(
  deps: Deps,
  em: EntityManager,
  personId: string | null,
): Promise<InvitationView> {
  const token = deps.randomHex(24)
  const now = deps.now()
  await em.nativeUpdate(InvitationEntity, { personId, usedAt: null }, { usedAt: now })
  const expiresAt = new Date(now.getTime() + VALID_DAYS * 86_400_000)
  em.create(InvitationEntity, {
    id: deps.newId(),
    tokenDigest: sha256Hex(token),
    personId,
    createdAt: now,
    expiresAt,
    usedAt: null,
  })
  await em.flush()
  return { path: `/invitation/${token}`, expiresAt: expiresAt.toISOString() }
}

/** The link with which the administrator is made; null once somebody is there. */
export async function firstStartInvitation(deps: Deps): Promise<InvitationView | null> {
  return write(deps.orm, async (em) => {
    if ((await em.count(PersonEntity)) > 0) return null
    // An earlier start's link is lost with its terminal: a new one takes its place.
    return invite(deps, em, null)
  })
}

/** Who an invitation is for. @throws Refusal 'invitation-invalid' */
export async function readInvitation(deps: Deps, token: string) {
  return write(deps.orm, async (em) => {
    const invitation = await findInvitation(deps, em, token)
    const person =
      invitation.personId == null
        ? null
        : await em.findOneOrFail(PersonEntity, { id: invitation.personId })
    return {
      name: person?.name ?? '',
      account: person?.account ?? '',
      administrator: invitation.personId == null,
    }
  })
}

export interface Acceptance {
  readonly token: string
  readonly password: string
  readonly account?: string | undefined
  readonly name?: string | undefined
  readonly client: string
}

/**
 * Sets the password of the invited person and signs them in; the first-start link also makes
 * the root unit and its administrator.
 * @throws Refusal 'invitation-invalid', 'password-too-weak' or 'invalid-input'
 */
export async function acceptInvitation(deps: Deps, acceptance: Acceptance): Promise<IssuedLogin> {
  const passwordHash = await hashPassword(acceptance.password)
  return write(deps.orm, async (em) => {
    // Locked: of two who use a link at the same moment, one does.
    const invitation = await findInvitation(deps, em, acceptance.token, {
      lockMode: LockMode.PESSIMISTIC_WRITE,
    })
    const now = deps.now()
    const personId = invitation.personId ?? (await makeAdministrator(deps, em, acceptance))
    await em.upsert(CredentialEntity, { personId, passwordHash, changedAt: now })
    await em.nativeUpdate(PersonEntity, { id: personId, activatedAt: null }, { activatedAt: now })
    em.assign(invitation, { usedAt: now })
    await appendLog(em, {
      chain: `person:${personId}`,
      actor: personId,
      act: 'password-chosen',
      subject: personId,
      detail: { byInvitation: invitation.id },
      at: now,
    })
    return openLogin(deps, em, personId, acceptance.client)
  })
}

async function findInvitation(
  deps: Deps,
  em: EntityManager,
  token: string,
  options: { readonly lockMode?: LockMode.PESSIMISTIC_WRITE } = {},
) {
  const tokenDigest = sha256Hex(token)
  const invitation = await em.findOne(InvitationEntity, { tokenDigest }, options)
  if (!invitation || invitation.usedAt !== null || invitation.expiresAt < deps.now()) {
    throw new Refusal('invitation-invalid', 'the link has been used or has expired')
  }
  return invitation
}

async function makeAdministrator(
  deps: Deps,
  em: EntityManager,
  acceptance: Acceptance,
): Promise<string> {
  const { account, name } = acceptance
  if ((await em.count(PersonEntity)) > 0) {
    throw new Refusal('invitation-invalid', 'somebody is registered already')
  }
  if (!account || !name) {
    throw new Refusal('invalid-input', 'the first administrator needs an account and a name', [
      ...(account ? [] : [{ pointer: '/account', detail: 'is missing' }]),
      ...(name ? [] : [{ pointer: '/name', detail: 'is missing' }]),
    ])
  }
  const createdAt = deps.now()
  const unitId = deps.newId()
  const personId = deps.newId()
  em.create(UnitEntity, {
    id: unitId,
    parentId: null,
    path: pathOf('', unitId),
    name: OUR_ORGANIZATION,
    createdAt,
  })
  await em.flush()
  const rank = 'division-head' as const
  em.create(PersonEntity, {
    id: personId,
    account,
    name,
    unitId,
    post: null,
    rank,
    simulated: false,
    createdAt,
    activatedAt: null,
  })
  await em.flush()
  em.create(RoleGrantEntity, {
    id: deps.newId(),
    personId,
    role: 'administrator',
    unitId,
    grantedBy: null,
    grantedAt: createdAt,
  })
  await em.flush()
  await logFounding(em, { personId, unitId, at: createdAt })
  return personId
}

async function logFounding(
  em: EntityManager,
  founded: { readonly personId: string; readonly unitId: string; readonly at: Date },
): Promise<void> {
  const { personId, unitId, at } = founded
  const by = { actor: personId, at }
  await appendLogs(em, [
    {
      ...{ ...by, chain: `unit:${unitId}`, act: 'unit-added', subject: unitId },
      detail: { parentId: null, name: OUR_ORGANIZATION },
    },
    {
      ...{ ...by, chain: `person:${personId}`, act: 'person-added', subject: personId },
      detail: { unitId, role: 'administrator', byFirstLink: true },
    },
  ])
}
