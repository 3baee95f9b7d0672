import { useEffect, useRef, useState } from 'react'
import type { PolicyDocument } from '../../../../domain/policy/policy.ts'
import type {
  PolicySimulationEvent,
  PolicySimulationView,
} from '../../../../domain/policy/simulation-views.ts'
import { openReply } from '../../../shared/api.ts'
import { ApiOffline, problemInLine } from '../../../shared/api-error.ts'
import { readLines } from '../../../shared/read-lines.ts'

export interface SimulationOrder {
  readonly document: PolicyDocument
  readonly examIds: readonly string[]
  readonly againstVersionId?: string
  /** Of rules about persons or units: whose branch, and any year of the cycle. */
  readonly standings?: { readonly unitId: string; readonly year: number }
}

export type SimulationState =
  | { readonly phase: 'idle' | 'cancelled' }
  | { readonly phase: 'running'; readonly done: number; readonly total: number }
  | {
      readonly phase: 'simulated'
      readonly simulation: PolicySimulationView
      /** What it is of, as JSON: fields changed since make it old. */
      readonly order: string
    }
  | { readonly phase: 'failed'; readonly error: unknown }

/** @throws ApiProblem where the service refuses, ApiOffline where the line breaks */
async function simulate(
  order: SimulationOrder,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<PolicySimulationView> {
  const reply = await openReply('POST', '/policies/simulations', order, {
    signal,
    accept: 'application/x-ndjson',
  })
  const views: PolicySimulationView[] = []
  await readLines(reply, (line) => {
    const event = line as PolicySimulationEvent
    if (event.event === 'progress') onProgress(event.done, event.total)
    else if (event.event === 'simulated') views.push(event.simulation)
    else throw problemInLine(event.problem)
  })
  const [view] = views
  if (view === undefined) throw new ApiOffline('the reply ended early')
  return view
}

/** Runs a simulation, tells how far it is, and can be cancelled; leaving the page cancels it. */
export function useSimulation() {
  const [state, setState] = useState<SimulationState>({ phase: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const start = async (order: SimulationOrder): Promise<void> => {
    running.current?.abort()
    const aborter = new AbortController()
    running.current = aborter
    const show = (next: SimulationState): void => {
      if (running.current === aborter && !aborter.signal.aborted) setState(next)
    }
    show({ phase: 'running', done: 0, total: 0 })
    try {
      const simulation = await simulate(order, aborter.signal, (done, total) =>
        show({ phase: 'running', done, total }),
      )
      show({ phase: 'simulated', simulation, order: JSON.stringify(order) })
    } catch (error) {
      show({ phase: 'failed', error })
    }
  }
  const cancel = (): void => {
    running.current?.abort()
    setState({ phase: 'cancelled' })
  }
  return { state, start, cancel }
}
