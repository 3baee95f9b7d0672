import type { BehaviorKind, KeptEntry } from '../delivery/journal.ts'
import type { AwayInterval } from './attempt-record.ts'
import { type Interval, intersect, subtract, union } from './intervals.ts'
import type { PlacedEntry } from './place-entries.ts'

type AwayKind = AwayInterval['kind']

interface Stretch extends Interval {
  readonly itemId: string | null
  /** False where the attempt ended first: nothing was done afterwards. */
  readonly ended: boolean
}

interface Absence extends Stretch {
  readonly kind: AwayKind
}

// An event that only a candidate at the page can cause ends an absence whose end got lost. Focus
// says nothing about hiding: it comes and goes with pop-ups, and must change no other figure.
const ENDS: Readonly<Record<AwayKind | 'offline', ReadonlySet<BehaviorKind>>> = {
  hidden: new Set(['page-visible', 'page-loaded', 'item-shown']),
  blurred: new Set(['window-focused', 'page-loaded', 'item-shown']),
  offline: new Set(['went-online', 'page-loaded']),
}
const BEGINS: Readonly<Record<AwayKind | 'offline', BehaviorKind>> = {
  hidden: 'page-hidden',
  blurred: 'window-blurred',
  offline: 'went-offline',
}

/** A page saves what was typed when it is hidden; an answer after that needs somebody there. */
const SAVED_ON_LEAVING_MS = 2000

function behaviorOf(entry: KeptEntry): BehaviorKind | null {
  return entry.kind === 'behavior' ? entry.behavior : null
}

function endsStretch(
  { entry, atMs }: PlacedEntry,
  kind: AwayKind | 'offline',
  fromMs: number,
): boolean {
  const behavior = behaviorOf(entry)
  if (behavior !== null) return ENDS[kind].has(behavior)
  return kind === 'hidden' && atMs > fromMs + SAVED_ON_LEAVING_MS
}

/** From each beginning to its end; a second beginning or a stray end changes nothing. */
function stretches(
  placed: readonly PlacedEntry[],
  kind: AwayKind | 'offline',
  lengthMs: number,
): Stretch[] {
  const found: Stretch[] = []
  let open: { fromMs: number; itemId: string | null } | null = null
  for (const next of placed) {
    const { entry, atMs } = next
    if (open !== null && endsStretch(next, kind, open.fromMs)) {
      found.push({ ...open, toMs: atMs, ended: true })
      open = null
    } else if (open === null && behaviorOf(entry) === BEGINS[kind]) {
      open = { fromMs: atMs, itemId: entry.itemId }
    }
  }
  if (open !== null) found.push({ ...open, toMs: lengthMs, ended: false })
  return found.filter(({ fromMs, toMs }) => toMs > fromMs)
}

/** Stretches in which the browser said it was offline. */
export function networkGapsOf(placed: readonly PlacedEntry[], lengthMs: number): Interval[] {
  return union(stretches(placed, 'offline', lengthMs))
}

/** What the candidate said about each absence: it belongs to the latest one begun before. */
function explain(
  absences: readonly Absence[],
  placed: readonly PlacedEntry[],
): ReadonlyMap<Absence, string> {
  const told = new Map<Absence, string>()
  for (const { entry, atMs } of placed) {
    if (entry.kind !== 'behavior' || entry.behavior !== 'explained') continue
    const text = entry.text?.trim()
    const latest = absences
      .filter(({ fromMs }) => fromMs <= atMs)
      .reduce<Absence | null>(
        (last, next) => (last && last.fromMs > next.fromMs ? last : next),
        null,
      )
    if (!text || latest === null) continue
    // A change of tab both blurs and hides: the same words belong to both.
    for (const absence of absences) {
      if (intersect(absence, [latest]).length === 0) continue
      const before = told.get(absence)
      told.set(absence, before === undefined ? text : `${before} / ${text}`)
    }
  }
  return told
}

/**
 * Absences, split where the network went and came, so that only what is offline is excused. One
 * from which nobody came back counts as offline: no sign of life could be expected, and nothing
 * was answered after it.
 */
export function awayOf(
  placed: readonly PlacedEntry[],
  networkGaps: readonly Interval[],
  lengthMs: number,
): AwayInterval[] {
  const kinds: readonly AwayKind[] = ['hidden', 'blurred']
  const absences = kinds.flatMap((kind) =>
    stretches(placed, kind, lengthMs).map((stretch) => ({ ...stretch, kind })),
  )
  const explanations = explain(absences, placed)
  return absences
    .flatMap((absence) => {
      const { kind, itemId } = absence
      const facts = { kind, itemId, explanation: explanations.get(absence) ?? null }
      const silent = absence.ended ? networkGaps : [absence]
      return [
        ...subtract(absence, silent).map((part) => ({ ...part, ...facts, offline: false })),
        ...intersect(absence, silent).map((part) => ({ ...part, ...facts, offline: true })),
      ]
    })
    .sort((left, right) => left.fromMs - right.fromMs || left.toMs - right.toMs)
}
