import type { PolicyVersionView } from './views.ts'

/** When a version was to take effect and when it was approved; null: not yet. */
export interface DatedVersion {
  readonly version: number
  readonly effectiveFrom: Date
  readonly approvedAt: Date | null
}

/** From when on a version is in effect: its date, or its approval where that came later. */
export function inEffectFrom({ effectiveFrom, approvedAt }: DatedVersion): Date | null {
  if (!approvedAt) return null
  return approvedAt > effectiveFrom ? approvedAt : effectiveFrom
}

/**
 * The version of one policy in force at a moment: of those in effect by then the one that took
 * effect last, and of two at once the higher. Null where none was. Later versions change nothing
 * about it, so what began under it stays under it.
 */
export function versionInForce<Version extends DatedVersion>(
  versions: readonly Version[],
  at: Date,
): Version | null {
  const inEffect = versions.flatMap((version) => {
    const from = inEffectFrom(version)
    return from && from <= at ? [{ version, from: from.getTime() }] : []
  })
  const last = inEffect.sort(
    (left, right) => left.from - right.from || left.version.version - right.version.version,
  )
  return last.at(-1)?.version ?? null
}

/** Where a version stands among all of its policy. */
export function stateOf(
  version: DatedVersion,
  all: readonly DatedVersion[],
  now: Date,
): PolicyVersionView['state'] {
  const from = inEffectFrom(version)
  if (!from) return 'awaiting-approval'
  if (from > now) return 'scheduled'
  return versionInForce(all, now)?.version === version.version ? 'in-force' : 'superseded'
}
