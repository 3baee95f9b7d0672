import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { clock } from '../../../shared/format.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { type ServerTime, serverNowMs } from './server-now.ts'

const TICK_MS = 1000

interface Props {
  readonly pausedUntil: string
  readonly serverTime: ServerTime
  /** Null where the reader may not end it for everybody. */
  readonly onResume: (() => void) | null
}

/** While everybody pauses: how long still, and the way to end it. */
export function PauseBanner({ pausedUntil, serverTime, onResume }: Props) {
  const t = useText()
  const { time } = useFormats()
  const nowMs = useTicking(serverTime)
  const leftMs = Date.parse(pausedUntil) - nowMs
  if (leftMs <= 0) return null
  return (
    <section className="live-pause" aria-label={t('live.pause')}>
      <div>
        {/* Read out once: the seconds would interrupt without end. */}
        <p role="status">
          <strong>{t('live.pause.until', { until: time(pausedUntil) })}</strong>
        </p>
        <p className="live-pause-left" role="timer" aria-live="off">
          {t('live.pause.left', { left: clock(leftMs / 1000) })}
        </p>
      </div>
      {onResume !== null && <Button onClick={onResume}>{t('live.pause.resume')}</Button>}
    </section>
  )
}

function useTicking(serverTime: ServerTime): number {
  const [, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return serverNowMs(serverTime)
}
