import type { ReactElement } from 'react'
import { useFormats } from '../../../shared/use-preferences.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useText } from '../../text.ts'

interface EndDialogProps {
  /** Which item of at most how many, in words. */
  readonly place: string
  /** Whether something is answered of the item in view: it counts then. */
  readonly begun: boolean
  readonly secondsLeft: number
  readonly onSubmit: () => void
  readonly onClose: () => void
}

/** What an early end means; then one confirmation. */
export function EndDialog(props: EndDialogProps): ReactElement {
  const { place, begun, secondsLeft, onSubmit, onClose } = props
  const t = useText()
  const formats = useFormats()
  return (
    <Dialog title={t('adaptive.early-title')} onClose={onClose}>
      <Facts
        facts={[
          [t('adaptive.you-are-at'), place],
          [t('exam.time-left'), formats.duration(secondsLeft)],
        ]}
      />
      <p>{t('adaptive.early')}</p>
      <p>{t(begun ? 'adaptive.early-answered' : 'adaptive.early-open')}</p>
      <p className="strong">{t('submit.consequence')}</p>
      <div className="actions end">
        <button type="button" className="button" onClick={onSubmit}>
          {t('adaptive.early-submit')}
        </button>
        <button type="button" className="button primary" onClick={onClose}>
          {t('overview.back')}
        </button>
      </div>
    </Dialog>
  )
}
