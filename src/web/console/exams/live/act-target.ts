import type { ConductAct } from '../../../../domain/delivery/conduct.ts'
import type { LiveAttemptRow } from '../../../../domain/delivery/live-attempts.ts'
import { isWorking } from './live-states.ts'

export type ActKind = ConductAct['kind']

/** Everybody, with what an act for all changes. */
export interface Everybody {
  readonly all: true
  readonly working: number
  readonly assigned: number
  readonly closesAt: string
  readonly pausedUntil: string | null
}

/** Some, each as last seen. */
export interface Chosen {
  readonly all: false
  readonly rows: readonly LiveAttemptRow[]
}

/** Whom an act is for. */
export type ActTarget = Everybody | Chosen

/** Opens the dialog of an act. */
export type AskAct = (kind: ActKind, target: ActTarget) => void

/** Those of the chosen whom an act can concern as they were last seen; the service decides. */
export function reachedBy(kind: ActKind, rows: readonly LiveAttemptRow[]): LiveAttemptRow[] {
  return rows.filter(({ attemptId, state }) => {
    if (attemptId === null) return false
    if (kind === 'reopen') return state === 'submitted' || state === 'expired'
    return kind === 'resume' ? state === 'paused' : isWorking(state)
  })
}

/** What can be done about at least one of the chosen, in the order offered. */
export function actsFor(rows: readonly LiveAttemptRow[], reopens: boolean): ActKind[] {
  const kinds: readonly ActKind[] = ['extend', 'pause', 'resume', 'message', 'reopen']
  return kinds.filter((kind) => (kind !== 'reopen' || reopens) && reachedBy(kind, rows).length > 0)
}
