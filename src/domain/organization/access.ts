import { type Static, Type } from 'typebox'
import { covers, UnitPath } from './unit.ts'

export const ROLES = [
  'administrator',
  'organizer',
  'auditor',
  'policy-officer',
  'adviser',
  'candidate',
] as const
export type Role = (typeof ROLES)[number]
export const Role = Type.Enum([...ROLES])

/** A role and the unit whose branch it covers. */
export const Grant = Type.Object(
  { role: Role, unitId: Type.String({ format: 'uuid' }), unitPath: UnitPath },
  { additionalProperties: false },
)
export type Grant = Static<typeof Grant>

/** Who is asking: a signed-in person with what they may do. */
export interface Principal {
  readonly personId: string
  readonly loginId: string
  readonly unitPath: string
  readonly grants: readonly Grant[]
}

/** The branches (unit paths) a person covers in any of the roles. */
export function branchesOf(principal: Principal, roles: readonly Role[]): string[] {
  return principal.grants
    .filter((grant) => roles.includes(grant.role))
    .map((grant) => grant.unitPath)
}

/** Whether a person holds one of the roles over a unit. */
export function mayActOn(principal: Principal, roles: readonly Role[], unitPath: string): boolean {
  return branchesOf(principal, roles).some((branch) => covers(branch, unitPath))
}
