import type { AttemptNews, AttemptNotice } from '../../../domain/delivery/conduct.ts'
import type { AttemptView, EntriesSaved } from '../../../domain/delivery/views.ts'

export interface NewsSnapshot {
  /** Newest last. */
  readonly notices: readonly AttemptNotice[]
  /** Not running: closed, from wherever. */
  readonly state: AttemptView['state']
  /** A reply told of more than was read: the news should be read now. */
  readonly behind: boolean
}

/** How the attempt stands apart from its journal, as this page has heard. */
export interface NewsStore {
  readonly hear: (news: AttemptNews) => void
  readonly hearSaved: (saved: EntriesSaved) => void
  readonly subscribe: (listener: () => void) => () => void
  readonly snapshot: () => NewsSnapshot
}

/** Begins with what the attempt's view told. */
export function createNewsStore(
  view: Pick<AttemptView, 'state' | 'notices' | 'startedAt'>,
): NewsStore {
  const listeners = new Set<() => void>()
  // Messages from before the start are no news of this attempt and not counted with them.
  let read = view.notices.filter(({ at }) => at >= view.startedAt).length
  let counted = read
  let told: NewsSnapshot = { notices: view.notices, state: view.state, behind: false }
  const change = (next: NewsSnapshot): void => {
    told = next
    for (const listener of listeners) listener()
  }
  return {
    hear: ({ notices, state }) => {
      read = counted
      // What was overtaken on its way here knows fewer.
      const newest = notices.length >= told.notices.length ? notices : told.notices
      change({ notices: newest, state, behind: false })
    },
    hearSaved: ({ noticeCount }) => {
      counted = Math.max(counted, noticeCount)
      if (counted > read && !told.behind) change({ ...told, behind: true })
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => told,
  }
}
