import { type ReactNode, useId, useState } from 'react'

interface Props {
  readonly title: string
  /** What can be told of it in short, seen when it is folded too. */
  readonly mark: ReactNode
  readonly startsOpen: boolean
  readonly children: ReactNode
}

/** A part of the document that folds to its title, so that a long one stays in sight. */
export function FoldingCard({ title, mark, startsOpen, children }: Props) {
  const id = useId()
  const [open, setOpen] = useState(startsOpen)
  return (
    <details
      className="card folding-card"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className="folding-title" id={id}>
          {title}
        </span>{' '}
        {mark}
      </summary>
      {/* What is folded is not there: editors are many, and each costs. */}
      {open && (
        <fieldset className="rule-fields" aria-labelledby={id}>
          {children}
        </fieldset>
      )}
    </details>
  )
}
