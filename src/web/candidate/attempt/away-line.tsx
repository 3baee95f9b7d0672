import { type FormEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react'
import { useFormats } from '../../shared/use-preferences.ts'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text.ts'
import { focusItem } from './focus-item.ts'
import type { Away } from './use-behavior.ts'

interface AwayLineProps {
  readonly away: Away
  readonly onExplain: (text: string) => void
  readonly onClose: () => void
}

const LONGEST = 500

/** One polite line after an absence, with room for the person's own words. */
export function AwayLine({ away, onExplain, onClose }: AwayLineProps): ReactElement {
  const t = useText()
  const formats = useFormats()
  const id = useId()
  const [step, setStep] = useState<'told' | 'explaining' | 'explained'>('told')
  const box = useRef<HTMLDivElement>(null)
  const before = useRef(step)
  // The button pressed goes with its step: the focus is on what there is to do next.
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    box.current?.querySelector<HTMLElement>('textarea, button')?.focus()
  }, [step])
  const close = (): void => {
    focusItem()
    onClose()
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('text')).trim()
    if (text !== '') onExplain(text.slice(0, LONGEST))
    setStep('explained')
  }
  return (
    <div className="line away-line" ref={box}>
      <Icon name="info" />
      <div className="grow">
        <p role="status">
          {step === 'explained'
            ? t('away.explained')
            : t('away.told', {
                time: formats.minute(away.fromMs),
                duration: formats.duration(away.seconds),
              })}
        </p>
        {step === 'explaining' && (
          <form onSubmit={submit} className="stack">
            <label htmlFor={id}>{t('away.label')}</label>
            <textarea id={id} name="text" rows={2} maxLength={LONGEST} required />
            <div className="actions">
              <button type="submit" className="button primary">
                {t('away.send')}
              </button>
              <button type="button" className="button quiet" onClick={() => setStep('told')}>
                {t('common.cancel')}
              </button>
            </div>
          </form>
        )}
      </div>
      {step === 'told' && (
        <button type="button" className="button" onClick={() => setStep('explaining')}>
          {t('away.explain')}
        </button>
      )}
      <button type="button" className="button quiet square" onClick={close}>
        <Icon name="close" />
        <span className="unseen">{t('away.close')}</span>
      </button>
    </div>
  )
}
