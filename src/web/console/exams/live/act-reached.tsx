import { Button, Group, Stack } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ConductResult } from '../../../../domain/delivery/conduct.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { useText } from '../../text.ts'
import type { ActTarget } from './act-target.ts'

/** Of many who were not reached for one reason so many are named. */
const MOST_NAMED = 20

interface Props {
  readonly result: ConductResult
  readonly target: ActTarget
  readonly onClose: () => void
}

/** Whom an act reached, and whom not for what reason. */
export function ActReached({ result, target, onClose }: Props) {
  const t = useText()
  const shared = useSharedText()
  const { number, list } = useFormats()
  const { reached, missed } = result
  const close = useRef<HTMLButtonElement>(null)
  // What had the focus is gone with the form.
  useEffect(() => close.current?.focus(), [])
  const names = new Map(
    target.all ? [] : target.rows.map(({ attemptId, person }) => [attemptId, person.name]),
  )
  const reasons = Map.groupBy(missed, ({ reason }) => reason)
  return (
    <Stack>
      <p role="status">
        <strong>{t('live.reached', { people: number(reached), count: reached })}</strong>
      </p>
      {[...reasons].map(([reason, attempts]) => {
        const named = attempts.flatMap(({ attemptId }) => names.get(attemptId) ?? [])
        const shown = named.slice(0, MOST_NAMED)
        return (
          <div key={reason} className="note">
            {t('live.missed', { count: number(attempts.length) })} {t(`live.missed.${reason}`)}
            {shown.length > 0 && <div className="dimmed">{list(shown)}</div>}
          </div>
        )
      })}
      <Group justify="flex-end">
        <Button ref={close} onClick={onClose}>
          {shared('common.close')}
        </Button>
      </Group>
    </Stack>
  )
}
