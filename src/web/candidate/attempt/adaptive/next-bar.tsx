import type { ReactElement } from 'react'
import { Icon } from '../../parts/icon.tsx'
import { useText } from '../../text.ts'

export type NextStep = 'here' | 'saving' | 'choosing' | 'waiting'

interface NextBarProps {
  readonly step: NextStep
  readonly locked: boolean
  readonly onFinish: () => void
  readonly onNext: () => void
}

/** The one way on; there is none back. The button keeps the focus while it works. */
export function NextBar({ step, locked, onFinish, onNext }: NextBarProps): ReactElement {
  const t = useText()
  const working = step === 'saving' || step === 'choosing'
  return (
    <nav className="bottom-bar next-bar" aria-label={t('exam.steps')}>
      <button
        type="button"
        className="button"
        disabled={locked || step !== 'here'}
        onClick={onFinish}
      >
        {t('exam.finish-short')}
      </button>
      <button
        type="button"
        className={step === 'here' ? 'button primary' : 'button'}
        aria-disabled={working || undefined}
        disabled={locked}
        onClick={onNext}
      >
        <span>
          {t(`adaptive.step-${step}`)}
          {step === 'waiting' && <small>{t('adaptive.try-now')}</small>}
        </span>
        {step === 'here' && <Icon name="right" />}
        {step === 'waiting' && <Icon name="offline" />}
      </button>
      <span className="unseen" role="status">
        {step === 'waiting' && t('adaptive.waiting-heard')}
      </span>
    </nav>
  )
}
