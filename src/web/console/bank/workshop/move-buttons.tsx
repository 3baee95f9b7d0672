import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../text.ts'

interface Props {
  readonly name: string
  readonly place: number
  readonly count: number
  readonly onMove: (by: -1 | 1) => void
}

/** Moves one of several up or down: the same for mouse, touch and keyboard. */
export function MoveButtons({ name, place, count, onMove }: Props) {
  const t = useText()
  const row = useRef<HTMLSpanElement>(null)
  const pressed = useRef<-1 | 1 | null>(null)
  const [hasMoved, setHasMoved] = useState(false)
  // The button pressed moves with its part; where it went dead at an end, its twin takes over.
  useEffect(() => {
    if (pressed.current === null) return
    const same = row.current?.querySelector<HTMLElement>(
      `[data-way="${pressed.current}"]:not(:disabled)`,
    )
    const other = row.current?.querySelector<HTMLElement>('[data-way]:not(:disabled)')
    ;(same ?? other)?.focus()
    pressed.current = null
  })
  return (
    <span className="move-buttons" ref={row}>
      {([-1, 1] as const).map((by) => (
        <Button
          key={by}
          variant="default"
          size="compact-md"
          data-way={by}
          disabled={place + by < 0 || place + by >= count}
          aria-label={t(by < 0 ? 'workshop.move.up' : 'workshop.move.down', { name })}
          onClick={() => {
            pressed.current = by
            setHasMoved(true)
            onMove(by)
          }}
        >
          {by < 0 ? '↑' : '↓'}
        </Button>
      ))}
      <span className="hidden-text" role="status">
        {hasMoved && t('workshop.moved', { name, place: place + 1, count })}
      </span>
    </span>
  )
}
