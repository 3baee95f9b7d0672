import { type ReactElement, useEffect, useRef, useState } from 'react'
import { clock } from '../../shared/format.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { spokenBetween } from '../journal/remaining.ts'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text.ts'
import type { ExamTime } from './exam-time.ts'

const SHORT_SECONDS = 300
const TICK_MS = 250

/** Seconds left, read from the clock four times a second. */
export function useSecondsLeft(time: ExamTime): number {
  const [seconds, setSeconds] = useState(() => Math.ceil(time.secondsLeft()))
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.ceil(time.secondsLeft())), TICK_MS)
    return () => clearInterval(timer)
  }, [time])
  return seconds
}

export function TimeLeft({ seconds }: { readonly seconds: number }): ReactElement {
  const t = useText()
  const formats = useFormats()
  const [hidden, setHidden] = useState(false)
  const [spoken, setSpoken] = useState('')
  const before = useRef(seconds)
  useEffect(() => {
    const mark = spokenBetween(before.current, seconds)
    before.current = seconds
    if (mark !== null) setSpoken(t('exam.left', { time: formats.duration(seconds) }))
  }, [seconds, t, formats])
  const short = seconds <= SHORT_SECONDS
  return (
    <div className={short ? 'time-left short' : 'time-left'}>
      <Icon name="clock" />
      {!hidden && (
        <span role="timer" aria-label={t('exam.time-left')}>
          {clock(seconds)}
        </span>
      )}
      <button type="button" className="button quiet tight" onClick={() => setHidden(!hidden)}>
        {t(hidden ? 'exam.show-time' : 'exam.hide-time')}
      </button>
      <span className="unseen" role="status">
        {spoken}
      </span>
    </div>
  )
}
