import type { BehaviorKind, KeptEntry } from '../delivery/journal.ts'
import type { AwayInterval } from './attempt-record.ts'
import { type AbsenceFacts, shapesOf } from './behavior/absence-shape.ts'
import { type Interval, intersect, subtract, union } from './intervals.ts'
import type { PlacedEntry } from './place-entries.ts'

type AwayKind = AwayInterval['kind']

interface Stretch extends Interval {
  readonly itemId: string | null
  /** False where the attempt ended first: nothing was done afterwards. */
  readonly ended: boolean
  /** How long the client's clock stood still meanwhile by the server's, ms. */
  readonly stoppedMs: number
  /** By how much the server received both its ends late, ms: the lesser of the two. */
  readonly lateMs: number
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
  let open: PlacedEntry | null = null
  for (const next of placed) {
    if (open !== null && endsStretch(next, kind, open.atMs)) {
      found.push(stretchBetween(open, next))
      open = null
    } else if (open === null && behaviorOf(next.entry) === BEGINS[kind]) {
      open = next
    }
  }
  if (open !== null) {
    const { entry, atMs: fromMs } = open
    const unknown = { ended: false, stoppedMs: 0, lateMs: 0 }
    found.push({ fromMs, itemId: entry.itemId, toMs: lengthMs, ...unknown })
  }
  return found.filter(({ fromMs, toMs }) => toMs > fromMs)
}

function stretchBetween(from: PlacedEntry, to: PlacedEntry): Stretch {
  const lengthMs = to.atMs - from.atMs
  // Two loads of the page have two clocks, whose difference means nothing.
  const clientMs = from.load === to.load ? to.entry.clientMs - from.entry.clientMs : lengthMs
  const late = ({ atMs, receivedMs }: PlacedEntry) => Math.max(0, receivedMs - atMs)
  return {
    fromMs: from.atMs,
    toMs: to.atMs,
    itemId: from.entry.itemId,
    ended: true,
    stoppedMs: clamp(lengthMs - clientMs, 0, lengthMs),
    lateMs: Math.min(late(from), late(to)),
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
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

/** What happens to an attempt without its candidate's doing. */
interface Surroundings {
  readonly networkGaps: readonly Interval[]
  /** Pauses and outages. */
  readonly pauses: readonly Interval[]
  readonly lengthMs: number
}

/**
 * Absences, split where the network went and came, so that only what is offline is excused. One
 * from which nobody came back counts as offline: no sign of life could be expected, and nothing
 * was answered after it. From the beginning of a pause on, an absence is the pause's own until
 * somebody is back: who was free to go can't know that it ended early. What came before is told
 * by its shape as a whole, before it is split; what excuses the absence with its pause excuses it
 * too, so that a pause never makes anybody look away for longer.
 */
export function awayOf(
  placed: readonly PlacedEntry[],
  { networkGaps, pauses, lengthMs }: Surroundings,
): AwayInterval[] {
  const kinds: readonly AwayKind[] = ['hidden', 'blurred']
  const absences = kinds.flatMap((kind) =>
    stretches(placed, kind, lengthMs).map((stretch) => ({ ...stretch, kind })),
  )
  const explanations = explain(absences, placed)
  const heads = absences.map((absence) => beforePause(absence, pauses))
  const whole = shapesOf(factsOf(absences, placed))
  const shapes = shapesOf(factsOf(heads, placed)).map((shape, index) =>
    shape === 'away' ? whole[index] : shape,
  )
  return absences
    .flatMap((absence, index) => {
      const { kind, itemId } = absence
      const facts = { kind, itemId, explanation: explanations.get(absence) ?? null }
      const head = heads[index] ?? absence
      const silent = absence.ended ? networkGaps : [absence]
      const shape = shapes[index] ?? 'away'
      return [
        ...subtract(head, silent).map((part) => ({ ...part, ...facts, offline: false, shape })),
        ...intersect(head, silent).map((part) => ({
          ...{ ...part, ...facts, offline: true },
          shape: 'network' as const,
        })),
        ...subtract(absence, [head]).map((part) => ({
          ...{ ...part, ...facts, offline: false },
          shape: 'pause' as const,
        })),
      ]
    })
    .sort((left, right) => left.fromMs - right.fromMs || left.toMs - right.toMs)
}

/** The part of an absence before the first pause it reaches into; it may be empty. */
function beforePause(absence: Absence, pauses: readonly Interval[]): Absence {
  const [first] = intersect(absence, pauses)
  if (first === undefined) return absence
  const { fromMs: toMs } = first
  const lengthMs = toMs - absence.fromMs
  return { ...absence, toMs, stoppedMs: Math.min(absence.stoppedMs, lengthMs) }
}

function factsOf(absences: readonly Absence[], placed: readonly PlacedEntry[]): AbsenceFacts[] {
  const hidden = absences.filter(({ kind }) => kind === 'hidden')
  const typed = typedItems(placed)
  return absences.map((absence) => ({
    kind: absence.kind,
    lengthMs: absence.toMs - absence.fromMs,
    stoppedMs: absence.stoppedMs,
    lateMs: absence.lateMs,
    alsoHidden: absence.kind === 'blurred' && intersect(absence, hidden).length > 0,
    onTypedItem: absence.itemId !== null && typed.has(absence.itemId),
  }))
}

/** Items answered with digits or words, where an input method may open a window of its own. */
function typedItems(placed: readonly PlacedEntry[]): ReadonlySet<string> {
  const typed = new Set<string>()
  for (const { entry } of placed) {
    if (entry.kind !== 'response') continue
    const { itemId, value } = entry
    const isTyped = typeof value === 'number' || (typeof value === 'string' && HAN.test(value))
    if (isTyped) typed.add(itemId)
  }
  return typed
}

/** Options answer with an id of theirs; words that input methods make hold Chinese characters. */
const HAN = /\p{Script=Han}/u
