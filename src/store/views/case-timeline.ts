import type { Form } from '../../domain/assembly/form.ts'
import { answerText } from '../../domain/bank/answer-text.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import { indexOf } from '../../domain/bank/bank-index.ts'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { AttemptNotice } from '../../domain/delivery/conduct.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { AttemptCourse, AttemptPause } from '../../domain/forensics/attempt-pauses.ts'
import { subtract } from '../../domain/forensics/intervals.ts'
import { timelineOf } from '../../domain/forensics/timeline.ts'
import { timelineQuality } from '../../domain/forensics/timeline-quality.ts'
import type { CaseView } from '../../domain/review/views.ts'

/** What a timeline is drawn from. */
export interface TimelineSource extends AttemptCourse {
  readonly form: Form
  /** The journal in the bank's terms. */
  readonly entries: readonly KeptEntry[]
  readonly notices: readonly AttemptNotice[]
}

/** An attempt's course on server time as auditors see it, by positions on its form. */
export function caseTimeline(source: TimelineSource, bank: Bank): CaseView['timeline'] {
  const { form, entries, notices, startedAt, closedAt } = source
  const timeline = timelineOf(entries, source)
  const positionOf = new Map(form.items.map(({ item }, index) => [item, index + 1]))
  return {
    durationMs: timeline.lengthMs,
    startedAt: startedAt.toISOString(),
    closedAt: closedAt.toISOString(),
    bands: timeline.bands.flatMap(({ itemId, ...band }) =>
      subtract(band, timeline.covered).map((part) => ({
        ...{ itemId, ...part },
        position: positionOf.get(itemId) ?? 0,
      })),
    ),
    away: timeline.away.map(({ itemId, shape = 'away', ...away }) => ({
      ...away,
      shape,
      position: itemId === null ? null : (positionOf.get(itemId) ?? null),
    })),
    offline: timeline.networkGaps.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
    pauses: timeline.pauses.map((pause) => ({
      ...pause,
      text: textOfPause(pause, notices, startedAt),
    })),
    changes: timeline.changes.map(({ itemId, atMs, from, to }) => ({
      atMs,
      position: positionOf.get(itemId) ?? 0,
      from: textOfAnswer(bank, itemId, from),
      to: textOfAnswer(bank, itemId, to),
    })),
    quality: timelineQuality(entries, source),
  }
}

function textOfAnswer(bank: Bank, itemId: string, value: ResponseValue) {
  const item = indexOf(bank).items.get(itemId)
  return item && value !== null ? answerText(item, value) : null
}

/** What the candidate read of a pause while it lasted, and of the reopening that ended it. */
function textOfPause(
  { kind, fromMs, toMs }: AttemptPause,
  notices: readonly AttemptNotice[],
  startedAt: Date,
): string {
  return notices
    .filter(({ kind: act, at }) => {
      const atMs = Date.parse(at) - startedAt.getTime()
      if (kind === 'closed') return act === 'reopen' && atMs === toMs
      return kind === 'pause' && act === 'pause' && atMs >= fromMs && atMs < toMs
    })
    .map(({ text }) => text)
    .join(' / ')
}
