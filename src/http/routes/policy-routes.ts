import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { checkPolicy } from '../../domain/policy/check-policy.ts'
import { evaluatePolicy } from '../../domain/policy/evaluate-policy.ts'
import { isUsableExample } from '../../domain/policy/example-facts.ts'
import { listFacts } from '../../domain/policy/fact-catalogue.ts'
import { PolicySimulationEvent } from '../../domain/policy/simulation-views.ts'
import {
  ExplanationView,
  FactDescriptionView,
  PolicyCheckView,
  PolicyVersionView,
} from '../../domain/policy/views.ts'
import { scopeOf } from '../../store/scope.ts'
import { explainAttempt, explainOwnAttempt } from '../../store/views/explanations.ts'
import { getPolicyVersion, listPolicyVersions } from '../../store/views/policies.ts'
import { addPolicyVersion, approvePolicy } from '../../workflows/manage-policies.ts'
import { simulatePolicy } from '../../workflows/simulate-policy.ts'
import { principalOf, rolesOf } from '../access.ts'
import type { App, HttpDeps } from '../http-deps.ts'
import { EVENT_LINES, openLines, sendLines } from '../line-stream.ts'
import { problemOf } from '../problem.ts'
import { closed, idParams, Time, Uuid } from './schemas.ts'

const officers = {
  access: { scope: 'branch', roles: ['policy-officer', 'organizer', 'administrator'] },
} as const
const tags = ['Policies']

/** Policies: their versions, checks, simulations, and why an outcome is as it is. */
export function policyRoutes(app: App, deps: HttpDeps): void {
  versionRoutes(app, deps)
  checkRoutes(app)
  simulationRoute(app, deps)
  explanationRoutes(app, deps)
}

