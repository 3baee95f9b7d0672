import type { ReactNode } from 'react'

interface Props {
  readonly name: string
  readonly value: ReactNode
  readonly hint?: ReactNode
}

/** One figure with its name and what it means. */
export function Figure({ name, value, hint }: Props) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        <span className="figure-value">{value}</span>
        {hint !== undefined && <span className="figure-hint">{hint}</span>}
      </dd>
    </div>
  )
}

/** Figures side by side, as many as fit. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className="figures">{children}</dl>
}
