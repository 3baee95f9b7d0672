import { useEffect, useRef, useState } from 'react'
import type { FixedForm } from '../../../../domain/assembly/blueprint.ts'
import type {
  AssemblyEvent,
  AssemblyOutcome,
  AssemblyProgress,
} from '../../../../domain/scheduling/assembly-event.ts'
import { openReply } from '../../../shared/api.ts'
import { ApiProblem, problemInLine } from '../../../shared/api-error.ts'
import { readLines } from '../../../shared/read-lines.ts'
import { previewBlueprintOf } from '../draft-document.ts'
import type { DraftForm } from '../draft-form.ts'
import { basisAfter, type FormsBasis } from './forms-basis.ts'
import type { DraftFormApi } from './use-draft.ts'

export type AssembledForms = Extract<AssemblyOutcome, { event: 'assembled' }>
type InfeasibleForms = Extract<AssemblyOutcome, { event: 'infeasible' }>

export interface AssemblyOrder {
  readonly formCount: number
  /** As a share of the target; left out, the service's own. */
  readonly gap?: number
  readonly timeLimitSeconds: number
}

export type AssemblyState =
  | { readonly phase: 'idle' | 'cancelled' | 'undecided' }
  | {
      readonly phase: 'running'
      readonly progress: AssemblyProgress | null
      readonly timeLimitSeconds: number
    }
  | { readonly phase: 'assembled'; readonly reply: AssembledForms }
  | { readonly phase: 'infeasible'; readonly reply: InfeasibleForms }
  | { readonly phase: 'failed'; readonly error: unknown }

/** What forms are assembled for, without what does not bear on them; null while fields are wrong. */
function demandOf(form: DraftForm) {
  const own = { ...form.delivery, mode: 'own-forms' as const }
  const blueprint = previewBlueprintOf({ ...form, delivery: own })
  if (blueprint === null || form.bankVersionId === '') return null
  return { bankVersionId: form.bankVersionId, blueprint }
}

function textOf(demand: ReturnType<typeof demandOf>): string | null {
  if (demand === null) return null
  const { title: _title, timeLimitSeconds: _limit, ...blueprint } = demand.blueprint
  const levels = blueprint.levels.map(({ id, cut }) => ({ id, cut }))
  return JSON.stringify({ ...demand, blueprint: { ...blueprint, levels } })
}

/**
 * Whether the forms in the fields were put together for other fields than those now shown;
 * `ordered` is what the last search was for, since fields may have changed while it went on.
 */
function useStale(
  forms: readonly FixedForm[],
  demand: string | null,
  ordered: FormsBasis | null,
): boolean {
  const shown = JSON.stringify(forms)
  const [basis, setBasis] = useState<FormsBasis>({ shown, demand })
  const next = basisAfter(basis, { shown, demand }, ordered)
  if (next !== basis) setBasis(next)
  return forms.length > 0 && demand !== null && demand !== next.demand
}

function stateAfter(event: AssemblyEvent, timeLimitSeconds: number): AssemblyState {
  switch (event.event) {
    case 'progress':
      return { phase: 'running', progress: event, timeLimitSeconds }
    case 'assembled':
      return { phase: 'assembled', reply: event }
    case 'infeasible':
      return { phase: 'infeasible', reply: event }
    case 'undecided':
      return { phase: 'undecided' }
    case 'problem':
      return { phase: 'failed', error: problemInLine(event.problem) }
  }
}

/** @throws ApiProblem where the service refuses, ApiOffline where the line breaks */
async function orderLines(
  body: unknown,
  signal: AbortSignal,
  onLine: (line: unknown) => void,
): Promise<void> {
  const accept = 'application/x-ndjson'
  await readLines(await openReply('POST', '/exam-assemblies', body, { signal, accept }), onLine)
}

/** Assembles forms for the fields, tells how far it is, and puts the forms into the fields. */
export function useAssembly(form: DraftFormApi) {
  const [state, setState] = useState<AssemblyState>({ phase: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const demand = demandOf(form.values)
  const [ordered, setOrdered] = useState<FormsBasis | null>(null)
  const stale = useStale(form.values.delivery.forms, textOf(demand), ordered)
  const start = async ({ formCount, gap, timeLimitSeconds }: AssemblyOrder): Promise<void> => {
    if (demand === null) return
    running.current?.abort()
    const aborter = new AbortController()
    running.current = aborter
    setState({ phase: 'running', progress: null, timeLimitSeconds })
    const body = { ...demand, formCount, timeLimitSeconds, ...(gap === undefined ? {} : { gap }) }
    const outcomes: AssemblyState[] = []
    const onLine = (line: unknown): void => {
      const next = stateAfter(line as AssemblyEvent, timeLimitSeconds)
      if (next.phase !== 'running') outcomes.push(next)
      else if (!aborter.signal.aborted) setState(next)
    }
    const failure = await orderLines(body, aborter.signal, onLine).then(
      () => new ApiProblem(CUT_OFF),
      (error: unknown) => error,
    )
    const last = outcomes.at(-1) ?? { phase: 'failed', error: failure }
    if (running.current !== aborter) return
    running.current = null
    if (aborter.signal.aborted) return
    if (last.phase === 'assembled') {
      setOrdered({ shown: JSON.stringify(last.reply.forms), demand: textOf(demand) })
      form.setFieldValue('delivery.forms', [...last.reply.forms])
    }
    setState(last)
  }
  const cancel = (): void => {
    running.current?.abort()
    setState({ phase: 'cancelled' })
  }
  return { state, stale, ready: demand !== null, start, cancel }
}

/** The reply ended without an outcome: the service went away in the middle. */
const CUT_OFF = { status: 503, retryAfterSeconds: null, body: {} } as const
