import type { ReactNode } from 'react'

/** Says that there is nothing, why, and what to do. */
export function EmptyNote({ children }: { readonly children: ReactNode }) {
  return <div className="empty">{children}</div>
}
