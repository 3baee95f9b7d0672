import { Button, Menu } from '@mantine/core'
import { useRef } from 'react'
import type { LiveAttemptRow } from '../../../../domain/delivery/live-attempts.ts'
import { useText } from '../../text.ts'
import { type ActKind, actsFor } from './act-target.ts'

interface Props {
  readonly row: LiveAttemptRow
  /** Whether what is closed can be reopened. */
  readonly reopens: boolean
  readonly onAct: (kind: ActKind) => void
}

/** What can be done about one person. */
export function ActMenu({ row, reopens, onAct }: Props) {
  const t = useText()
  const kinds = actsFor([row], reopens)
  const button = useRef<HTMLButtonElement>(null)
  const act = (kind: ActKind): void => {
    // The item goes with the menu; the dialog gives the focus back to what had it.
    button.current?.focus()
    onAct(kind)
  }
  if (kinds.length === 0) return <span className="live-nothing">–</span>
  return (
    <Menu>
      <Menu.Target>
        <Button
          ref={button}
          variant="default"
          aria-label={t('live.act.for', { name: row.person.name })}
        >
          {t('live.act')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => act(kind)}>
            {t(`live.act.${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
