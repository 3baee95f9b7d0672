import type { OutcomeRow } from '../../../domain/policy/outcome-row.ts'
import type {
  ExplanationView,
  FactDescriptionView,
  PolicyCheckView,
  PolicyVersionView,
} from '../../../domain/policy/views.ts'
import { api } from '../../shared/api.ts'
import { useApi } from '../queries.ts'

/** Every version of every policy the reader may see. */
export function usePolicyVersions() {
  return useApi<{ readonly policyVersions: PolicyVersionView[] }>('/policies')
}

/** The facts rules may read, of all subjects. */
export function useFactDescriptions() {
  return useApi<{ readonly facts: FactDescriptionView[] }>('/policies/facts')
}

/** A large branch takes a while; asking again while it is worked out does no harm. */
const WORKING_OUT_MS = 10 * 60_000

/**
 * Works out how a branch stands in the cycle a year lies in; awards follow. Gives how many stand
 * otherwise than before. @throws ApiProblem, ApiOffline
 */
export function workOutStandings(asked: {
  readonly policy: string
  readonly unitId: string
  readonly year: number
}): Promise<{ readonly written: number }> {
  return api.post('/standings', asked, { timeoutMs: WORKING_OUT_MS })
}

/** The outcomes of one exam's attempts. */
export function useOutcomes(examId: string) {
  return useApi<{ readonly outcomes: OutcomeRow[] }>(`/exams/${examId}/outcomes`)
}

/** Why an outcome of an attempt, or how somebody stands, is as it is. */
export function useExplanation(of: 'attempts' | 'standings', id: string) {
  const list = of === 'attempts' ? 'results' : 'standings'
  return useApi<ExplanationView>(`/${list}/${id}/explanation`)
}

/** What the service says of a document that is being written. @throws ApiProblem, ApiOffline */
export function checkDocument(document: unknown, signal: AbortSignal): Promise<PolicyCheckView> {
  return api.post<PolicyCheckView>('/policies/check', { document }, { signal })
}

/** Keeps a document as the next version. @throws ApiProblem, ApiOffline */
export function addVersion(version: {
  readonly document: unknown
  readonly effectiveFrom: string
}): Promise<PolicyVersionView> {
  return api.post<PolicyVersionView>('/policies', version)
}

/** Approves a version as the second person. @throws ApiProblem, ApiOffline */
export function approveVersion(policyVersionId: string): Promise<PolicyVersionView> {
  return api.post<PolicyVersionView>(`/policies/${policyVersionId}/approval`)
}
