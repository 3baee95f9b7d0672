import type { MessagePort } from 'node:worker_threads'
import type { Blueprint } from '../domain/assembly/blueprint.ts'
import { summarizeFixedForms, toFixedForms } from '../domain/assembly/fixed-forms.ts'
import { type Assembly, assembleForms } from '../domain/assembly/optimize/assemble-forms.ts'
import type { Progress } from '../domain/assembly/optimize/solve-program.ts'
import type { Bank } from '../domain/bank/bank.ts'
import { Refusal, type RefusalCode } from '../domain/refusal.ts'
import type { AssemblyOutcome } from '../domain/scheduling/assembly-event.ts'
import { loadSolver } from './load-solver.ts'

/** What forms are to be assembled; the same order gives the same forms, unless time runs out. */
export interface FormOrder {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly formCount: number
  readonly seed: string
  readonly gap?: number | undefined
  readonly timeLimitSeconds?: number | undefined
}

export interface AssemblyTask extends FormOrder {
  /** Hears `started`, then the progress now and then. */
  readonly port: MessagePort
}

/** A refusal as it passes from the thread, where it would lose its class. */
export interface RefusedOutcome {
  readonly event: 'refused'
  readonly code: RefusalCode
  readonly detail: string
}

const TELL_EVERY_MS = 250

/** What runs in a thread of the form assembler. */
export async function assembleInThread(
  task: AssemblyTask,
): Promise<AssemblyOutcome | RefusedOutcome> {
  const { bank, blueprint, formCount, seed, gap, timeLimitSeconds, port } = task
  port.postMessage('started')
  const highs = await loadSolver()
  try {
    const assembly = assembleForms(highs, {
      ...{ bank, blueprint, formCount, seed },
      ...(gap === undefined ? {} : { gap }),
      ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
      onProgress: tellSometimes(port),
    })
    return outcomeOf(assembly, task)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { event: 'refused', code: error.code, detail: error.message }
  }
}

function tellSometimes(port: MessagePort): (progress: Progress) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return ({ nodes, best, bound }) => {
    const now = performance.now()
    if (now - toldAt < TELL_EVERY_MS) return
    toldAt = now
    port.postMessage({ nodes, best, bound })
  }
}

function outcomeOf(assembly: Assembly, { bank, blueprint, seed }: FormOrder): AssemblyOutcome {
  const { outcome, solver } = assembly
  if (outcome === 'undecided') return { event: 'undecided', solver }
  if (outcome === 'infeasible') {
    const { conflict, repairs } = assembly
    return {
      event: 'infeasible',
      minimal: conflict.minimal,
      demands: conflict.demands.map(({ pointer, message }) => ({ pointer, message })),
      repairs: repairs.map(({ message, verified }) => ({ message, verified })),
      solver,
    }
  }
  const forms = toFixedForms(assembly.forms, bank, blueprint)
  return {
    event: 'assembled',
    seed,
    forms,
    certificates: assembly.forms.map(({ certificate }) => certificate),
    overlap: summarizeFixedForms(forms).overlap,
    solver,
  }
}
