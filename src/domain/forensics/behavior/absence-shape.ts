/**
 * What an absence looks like. Only 'away' counts; the others happen at honest desks without
 * anybody's doing. Whoever fakes one of them gains seconds; 'network' and 'sleep' can be as long as
 * they like, but take a tampered line or page: the price of accusing nobody of a poor one.
 */
export const ABSENCE_SHAPES = [
  'notification',
  'assistive',
  'network',
  'sleep',
  'input-method',
  /** It began during a pause or an outage, or one began during it. */
  'pause',
  'away',
] as const
export type AbsenceShape = (typeof ABSENCE_SHAPES)[number]

/** What is known of one absence, on the server's clock. */
export interface AbsenceFacts {
  readonly kind: 'hidden' | 'blurred'
  readonly lengthMs: number
  /** How long the client's monotonic clock stood still meanwhile. */
  readonly stoppedMs: number
  /** By how much both its ends reached the server late. */
  readonly lateMs: number
  /** Of a loss of focus: whether the page was hidden meanwhile, which is told on its own. */
  readonly alsoHidden: boolean
  /** Whether it began on an item that is answered by typing. */
  readonly onTypedItem: boolean
}

/** A message that pops up takes the focus for as long as it stands there. */
const NOTIFICATION_BLURRED_MS = 3000
/** Too short to read anything elsewhere and come back: a switch by mistake, a lock that failed. */
const NOTIFICATION_HIDDEN_MS = 2000
/** The window in which an input method offers characters. */
const INPUT_METHOD_MS = 10_000
/** Screen readers and magnifiers take and give back the focus within an instant, many times. */
const FLICKER_MS = 1000
const FEWEST_FLICKERS = 10
/** A stopped clock for less than this may be a busy machine. */
const FEWEST_STOPPED_MS = 30_000
/** Most of the absence must have been sleep: what came before falling asleep was being away. */
const SHARE_STOPPED = 0.8
/** Both ends this late: the network was poor, whatever the browser said of it. */
const POOR_NETWORK_MS = 10_000

/**
 * The shape of each absence of one attempt, in the same order. The rules are stated thresholds,
 * not a model; each excuses and none accuses, so a mistake of theirs costs power and flags
 * nobody. Stretches while the browser said it was offline, and those of a pause, are told apart by
 * whoever splits them.
 */
export function shapesOf(absences: readonly AbsenceFacts[]): AbsenceShape[] {
  const blurs = absences.filter(({ kind, alsoHidden }) => kind === 'blurred' && !alsoHidden)
  const flickers = blurs.filter(({ lengthMs }) => lengthMs < FLICKER_MS).length
  const flickering = flickers >= FEWEST_FLICKERS && flickers * 2 >= blurs.length
  return absences.map((facts) => shapeOf(facts, flickering))
}

function shapeOf(facts: AbsenceFacts, flickering: boolean): AbsenceShape {
  const { kind, lengthMs, stoppedMs, lateMs, alsoHidden, onTypedItem } = facts
  if (stoppedMs >= FEWEST_STOPPED_MS && stoppedMs >= SHARE_STOPPED * lengthMs) return 'sleep'
  if (lateMs >= POOR_NETWORK_MS) return 'network'
  if (kind === 'hidden') return lengthMs < NOTIFICATION_HIDDEN_MS ? 'notification' : 'away'
  if (alsoHidden) return 'away'
  if (flickering && lengthMs < FLICKER_MS) return 'assistive'
  if (onTypedItem && lengthMs <= INPUT_METHOD_MS) return 'input-method'
  return lengthMs <= NOTIFICATION_BLURRED_MS ? 'notification' : 'away'
}
