import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { useText } from '../../text.ts'
import type { AssemblyState } from './use-assembly.ts'

interface Props {
  readonly state: Extract<AssemblyState, { phase: 'running' }>
  readonly onCancel: () => void
}

/** Seconds since this was first shown; the service tells its own only now and then. */
function useElapsedSeconds(): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const startedAt = performance.now()
    const timer = setInterval(() => setSeconds((performance.now() - startedAt) / 1000), 1000)
    return () => clearInterval(timer)
  }, [])
  return seconds
}

/** How far the search is: time against its limit, and how good the best forms so far are. */
export function AssemblyProgressPart({ state, onCancel }: Props) {
  const t = useText()
  const shared = useSharedText()
  const { number } = useFormats()
  const { progress, timeLimitSeconds } = state
  const seconds = Math.floor(Math.max(useElapsedSeconds(), progress?.seconds ?? 0))
  const best = progress?.best ?? null
  const bound = progress?.bound ?? null
  return (
    <div className="assembly-progress">
      <progress
        aria-label={t('assembly.time')}
        max={timeLimitSeconds}
        value={Math.min(seconds, timeLimitSeconds)}
      />
      <p>
        {t('assembly.seconds', { seconds: number(seconds), limit: number(timeLimitSeconds) })}
        {' · '}
        {best === null
          ? t('assembly.none-yet')
          : bound === null
            ? t('assembly.best', { best: number(best, 3) })
            : t('assembly.best-and-bound', {
                best: number(best, 3),
                bound: number(Math.max(0, bound), 3),
              })}
      </p>
      <Button variant="default" onClick={onCancel}>
        {shared('common.cancel')}
      </Button>
    </div>
  )
}
