import {
  type AppealState,
  appealableUntil,
  effectiveFinding,
  isAdverse,
  isAppealable,
  toldAt,
} from './appeal.ts'
import type { CaseOrigin } from './case-source.ts'
import type { Finding } from './decision.ts'
import type { MATTER_KINDS } from './my-review.ts'

/** Days for which a home page goes on telling what was found. */
const NEWS_DAYS = 30
const DAY_MS = 86_400_000

/** A case with its appeal, as far as its candidate is told. */
export interface CandidatesCase {
  readonly origin: CaseOrigin
  readonly dueAt: Date
  readonly finding: Finding | null
  readonly decidedAt: Date | null
  /** When the results of the attempt were released; null before. */
  readonly releasedAt: Date | null
  readonly appeal: {
    readonly dueAt: Date
    readonly finding: Finding | null
    readonly decidedAt: Date | null
  } | null
}

/** The case as its candidate may know it. */
export interface ToldCase {
  /** `none` too while a case drawn by chance is open: nobody is worried by a lottery. */
  readonly state: 'none' | 'open' | 'decided'
  readonly appeal: AppealState
  /** What holds now; null while open. */
  readonly finding: Finding | null
  /** Last moment for an appeal; null where none can be made any more. */
  readonly appealUntil: Date | null
}

export function toldCase(
  found: CandidatesCase,
  at: { readonly now: Date; readonly utcOffsetHours: number },
): ToldCase {
  const { origin, finding, decidedAt, releasedAt, appeal } = found
  const told = toldAt({ decidedAt, releasedAt })
  if (finding === null || told === null) {
    const state = origin === 'sample' || releasedAt === null ? 'none' : 'open'
    return { state, appeal: 'none', finding: null, appealUntil: null }
  }
  const until = appealableUntil(told, at.utcOffsetHours)
  const isOpen = appeal === null && isAppealable(finding) && at.now <= until
  return {
    state: 'decided',
    appeal: appeal === null ? 'none' : appeal.finding === null ? 'open' : 'decided',
    finding: effectiveFinding({ finding, onAppeal: appeal?.finding ?? null }),
    appealUntil: isOpen ? until : null,
  }
}

/** What of a case belongs on its candidate's home page now; null where nothing does. */
export function matterOf(
  found: CandidatesCase,
  at: { readonly now: Date; readonly utcOffsetHours: number },
): { readonly kind: (typeof MATTER_KINDS)[number]; readonly until: Date | null } | null {
  const { state, appeal, finding, appealUntil } = toldCase(found, at)
  if (state === 'none') return null
  if (state === 'open') return { kind: 'open', until: found.dueAt }
  if (appeal === 'open') return { kind: 'appealed', until: found.appeal?.dueAt ?? null }
  const isNews = (since: Date | null) =>
    since !== null && at.now.getTime() - since.getTime() <= NEWS_DAYS * DAY_MS
  if (appeal === 'decided') {
    return isNews(found.appeal?.decidedAt ?? null) ? { kind: 'heard', until: null } : null
  }
  if (appealUntil !== null && finding !== null && isAdverse(finding)) {
    return { kind: 'may-appeal', until: appealUntil }
  }
  // Of a case drawn by chance in which nothing was found there is nothing to tell at home.
  if (found.origin === 'sample' && !(finding !== null && isAdverse(finding))) return null
  const told = toldAt(found)
  return isNews(told) ? { kind: 'found', until: appealUntil } : null
}
