import type { Me } from '../../../domain/organization/views.ts'

const CONSOLE_ROLES: readonly string[] = [
  'organizer',
  'auditor',
  'administrator',
  'policy-officer',
  'adviser',
]

/** A path of this origin, or null: a link from elsewhere must not lead elsewhere. */
export function ownPath(next: string | null): string | null {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : null
}

/** Where a person goes after signing in. */
export function landingPath(me: Me, next: string | null): string {
  const wanted = ownPath(next)
  if (wanted !== null) return wanted
  return me.grants.some((grant) => CONSOLE_ROLES.includes(grant.role)) ? '/console/' : '/'
}
