import type { FastifyRequest } from 'fastify'
import type { Role } from '../domain/organization/access.ts'
import type { EvidenceAct, EvidenceKind } from '../domain/review/evidence-use.ts'
import { type EvidenceUse, noteEvidence } from '../workflows/note-evidence.ts'
import { principalOf, rolesOf } from './access.ts'
import type { App, HttpDeps } from './http-deps.ts'

/** What a route shows of persons, and by which parameter of its address they are found. */
export type ShownEvidence = {
  readonly act: EvidenceAct
  readonly what: EvidenceKind
} & (
  | {
      readonly of: Exclude<EvidenceUse['of']['kind'], 'listing'>
      readonly name: 'attemptId' | 'caseId' | 'examId' | 'personId' | 'standingId' | 'unitId'
    }
  /** Many persons at once, listed by no record of theirs. */
  | { readonly of: 'listing'; readonly name: 'standings' | 'simulations' }
)

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Stated by every route that answers with personal evidence about others. */
    evidence?: ShownEvidence
  }
}

/**
 * Logs who looks at personal evidence, before the answer leaves: one that can't be logged isn't
 * sent. Refusals show nothing, and neither does a header alone.
 */
export function logEvidence(app: App, deps: HttpDeps): void {
  app.addHook('onSend', async (request, reply) => {
    const { evidence } = request.routeOptions.config
    if (!evidence || reply.statusCode >= 300 || request.method === 'HEAD') return
    const { act, what, of, name } = evidence
    const id = of === 'listing' ? name : (request.params as Readonly<Record<string, string>>)[name]
    if (id === undefined) throw new Error(`${request.routeOptions.url} has no ${name}`)
    const actor = { personId: principalOf(request).personId, role: roleIn(request) }
    await noteEvidence(deps, { act, what, of: { kind: of, id }, actor })
  })
}

/** The role by which somebody was let in. */
export function roleIn(request: FastifyRequest): Role | null {
  const held = principalOf(request).grants.map(({ role }) => role)
  return rolesOf(request).find((role) => held.includes(role)) ?? null
}
