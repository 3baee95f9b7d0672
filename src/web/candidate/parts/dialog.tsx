import { type ReactElement, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../text.ts'
import { Icon } from './icon.tsx'

interface DialogProps {
  readonly title: string
  /** Null: cannot be closed, as nothing behind it can be used now. */
  readonly onClose: (() => void) | null
  readonly children: ReactNode
}

/** A modal dialog of the browser itself: keeps the focus, closes on Escape. */
export function Dialog({ title, onClose, children }: DialogProps): ReactElement {
  const t = useText()
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  // Closed before it is taken out of the page: only so the focus goes back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
      // A second Escape closes a dialog, whatever its page says to the first.
      onClose={() => (onClose === null ? dialog.current?.showModal() : onClose())}
    >
      <div className="dialog-head">
        <h2 id={titleId} tabIndex={-1}>
          {title}
        </h2>
        {onClose !== null && (
          <button type="button" className="button quiet square" onClick={onClose}>
            <Icon name="close" />
            <span className="unseen">{t('common.close')}</span>
          </button>
        )}
      </div>
      {children}
    </dialog>
  )
}
