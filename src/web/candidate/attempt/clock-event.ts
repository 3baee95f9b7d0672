import type { BehaviorKind } from '../../../domain/delivery/journal.ts'

/** How often a page looks at its clocks. */
export const LOOK_EVERY_MS = 10_000
/** The wall clock is put right by seconds now and then; this is more. */
const JUMP_MS = 30_000
/** A visible page whose timer comes this late was stopped: the machine slept or froze. */
const STALL_MS = 30_000

export interface ClockReading {
  readonly wallMs: number
  readonly monotonicMs: number
}

/**
 * What two looks at the clocks say, of a page that was visible from one to the other or not:
 * browsers slow the timers of hidden pages down, so only a visible one can stall. Nothing is
 * sent while all is well. A regular sign of life would add a write to the journal of every
 * attempt twice a minute and prove nothing, since whoever can silence a page can also feign its
 * beat; silence is seen by the server anyway, in the times at which entries arrive.
 */
export function clockEvent(
  last: ClockReading,
  now: ClockReading,
  visible: boolean,
): { readonly behavior: BehaviorKind; readonly detail: ClockReading } | null {
  const detail = {
    wallMs: Math.round(now.wallMs - last.wallMs),
    monotonicMs: Math.max(0, Math.round(now.monotonicMs - last.monotonicMs)),
  }
  if (Math.abs(detail.wallMs - detail.monotonicMs) >= JUMP_MS) {
    return { behavior: 'clock-jumped', detail }
  }
  const stalled = visible && detail.monotonicMs >= LOOK_EVERY_MS + STALL_MS
  return stalled ? { behavior: 'page-stalled', detail } : null
}
