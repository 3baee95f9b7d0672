import type { POLICY_STATES, PolicyVersionView } from '../../../domain/policy/views.ts'

export type PolicyState = (typeof POLICY_STATES)[number]

/** In the order a version goes through them. */
export const POLICY_STATE_KEYS = [
  'awaiting-approval',
  'scheduled',
  'in-force',
  'superseded',
] as const satisfies readonly PolicyState[]

/** Which colours of the badges fit a state. */
export const STATE_BADGES: Readonly<Record<PolicyState, string>> = {
  'awaiting-approval': 'badge badge-checking',
  scheduled: 'badge badge-published',
  'in-force': 'badge badge-open',
  superseded: 'badge badge-draft',
}

/** The version of the same policy that this one follows or would follow; null for the first. */
export function versionBefore(
  versions: readonly PolicyVersionView[],
  { policy, version }: PolicyVersionView,
): PolicyVersionView | null {
  const earlier = versions
    .filter((other) => other.policy === policy && other.version < version && other.approved)
    .sort((a, b) => b.version - a.version)
  return earlier[0] ?? null
}
