import type { CaseView } from '../../../domain/review/views.ts'

type PauseKind = CaseView['timeline']['pauses'][number]['kind']

/** What a timeline calls time that the attempt did not have. */
export const PAUSE_TEXTS = {
  pause: 'timeline.pause',
  outage: 'timeline.outage',
  closed: 'timeline.closed',
} as const satisfies Record<PauseKind, string>
