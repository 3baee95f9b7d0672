import { useEffect, useRef, useState } from 'react'
import type { AttemptView } from '../../../../domain/delivery/views.ts'
import { isProblem } from '../../../shared/api-error.ts'
import type { Insistence, Trouble } from '../insist.ts'

interface NextItemEvents {
  readonly onView: (view: AttemptView) => void
  /** The service takes nothing more of this attempt. */
  readonly onOver: () => void
}

export interface NextItemControl {
  /** Whether a view is being asked for; the item is not to be changed meanwhile. */
  readonly busy: boolean
  readonly trouble: Trouble | null
  readonly error: unknown
  /** Asks until there is an answer; nothing while another question is on its way. */
  readonly ask: (call: (how: Insistence) => Promise<AttemptView | null>) => Promise<void>
  readonly hurry: () => void
  readonly signedInAgain: () => void
}

/** A room full of browsers hears of the network at the same moment; they spread a little. */
const SPREAD_MS = 500

/** A promise that is made when somebody waits and kept from outside. */
function signal() {
  let keep: () => void = () => {}
  return {
    wait: () =>
      new Promise<void>((resolve) => {
        keep = resolve
      }),
    give: () => keep(),
  }
}

/** Hurries when the network is back. */
function useHurry(): ReturnType<typeof signal> {
  const [hurry] = useState(signal)
  useEffect(() => {
    const soon = (): void => {
      setTimeout(hurry.give, Math.random() * SPREAD_MS)
    }
    addEventListener('online', soon)
    return () => removeEventListener('online', soon)
  }, [hurry])
  return hurry
}

/** Brings the next view of the attempt, through lost networks and lost sign-ins. */
export function useNextItem({ onView, onOver }: NextItemEvents): NextItemControl {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [error, setError] = useState<unknown>(null)
  const hurry = useHurry()
  const [signIn] = useState(signal)
  const events = useRef({ onView, onOver })
  events.current = { onView, onOver }
  const state = useRef({ busy: false, alive: true })
  useEffect(() => {
    state.current.alive = true
    return () => {
      state.current.alive = false
      hurry.give()
    }
  }, [hurry])
  const settle = (view: AttemptView | null): void => {
    if (view === null) return
    if (view.state === 'running') events.current.onView(view)
    else events.current.onOver()
  }
  const fail = (fault: unknown): void => {
    if (isProblem(fault, 'time-limit-passed', 'attempt-not-running')) events.current.onOver()
    else setError(fault)
  }
  const ask: NextItemControl['ask'] = async (call) => {
    if (state.current.busy) return
    state.current.busy = true
    const alive = (): boolean => state.current.alive
    setBusy(true)
    setError(null)
    const how: Insistence = {
      cancelled: () => !alive(),
      onTrouble: (next) => alive() && setTrouble(next),
      waitForSignIn: signIn.wait,
      hurried: hurry.wait,
    }
    try {
      // Also where a pause has covered this meanwhile: the service has left the item.
      settle(await call(how))
    } catch (fault) {
      if (alive()) fail(fault)
    }
    state.current.busy = false
    if (alive()) setBusy(false)
  }
  return { busy, trouble, error, ask, hurry: hurry.give, signedInAgain: signIn.give }
}
