import type { BrowserFault } from '../../../domain/delivery/safe-exam-browser-proof.ts'

/** The browser an exam asks for, as its notice tells it. */
export interface BrowserAsked {
  /** Why this one is not it; null: it is. */
  readonly fault: BrowserFault | null
  readonly file: string
  readonly link: string
}

export interface SafeBrowserProps {
  readonly browser: BrowserAsked
  readonly onCheckAgain: () => void
}
