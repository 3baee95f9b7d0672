import { FEWEST_PERSONS, protectGroups } from '../protect-groups.ts'
import { countParticipation, type PlacedUnit } from './make-bulletin.ts'
import { combineSeats, type PersonResult, type Seat } from './seat.ts'
import { unitAbility } from './unit-ability.ts'
import type { Participation, TargetRow } from './views.ts'

/** What was asked of a unit, by whom. */
export interface KeptTarget {
  readonly unitId: string
  readonly participation: number
  readonly shareAtLevel: number
  readonly by: string
  readonly at: Date
}

export interface TargetInput {
  /** The branch, and the seats of everybody of the year's exams. */
  readonly units: readonly PlacedUnit[]
  readonly seats: readonly Seat[]
  readonly targets: readonly KeptTarget[]
}

/**
 * Plan against carried out of a calendar year, for a branch, parents before children. Participation
 * is a count and stands as it is; the share at the level required has an interval, and misses its
 * target only where all of it does. Units are protected by everybody of the year's exams.
 */
export function judgeTargets({ units, seats, targets }: TargetInput): TargetRow[] {
  const results = combineSeats(seats)
  const shown = shownPaths(results)
  const persons = new Map(seats.map((seat) => [seat.personId, seat]))
  const shownSeats = shownPaths([...persons.values()])
  return units.map(({ id, path, name }): TargetRow => {
    const kept = targets.find(({ unitId }) => unitId === id) ?? null
    const own = seats.filter(({ unitPath }) => unitPath.startsWith(path))
    const participation = shownSeats.has(path) ? countParticipation(own) : null
    const share = shown.has(path) && participation ? shareOf(path, results, own) : null
    const depth = units.filter((other) => other.path !== path && path.startsWith(other.path)).length
    const target = kept && targetOf(kept)
    return {
      id,
      name,
      depth,
      target,
      participation,
      share,
      standing: standingOf(kept, participation, share),
    }
  })
}

function shownPaths(persons: readonly { readonly unitPath: string }[]): ReadonlySet<string> {
  if (persons.length < FEWEST_PERSONS) return new Set()
  return new Set(protectGroups(persons.map(({ unitPath }) => ({ unitPath, post: null }))).branches)
}

function shareOf(path: string, results: readonly PersonResult[], seats: readonly Seat[]) {
  const own = results.filter(({ unitPath }) => unitPath.startsWith(path))
  const due = seats.filter(({ isExempt, sat }) => sat || !isExempt)
  return unitAbility(own, new Set(due.map(({ personId }) => personId)).size).share
}

function targetOf({ participation, shareAtLevel, by, at }: KeptTarget): TargetRow['target'] {
  return { participation, shareAtLevel, by, at: at.toISOString() }
}

function standingOf(
  target: KeptTarget | null,
  participation: Participation | null,
  share: TargetRow['share'],
): TargetRow['standing'] {
  if (target === null || participation === null || participation.share === null) return 'none'
  if (participation.share < target.participation) return 'missed'
  if (share === null) return target.shareAtLevel === 0 ? 'met' : 'open'
  if (share.high < target.shareAtLevel) return 'missed'
  return share.low >= target.shareAtLevel ? 'met' : 'open'
}
