import { type ReactElement, useState } from 'react'
import type { AttemptNotice } from '../../../domain/delivery/conduct.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { Dialog } from '../parts/dialog.tsx'
import { useText } from '../text.ts'
import { useNoticeWords } from './use-notice-words.ts'

/** All that organizers did or said about this attempt, to read again; no button without any. */
export function NoticeList(props: {
  readonly notices: readonly AttemptNotice[]
}): ReactElement | null {
  const { notices } = props
  const t = useText()
  const formats = useFormats()
  const words = useNoticeWords()
  const [open, setOpen] = useState(false)
  if (notices.length === 0) return null
  return (
    <>
      <button type="button" className="button quiet" onClick={() => setOpen(true)}>
        {t('channel.notices', { count: notices.length })}
      </button>
      {open && (
        <Dialog title={t('channel.notices-title')} onClose={() => setOpen(false)}>
          <ol className="plain-list">
            {[...notices].reverse().map((notice) => (
              <li key={notice.id}>
                <span className="soft small">{formats.time(notice.at)}</span>{' '}
                <span>{words(notice)}</span>
              </li>
            ))}
          </ol>
        </Dialog>
      )}
    </>
  )
}
