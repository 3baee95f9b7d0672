import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import type { AttemptNotice } from '../../../domain/delivery/conduct.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text.ts'
import { focusItem } from './focus-item.ts'
import { useNoticeWords } from './use-notice-words.ts'
import type { PutAway } from './use-put-away.ts'

interface LineProps {
  readonly children: ReactNode
  readonly onClose: () => void
}

/** A line that stays until it is put away. */
export function Line({ children, onClose }: LineProps): ReactElement {
  const t = useText()
  const close = (): void => {
    focusItem()
    onClose()
  }
  return (
    <div className="line">
      <Icon name="info" />
      <div className="grow">{children}</div>
      <button type="button" className="button quiet square" onClick={close}>
        <Icon name="close" />
        <span className="unseen">{t('away.close')}</span>
      </button>
    </div>
  )
}

interface NoticeLinesProps {
  /** Newest last. */
  readonly notices: readonly AttemptNotice[]
  readonly putAway: PutAway
}

/** Whether a later pause or end of one has made this one old. */
function isOvertaken(notice: AttemptNotice, notices: readonly AttemptNotice[]): boolean {
  const isOfPause = ({ kind }: AttemptNotice): boolean => kind === 'pause' || kind === 'resume'
  return isOfPause(notice) && notices.filter(isOfPause).pop() !== notice
}

/** What organizers did or said, each a line; a pause is told by what covers the questions. */
export function NoticeLines({ notices, putAway }: NoticeLinesProps): ReactElement | null {
  const words = useNoticeWords()
  const formats = useFormats()
  const shown = notices.filter(
    (notice) => notice.kind !== 'pause' && !isOvertaken(notice, notices) && !putAway.has(notice.id),
  )
  if (shown.length === 0) return null
  return (
    <div className="lines">
      {shown.map((notice) => (
        <Line key={notice.id} onClose={() => putAway.add(notice.id)}>
          <p>
            {words(notice)} <small className="soft">{formats.minute(Date.parse(notice.at))}</small>
          </p>
        </Line>
      ))}
    </div>
  )
}

/** Speaks what comes while the page is open, once, without taking the focus. */
export function NoticeSpeaker({ notices }: Pick<NoticeLinesProps, 'notices'>): ReactElement {
  const words = useNoticeWords()
  const [spoken, setSpoken] = useState('')
  const known = useRef(notices.length)
  const say = useRef(words)
  say.current = words
  useEffect(() => {
    const fresh = notices.slice(known.current)
    known.current = notices.length
    if (fresh.length > 0) setSpoken(fresh.map((notice) => say.current(notice)).join(' '))
  }, [notices])
  return (
    <div className="unseen" role="status">
      {spoken}
    </div>
  )
}
