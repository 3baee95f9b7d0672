import { type EntityManager, UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import type { Role } from '../domain/organization/access.ts'
import type { NewPerson, Rank } from '../domain/organization/person.ts'
import type { InvitationView } from '../domain/organization/views.ts'
import { Refusal } from '../domain/refusal.ts'
import { PersonEntity, RoleGrantEntity } from '../store/entities/organization.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { invite } from './invite.ts'
import { getUnit } from './manage-units.ts'

/** Adds a person, a candidate of their own unit, with a one-time link to choose a password. */
export async function addPerson(
  deps: Deps,
  actor: string,
  person: NewPerson,
): Promise<{ readonly personId: string; readonly invitation: InvitationView }> {
  try {
    return await write(deps.orm, async (em) => {
      await getUnit(em, person.unitId)
      const personId = deps.newId()
      em.create(PersonEntity, {
        id: personId,
        ...person,
        birthYear: person.birthYear ?? null,
        simulated: false,
        createdAt: deps.now(),
        activatedAt: null,
      })
      await em.flush()
      grant(deps, em, { personId, role: 'candidate', unitId: person.unitId, actor })
      await logPerson(deps, em, { actor, act: 'person-added', personId, detail: loggable(person) })
      return { personId, invitation: await invite(deps, em, personId) }
    })
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error
    throw new Refusal('account-taken', `the account ${person.account} exists already`, [
      { pointer: '/account', detail: 'exists already' },
    ])
  }
}

export interface PersonChange {
  readonly name?: string | undefined
  readonly unitId?: string | undefined
  readonly post?: string | null | undefined
  readonly rank?: Rank | undefined
  readonly birthYear?: number | null | undefined
}

/** Changes what is known of a person; attempts keep the unit they were made in. */
export async function changePerson(
  deps: Deps,
  actor: string,
  changing: { readonly personId: string; readonly change: PersonChange },
): Promise<void> {
  await write(deps.orm, async (em) => {
    const person = await getPerson(em, changing.personId)
    const change = Object.fromEntries(
      Object.entries(changing.change).filter(([, value]) => value !== undefined),
    )
    if (changing.change.unitId) await getUnit(em, changing.change.unitId)
    em.assign(person, change)
    await em.flush()
    const detail = { change: loggable(change) }
    await logPerson(deps, em, { actor, act: 'person-changed', personId: person.id, detail })
  })
}

export async function inviteAgain(
  deps: Deps,
  actor: string,
  personId: string,
): Promise<InvitationView> {
  return write(deps.orm, async (em) => {
    await getPerson(em, personId)
    await logPerson(deps, em, { actor, act: 'person-invited', personId, detail: {} })
    return invite(deps, em, personId)
  })
}

/** Gives a role over a unit's branch; giving it twice changes nothing. */
export async function grantRole(
  deps: Deps,
  actor: string,
  given: { readonly personId: string; readonly role: Role; readonly unitId: string },
): Promise<void> {
  const { personId, role, unitId } = given
  await write(deps.orm, async (em) => {
    await getPerson(em, personId)
    await getUnit(em, unitId)
    if ((await em.count(RoleGrantEntity, { personId, role, unitId })) > 0) return
    grant(deps, em, { ...given, actor })
    await logPerson(deps, em, { actor, act: 'role-granted', personId, detail: { role, unitId } })
  })
}

/** Takes a role away. @throws Refusal 'not-found' or 'not-allowed' for one's own last key */
export async function revokeRole(
  deps: Deps,
  actor: string,
  taken: { readonly personId: string; readonly grantId: string },
): Promise<void> {
  const { personId, grantId } = taken
  await write(deps.orm, async (em) => {
    const found = await em.findOne(RoleGrantEntity, { id: grantId, personId })
    if (!found) throw new Refusal('not-found', 'no such role')
    if (found.role === 'administrator' && personId === actor) {
      throw new Refusal('not-allowed', 'another administrator must take this role from you')
    }
    await em.nativeDelete(RoleGrantEntity, { id: grantId })
    const detail = { role: found.role, unitId: found.unitId }
    await logPerson(deps, em, { actor, act: 'role-revoked', personId, detail })
  })
}

/** @throws Refusal 'not-found' */
async function getPerson(em: EntityManager, personId: string) {
  const person = await em.findOne(PersonEntity, { id: personId })
  if (!person) throw new Refusal('not-found', 'no such person')
  return person
}

function grant(
  deps: Deps,
  em: EntityManager,
  given: {
    readonly personId: string
    readonly role: Role
    readonly unitId: string
    readonly actor: string
  },
): void {
  const { personId, role, unitId, actor } = given
  em.create(RoleGrantEntity, {
    id: deps.newId(),
    personId,
    role,
    unitId,
    grantedBy: actor,
    grantedAt: deps.now(),
  })
}

/** What is written down for good: that a birth year was given, never which. */
function loggable(detail: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (detail['birthYear'] === undefined) return { ...detail }
  return { ...detail, birthYear: detail['birthYear'] === null ? 'removed' : 'set' }
}

async function logPerson(
  deps: Deps,
  em: EntityManager,
  what: {
    readonly actor: string
    readonly act: string
    readonly personId: string
    readonly detail: Record<string, unknown>
  },
): Promise<void> {
  const { actor, act, personId, detail } = what
  const chain = `person:${personId}`
  await appendLog(em, { chain, actor, act, subject: personId, detail, at: deps.now() })
}
