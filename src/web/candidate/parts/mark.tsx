import type { ReactElement } from 'react'

export function Mark(): ReactElement {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="6" />
      <path d="M9 25V7h8.2a6 6 0 0 1 0 12H9M14 21.5l3.5 3.5 7-7" />
    </svg>
  )
}
