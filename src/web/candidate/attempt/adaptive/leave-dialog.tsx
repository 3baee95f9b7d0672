import type { ReactElement } from 'react'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text.ts'

interface LeaveDialogProps {
  /** Whether something is answered, but not all of it. */
  readonly begun: boolean
  readonly onStay: () => void
  readonly onLeave: () => void
}

/** Asked before an item is left for good without a whole answer. */
export function LeaveDialog({ begun, onStay, onLeave }: LeaveDialogProps): ReactElement {
  const t = useText()
  return (
    <Dialog title={t('adaptive.leave')} onClose={onStay}>
      <p>{t(begun ? 'adaptive.leave-begun' : 'adaptive.leave-open')}</p>
      <div className="actions end">
        <button type="button" className="button" onClick={onStay}>
          {t('overview.back')}
        </button>
        <button type="button" className="button primary" onClick={onLeave}>
          {t('adaptive.go-on')}
        </button>
      </div>
    </Dialog>
  )
}
