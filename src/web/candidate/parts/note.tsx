import type { ReactElement, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface NoteProps {
  readonly tone: 'plain' | 'good' | 'warn' | 'bad'
  readonly title?: string
  readonly children: ReactNode
}

const ICONS: Readonly<Record<NoteProps['tone'], IconName>> = {
  plain: 'info',
  good: 'check',
  warn: 'warning',
  bad: 'warning',
}

export function Note({ tone, title, children }: NoteProps): ReactElement {
  return (
    <div className={`note ${tone}`}>
      <Icon name={ICONS[tone]} />
      <div>
        {title !== undefined && <p className="note-title">{title}</p>}
        {children}
      </div>
    </div>
  )
}
