import { useEffect, useRef, useState } from 'react'
import type { AttemptView } from '../../../../domain/delivery/views.ts'
import { api } from '../../../shared/api.ts'
import type { JournalSnapshot } from '../../journal/journal-types.ts'
import { insist } from '../insist.ts'
import type { OpenAttempt } from '../open-attempt.ts'
import { leaveItem } from './leave-item.ts'
import { type NextItemControl, useNextItem } from './use-next-item.ts'

export interface LeavingProps {
  readonly opened: OpenAttempt
  readonly adaptive: NonNullable<AttemptView['adaptive']>
  readonly journal: JournalSnapshot
  readonly locked: boolean
  /** Whether the page is asking for the sign-in already. */
  readonly signedOut: boolean
  readonly onView: (view: AttemptView) => void
  readonly onOver: () => void
}

/** Reads the attempt anew when an item turns out to have been left from another page. */
function useOvertaken(
  { opened, journal }: LeavingProps,
  { busy, ask }: NextItemControl,
): { readonly stale: boolean; readonly told: boolean; readonly forget: () => void } {
  const [seen, setSeen] = useState(0)
  const [told, setTold] = useState(false)
  const { overtaken } = journal
  const stale = overtaken > seen
  const reread = useRef(ask)
  reread.current = ask
  useEffect(() => {
    if (!stale || busy) return
    setTold(true)
    const path = `/attempts/${opened.view.attemptId}`
    void reread
      .current((how) => insist(() => api.get<AttemptView>(path), how))
      .then(() => setSeen(overtaken))
  }, [stale, busy, overtaken, opened])
  return { stale, told, forget: () => setTold(false) }
}

export interface Leaving {
  readonly next: NextItemControl
  readonly locked: boolean
  readonly asking: 'leave' | 'end' | null
  readonly setAsking: (asking: Leaving['asking']) => void
  /** Whether an item was left from another page, and this one has not said so yet. */
  readonly told: boolean
  readonly leave: () => void
  readonly onFinish: () => void
  readonly onNext: (answered: () => boolean) => void
}

/** What the button for the next item does: hurry, ask first, or leave. */
export function useLeaving(props: LeavingProps): Leaving {
  const { opened, adaptive, signedOut } = props
  const [asking, setAsking] = useState<Leaving['asking']>(null)
  const next = useNextItem(props)
  const { stale, told, forget } = useOvertaken(props, next)
  const { signedInAgain } = next
  useEffect(() => {
    if (!signedOut) signedInAgain()
  }, [signedOut, signedInAgain])
  const leave = (): void => {
    setAsking(null)
    forget()
    const { position } = adaptive
    const path = `/attempts/${opened.view.attemptId}/next-item`
    void next.ask((how) =>
      leaveItem(opened.journal, () => api.post<AttemptView>(path, { position }), how),
    )
  }
  return {
    next,
    locked: props.locked || next.busy || stale,
    asking: props.locked ? null : asking,
    setAsking,
    told,
    leave,
    onFinish: () => {
      handOnTyping()
      setAsking('end')
    },
    onNext: (answered) => {
      if (next.busy) {
        opened.journal.retryNow()
        return next.hurry()
      }
      handOnTyping()
      if (answered()) leave()
      else setAsking('leave')
    },
  }
}

/** A field hands on what was typed when it loses the focus; not every browser takes it away. */
function handOnTyping(): void {
  const { activeElement } = document
  if (activeElement instanceof HTMLElement && activeElement.closest('main') !== null) {
    activeElement.blur()
  }
}
