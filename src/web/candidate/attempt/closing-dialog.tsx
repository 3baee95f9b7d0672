import type { ReactElement } from 'react'
import type { JournalSnapshot } from '../journal/journal-types.ts'
import { Dialog } from '../parts/dialog.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'
import type { ClosingState } from './use-closing.ts'

interface ClosingDialogProps {
  readonly closing: ClosingState
  readonly journal: JournalSnapshot
  readonly onTurnBack: () => void
}

const TITLES = {
  candidate: 'closing.submitting',
  deadline: 'closing.time-up',
  elsewhere: 'channel.closed-elsewhere',
} as const

/** Between the last answer and the receipt. */
export function ClosingDialog({ closing, journal, onTurnBack }: ClosingDialogProps): ReactElement {
  const t = useText()
  const { cause, trouble, error } = closing
  const stuck = trouble === 'unreachable' || (journal.failures > 0 && journal.pending > 0)
  if (error !== null) {
    return (
      <Dialog title={t('closing.failed')} onClose={null}>
        <ProblemNote error={error} />
        <Link href="/" className="button primary">
          {t('closing.home')}
        </Link>
      </Dialog>
    )
  }
  return (
    <Dialog title={t(TITLES[cause])} onClose={null}>
      <div role="status" className="stack">
        <p>
          {journal.stopped === 'time-limit-passed' && journal.unsaved > 0
            ? t('closing.too-late', { count: journal.unsaved })
            : journal.unsaved > 0
              ? t('closing.sending', { count: journal.unsaved })
              : t('closing.all-sent')}
        </p>
        {stuck && <p className="strong">{t(journal.kept ? 'closing.stuck' : 'closing.unkept')}</p>}
        <div className="progress" aria-hidden="true" />
      </div>
      {stuck && cause === 'candidate' && (
        <div className="actions end">
          <button type="button" className="button" onClick={onTurnBack}>
            {t('submit.back')}
          </button>
        </div>
      )}
    </Dialog>
  )
}