function versionRoutes(app: App, deps: HttpDeps): void {
  app.get(
    '/api/policies',
    {
      config: officers,
      schema: {
        tags,
        summary: 'Policy versions with their rules, states and exams',
        response: { 200: Type.Object({ policyVersions: Type.Array(PolicyVersionView) }, closed) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal, rolesOf(request))
      const reader = { personId: principal.personId, now: deps.now() }
      return { policyVersions: await listPolicyVersions(deps.sql, scope, reader) }
    },
  )

  app.post(
    '/api/policies',
    {
      config: officers,
      schema: {
        tags,
        summary: 'Add a policy version, in effect from today at the earliest',
        body: Type.Object({ document: Type.Unknown(), effectiveFrom: Time }, closed),
        response: { 201: PolicyVersionView },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const policyVersionId = await addPolicyVersion(deps, principal.personId, {
        document: request.body.document,
        effectiveFrom: new Date(request.body.effectiveFrom),
      })
      const asked = { personId: principal.personId, now: deps.now(), policyVersionId }
      const scope = scopeOf(principal, rolesOf(request))
      return reply.code(201).send(await getPolicyVersion(deps.sql, scope, asked))
    },
  )

  app.post(
    '/api/policies/:policyVersionId/approval',
    {
      config: officers,
      schema: {
        tags,
        summary: 'Approve a policy version, as a second person',
        params: idParams('policyVersionId'),
        response: { 200: PolicyVersionView },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { policyVersionId } = request.params
      await approvePolicy(deps, principal.personId, policyVersionId)
      const asked = { personId: principal.personId, now: deps.now(), policyVersionId }
      return getPolicyVersion(deps.sql, scopeOf(principal, rolesOf(request)), asked)
    },
  )
}

/** Documents a person writes are small; what is checked as they type must stay so. */
const LARGEST_POLICY_BYTES = 2 * 1024 * 1024

function checkRoutes(app: App): void {
  app.get(
    '/api/policies/facts',
    {
      config: officers,
      schema: {
        tags,
        summary: 'What rules may read, by subject',
        response: { 200: Type.Object({ facts: Type.Array(FactDescriptionView) }, closed) },
      },
    },
    () => ({ facts: listFacts() }),
  )

  app.post(
    '/api/policies/check',
    {
      config: officers,
      bodyLimit: LARGEST_POLICY_BYTES,
      schema: {
        tags,
        summary: 'Check a policy document and run its examples, keeping nothing',
        body: Type.Object({ document: Type.Unknown() }, closed),
        response: { 200: PolicyCheckView },
      },
    },
    (request) => {
      const { document } = request.body
      const { policy, draft, findings } = checkPolicy(document)
      const examples = (draft?.examples ?? []).map((example) => {
        if (!draft || !isUsableExample(draft, example.facts)) return null
        const { effect, decidedBy, awards } = evaluatePolicy(draft, example.facts)
        const { expect } = example
        const passes =
          effect === expect.effect && decidedBy.join() === [...expect.decidedBy].sort().join()
        return { effect, decidedBy, awards, passes }
      })
      return { usable: policy !== null, findings, examples }
    },
  )
}

function simulationRoute(app: App, deps: HttpDeps): void {
  app.post(
    '/api/policies/simulations',
    {
      config: {
        ...officers,
        // Rules can be written so that they tell of one person: who asks leaves a trace.
        evidence: { act: 'evidence-viewed', what: 'results', of: 'listing', name: 'simulations' },
      },
      bodyLimit: LARGEST_POLICY_BYTES,
      schema: {
        tags,
        summary: 'Try a policy on the results of past exams',
        description:
          'The answer is a stream of JSON objects, one a line: `progress`, and at last `simulated` ' +
          'or `problem`. Closing the connection ends the work. Nothing is kept.',
        body: Type.Object(
          {
            document: Type.Unknown(),
            /** Compared with this; left out: what each exam goes by, or was in force for a cycle. */
            againstVersionId: Type.Optional(Uuid),
            /** Exams whose results are looked at; of rules about persons or units none. */
            examIds: Type.Array(Uuid, { maxItems: 50 }),
            /** Of rules about persons or units: whose branch, and any year of the cycle. */
            standings: Type.Optional(
              Type.Object(
                { unitId: Uuid, year: Type.Integer({ minimum: 2000, maximum: 2100 }) },
                closed,
              ),
            ),
          },
          closed,
        ),
        response: {
          200: {
            description: 'One event a line',
            content: { [EVENT_LINES]: { schema: Type.Unsafe<Readable>(PolicySimulationEvent) } },
          },
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { document, againstVersionId, examIds, standings } = request.body
      const { stream, ended, write, finish } = openLines<PolicySimulationEvent>()
      const simulated = simulatePolicy(deps, scopeOf(principal, rolesOf(request)), {
        ...{ document, examIds, signal: ended },
        againstVersionId: againstVersionId ?? null,
        standings: standings ?? null,
        onProgress: (done, total) => write({ event: 'progress', done, total }),
      })
      finish(
        simulated.then((simulation) => ({ event: 'simulated' as const, simulation })),
        (error) => {
          const { type, title, status, detail } = problemOf(error, request)
          return { event: 'problem', problem: { type, title, status, detail } }
        },
      )
      return sendLines(reply, stream)
    },
  )
}

const attemptOfPath = { kind: 'attempt', from: 'params', name: 'attemptId' } as const

function explanationRoutes(app: App, deps: HttpDeps): void {
  const response = { 200: ExplanationView }

  app.get(
    '/api/attempts/:attemptId/explanation',
    {
      config: { access: { scope: 'self', own: attemptOfPath } },
      schema: {
        tags: ['Results'],
        summary: 'Why my outcome is as it is, and what would have changed it',
        params: idParams('attemptId'),
        response,
      },
    },
    (request) =>
      explainOwnAttempt(deps.sql, principalOf(request).personId, request.params.attemptId),
  )

  app.get(
    '/api/results/:attemptId/explanation',
    {
      config: {
        access: {
          scope: 'branch',
          roles: ['policy-officer', 'organizer', 'administrator'],
          targets: [attemptOfPath],
        },
        evidence: { act: 'evidence-viewed', what: 'explanation', of: 'attempt', name: 'attemptId' },
      },
      schema: {
        tags,
        summary: 'Why an outcome in my branch is as it is',
        params: idParams('attemptId'),
        response,
      },
    },
    (request) =>
      explainAttempt(
        deps.sql,
        scopeOf(principalOf(request), rolesOf(request)),
        request.params.attemptId,
      ),
  )
}
