import { type ReactElement, useCallback, useEffect, useState } from 'react'
import type { Formats } from '../../shared/format.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { Icon } from '../parts/icon.tsx'
import { type CandidateTranslate, useText } from '../text.ts'
import { type CheckResult, checkDevice } from './device-checks.ts'

function words(result: CheckResult, t: CandidateTranslate, formats: Formats): string {
  const { check, verdict, figure } = result
  if (check === 'network') {
    if (verdict === 'bad') return t('check.network.bad')
    return t(`check.network.${verdict}`, { ms: formats.number(figure) })
  }
  if (check === 'clock') {
    if (verdict === 'good') return t('check.clock.good')
    return t('check.clock.warn', { time: formats.duration(Math.abs(figure)) })
  }
  const tone = verdict === 'good' ? 'good' : 'warn'
  if (check === 'speed') return t(`check.speed.${tone}`, { kbps: formats.number(figure) })
  if (check === 'room') return t('check.room.warn', { size: formats.number(figure) })
  if (check === 'storage' && figure === 1) return t('check.storage.lasting')
  if (check === 'screen') return t(`check.screen.${tone}`, { width: formats.number(figure) })
  return t(`check.${check}.${tone}`)
}

/** Checks this device and says in a sentence each what was found. */
export function DeviceCheck(): ReactElement {
  const t = useText()
  const formats = useFormats()
  const [results, setResults] = useState<readonly CheckResult[] | null>(null)
  const run = useCallback(() => {
    setResults(null)
    checkDevice().then(setResults, () => setResults([]))
  }, [])
  useEffect(run, [run])
  const again = (): void => {
    if (results !== null) run()
  }
  return (
    <>
      <ul className="checks" aria-live="polite" aria-busy={results === null}>
        {results === null && <li className="soft">{t('check.running')}</li>}
        {results?.map((result) => (
          <li key={result.check} className={result.verdict}>
            <Icon name={result.verdict === 'good' ? 'check' : 'warning'} />
            <span>
              <b>{t(`check.${result.check}.name`)}</b> {words(result, t, formats)}
            </span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="button"
        onClick={again}
        aria-disabled={results === null || undefined}
      >
        {t('check.again')}
      </button>
    </>
  )
}
