import { type ReactNode, useEffect, useRef } from 'react'
import { useSharedText } from '../../shared/use-text.ts'

interface Props {
  readonly title: string
  /** Badges behind the title. */
  readonly badges?: ReactNode
  /** One sentence under it. */
  readonly lead?: ReactNode
  /** Buttons at the right. */
  readonly children?: ReactNode
}

let pagesShown = 0

/** The heading of a page. It takes the focus, so that a screen reader tells where one is. */
export function PageHeading({ title, badges, lead, children }: Props) {
  const t = useSharedText()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  useEffect(() => {
    // The first page keeps the focus at the top, before the skip link.
    if (pagesShown > 0) heading.current?.focus()
    pagesShown += 1
  }, [])
  return (
    <div className="page-heading">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
          {badges}
        </h1>
        {lead !== undefined && <p className="lead">{lead}</p>}
      </div>
      {children !== undefined && <div className="actions">{children}</div>}
    </div>
  )
}
