import { setImmediate as giveWay } from 'node:timers/promises'
import { readsHistory } from '../domain/policy/attempt-history.ts'
import { checkPolicy } from '../domain/policy/check-policy.ts'
import type { PolicyFacts } from '../domain/policy/facts.ts'
import type { PolicyDocument } from '../domain/policy/policy.ts'
import { subjectOf } from '../domain/policy/policy.ts'
import type { PolicySimulationView } from '../domain/policy/simulation-views.ts'
import { Refusal } from '../domain/refusal.ts'
import {
  type JudgedResult,
  judgeResult,
  type PastResult,
} from '../domain/settlement/policy-simulation/judge-result.ts'
import { summarizeSimulation } from '../domain/settlement/policy-simulation/summarize-simulation.ts'
import { type Scope, write } from '../store/scope.ts'
import { readHistories } from '../store/settling/read-histories.ts'
import { type PastAttempt, readPastAttempts } from '../store/views/past-attempts.ts'
import type { Deps } from './deps.ts'
import { simulateStandings } from './simulate-standings.ts'

/** New rules, tried on results of exams in the caller's branches. */
export interface OrderedSimulation {
  readonly document: unknown
  /** Compared with this version; null: each exam's own, or the one in force as a cycle began. */
  readonly againstVersionId: string | null
  readonly examIds: readonly string[]
  /** Of persons and units: whose branch, in which cycle. */
  readonly standings: { readonly unitId: string; readonly year: number } | null
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** Judged before requests have their turn: about ten milliseconds. */
const RESULTS_A_TURN = 8
const RESULTS_A_PROGRESS = 200

/**
 * What a document would have meant for settled attempts of chosen exams, or for a branch in a
 * cycle: who gains, who loses, and how sure that is. Nothing is kept.
 * @throws Refusal 'policy-invalid', 'invalid-input', 'not-found'
 */
export async function simulatePolicy(
  deps: Deps,
  scope: Scope,
  ordered: OrderedSimulation,
): Promise<PolicySimulationView> {
  const document = usableDocument(ordered.document)
  const { standings, againstVersionId, onProgress, signal } = ordered
  if (subjectOf(document) !== 'attempt') {
    if (standings) {
      const branch = { document, againstVersionId, ...standings }
      return simulateStandings(deps, scope, { ...branch, onProgress, signal })
    }
    throw needed('/standings', 'rules about persons or units are tried on a branch and a year')
  }
  if (ordered.examIds.length === 0) throw needed('/examIds', 'names no exam')
  const past = await readPastAttempts(deps.sql, scope, ordered)
  const results = await resultsOf(deps, document, past.attempts)
  const judged: JudgedResult[] = []
  for (const [index, result] of results.entries()) {
    if (index % RESULTS_A_TURN === 0) await giveWay()
    signal.throwIfAborted()
    if (index % RESULTS_A_PROGRESS === 0) onProgress(index, results.length)
    judged.push(judgeResult(document, result))
  }
  const { exams, against, unitPath, unitNames } = past
  const persons = past.attempts.map(({ person }) => person)
  const summary = summarizeSimulation(document, { judged, persons, unitPath, unitNames })
  return { ...summary, exams: [...exams], against }
}

function needed(pointer: string, detail: string): Refusal {
  return new Refusal('invalid-input', `${pointer} ${detail}`, [{ pointer, detail }])
}

function usableDocument(document: unknown): PolicyDocument {
  const { policy, findings } = checkPolicy(document)
  if (!policy) {
    throw new Refusal(
      'policy-invalid',
      'a policy with errors says nothing about results',
      findings
        .filter(({ severity }) => severity === 'error')
        .map(({ pointer, message }) => ({ pointer, detail: message.en })),
    )
  }
  return policy
}

/** The facts as they were settled; what had been before only where the new rules ask for it. */
async function resultsOf(
  deps: Deps,
  document: PolicyDocument,
  attempts: readonly PastAttempt[],
): Promise<PastResult[]> {
  const histories = readsHistory(document)
    ? await write(deps.orm, (em) => readHistories(em, attempts))
    : null
  return attempts.map(({ id, facts, against, measured }) => ({
    facts: { ...facts, ...histories?.get(id) } satisfies PolicyFacts,
    ...{ against, measured },
  }))
}
