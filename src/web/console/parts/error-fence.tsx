import { Component, type ReactNode } from 'react'
import { ProblemAlert } from './problem-alert.tsx'

interface State {
  readonly error: unknown
}

/** Keeps a fault in one page from taking the whole console down. */
export class ErrorFence extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return <ProblemAlert error={this.state.error} onRetry={() => location.reload()} />
  }
}
