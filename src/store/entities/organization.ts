import { defineEntity, p } from '@mikro-orm/postgresql'
import { ROLES } from '../../domain/organization/access.ts'
import { RANKS } from '../../domain/organization/person.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { reference } from './reference.ts'

export const UnitEntity = defineEntity({
  name: 'Unit',
  tableName: 'unit',
  checks: [
    {
      name: 'unit_path_ends_with_itself',
      // As PostgreSQL writes `path like`: the two are compared as text.
      expression: "path ~~ ('%/' || id || '/')",
    },
    {
      name: 'unit_root_has_no_parent',
      expression: "(parent_id is null) = (path = '/' || id || '/')",
    },
  ],
  properties: {
    id: p.uuid().primary(),
    parentId: p.uuid().nullable(),
    path: p.text().unique(),
    name: p.json<LocalizedText>(),
    createdAt: p.datetime(),
  },
})

export const PersonEntity = defineEntity({
  name: 'Person',
  tableName: 'person',
  checks: [
    {
      name: 'person_birth_year_is_likely',
      expression: 'birth_year >= 1900 and birth_year <= 2100',
    },
  ],
  properties: {
    id: p.uuid().primary(),
    account: p.text().unique(),
    name: p.text(),
    unitId: () => reference(UnitEntity, 'unit_id'),
    post: p.text().nullable(),
    rank: p.enum(RANKS),
    /** Only for age bands of groups; read by administrators alone. */
    birthYear: p.smallint().nullable(),
    simulated: p.boolean().default(false),
    createdAt: p.datetime(),
    /** When the person first chose a password. */
    activatedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['unitId'] }],
})

export const CredentialEntity = defineEntity({
  name: 'Credential',
  tableName: 'credential',
  properties: {
    personId: () => reference(PersonEntity, 'person_id').primary(),
    passwordHash: p.text(),
    changedAt: p.datetime(),
  },
})

export const InvitationEntity = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    id: p.uuid().primary(),
    tokenDigest: p.text().unique(),
    /** Null: the first-start link, which makes the administrator. */
    personId: () => reference(PersonEntity, 'person_id').nullable(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
  },
})

export const RoleGrantEntity = defineEntity({
  name: 'RoleGrant',
  tableName: 'role_grant',
  uniques: [{ properties: ['personId', 'role', 'unitId'] }],
  properties: {
    id: p.uuid().primary(),
    personId: () => reference(PersonEntity, 'person_id'),
    role: p.enum(ROLES),
    unitId: () => reference(UnitEntity, 'unit_id'),
    grantedBy: p.uuid().nullable(),
    grantedAt: p.datetime(),
  },
})

export const LoginEntity = defineEntity({
  name: 'Login',
  tableName: 'login',
  indexes: [{ properties: ['personId'] }],
  properties: {
    id: p.uuid().primary(),
    personId: () => reference(PersonEntity, 'person_id'),
    /** What the browser or program calls itself, cut to 200 characters. */
    client: p.text(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    revokedReason: p.text().nullable(),
  },
})

export const RefreshTokenEntity = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_token',
  indexes: [{ properties: ['loginId'] }],
  properties: {
    id: p.uuid().primary(),
    loginId: () => reference(LoginEntity, 'login_id'),
    tokenDigest: p.text().unique(),
    issuedAt: p.datetime(),
    expiresAt: p.datetime(),
    /** When it was last exchanged for a successor. */
    exchangedAt: p.datetime().nullable(),
    /** Set when another token of the login has taken its place for good. */
    supersededAt: p.datetime().nullable(),
    /** The token it was made from. */
    parentId: p.uuid().nullable(),
  },
})

export const SignInFailureEntity = defineEntity({
  name: 'SignInFailure',
  tableName: 'sign_in_failure',
  indexes: [{ properties: ['account', 'failedAt'] }, { properties: ['address', 'failedAt'] }],
  properties: {
    id: p.uuid().primary(),
    account: p.text(),
    address: p.text(),
    failedAt: p.datetime(),
  },
})
