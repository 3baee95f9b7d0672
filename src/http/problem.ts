import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { pointerTo } from '../domain/bank/finding.ts'
import { Refusal, type RefusalCode } from '../domain/refusal.ts'
import { loggable } from '../store/loggable-error.ts'

interface ProblemKind {
  readonly status: number
  readonly title: string
}

/** How each refusal is told; a code without an entry does not compile. */
export const PROBLEMS: Readonly<Record<RefusalCode, ProblemKind>> = {
  'invalid-input': { status: 422, title: 'Invalid input' },
  'not-found': { status: 404, title: 'Not found' },
  'not-allowed': { status: 403, title: 'Not allowed' },
  'sign-in-failed': { status: 401, title: 'Sign-in failed' },
  'sign-in-required': { status: 401, title: 'Sign-in required' },
  'too-many-sign-ins': { status: 429, title: 'Too many failed sign-ins' },
  'refresh-token-reused': { status: 401, title: 'Refresh token used before' },
  'invitation-invalid': { status: 410, title: 'Invitation no longer valid' },
  'account-taken': { status: 409, title: 'Account exists already' },
  'password-too-weak': { status: 422, title: 'Password too weak' },
  'unit-not-empty': { status: 409, title: 'Unit not empty' },
  'bank-invalid': { status: 422, title: 'Item bank invalid' },
  'blueprint-infeasible': { status: 409, title: 'Blueprint infeasible' },
  'exam-not-draft': { status: 409, title: 'Exam is no draft' },
  'exam-not-open': { status: 409, title: 'Exam not open' },
  'publication-rule-broken': { status: 409, title: 'Publication rule broken' },
  'not-assigned': { status: 403, title: 'Not assigned to this exam' },
  'attempt-not-running': { status: 409, title: 'Attempt not running' },
  'page-superseded': { status: 409, title: 'Another page is live' },
  'attempt-not-closed': { status: 409, title: 'Attempt not closed' },
  'time-limit-passed': { status: 409, title: 'Time limit passed' },
  'item-not-on-form': { status: 422, title: 'Item not on the form' },
  'item-left': { status: 409, title: 'Item finished' },
  'value-not-for-item': { status: 422, title: 'Value not for this item' },
  'case-closed': { status: 409, title: 'Case closed' },
  'conflict-of-interest': { status: 403, title: 'Conflict of interest' },
  'already-decided': { status: 409, title: 'Already decided' },
  'seat-taken': { status: 409, title: 'Others decide this case' },
  'rest-needed': { status: 409, title: 'Enough decided for today' },
  'not-heard': { status: 409, title: 'Candidate not heard yet' },
  'nothing-to-appeal': { status: 409, title: 'Nothing to appeal' },
  'already-appealed': { status: 409, title: 'Already appealed' },
  'appeal-too-late': { status: 409, title: 'Appeal too late' },
  'changed-meanwhile': { status: 409, title: 'Changed in the meantime' },
  'policy-invalid': { status: 422, title: 'Policy invalid' },
  'policy-retroactive': { status: 422, title: 'Policy would take effect in the past' },
  'second-person-required': { status: 409, title: 'A second person is required' },
  'too-many-assemblies': { status: 429, title: 'Too many assemblies at once' },
  'window-still-open': { status: 409, title: 'Window still open' },
  'took-too-long': { status: 503, title: 'Took too long' },
  'exam-paused': { status: 409, title: 'Exam paused' },
  'results-known': { status: 409, title: 'Results are known' },
  'safe-exam-browser-required': { status: 403, title: 'Safe Exam Browser required' },
  'consent-required': { status: 409, title: 'Consent required' },
  'service-recovering': { status: 503, title: 'Service recovering' },
  'service-busy': { status: 503, title: 'Service busy' },
}

/** RFC 9457 problem details. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          { pointer: Type.String(), detail: Type.String() },
          { additionalProperties: false },
        ),
      ),
    ),
  },
  { additionalProperties: false, $id: 'Problem' },
)
export type Problem = Static<typeof Problem>

/** Answers every error as a problem; what is not expected is logged and not told. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    if (error instanceof Refusal) return answerRefusal(error, request, reply)
    if ('validation' in error && error.validation) {
      const place = error.validationContext === 'body' ? '' : `/${error.validationContext}`
      const faults = error.validation.map(({ instancePath, message, params }) => {
        const name = namedProperty(params)
        const pointer = `${place}${instancePath}${name === null ? '' : pointerTo(name)}`
        return { pointer, detail: message ?? 'is not valid' }
      })
      const [first] = faults
      const detail = first ? `${first.pointer || '/'} ${first.detail}` : error.message
      return answerRefusal(new Refusal('invalid-input', detail, faults), request, reply)
    }
    const status = error.statusCode ?? 500
    if (status < 500 || status === 503) {
      const title = STATUS_CODES[status] ?? 'Error'
      return send(request, reply, { type: 'about:blank', title, status, detail: error.message })
    }
    return send(request, reply, unexpectedProblem(error, request))
  })
}

/** The problem of an error in a reply that has begun, so that its status can't tell any more. */
export function problemOf(error: unknown, request: FastifyRequest): Problem {
  const problem =
    error instanceof Refusal ? refusalProblem(error) : unexpectedProblem(error, request)
  return { ...problem, requestId: request.id }
}

function unexpectedProblem(error: unknown, request: FastifyRequest): Told {
  request.log.error({ err: loggable(error) }, 'unexpected error')
  return {
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'Something went wrong on our side; nothing you sent was half done.',
  }
}

/** The member that is missing or unknown; the fault lies there, not in what should hold it. */
function namedProperty(params: unknown): string | null {
  const named = params as { additionalProperty?: unknown; missingProperty?: unknown }
  const name = named.additionalProperty ?? named.missingProperty
  return typeof name === 'string' ? name : null
}

function answerRefusal(refusal: Refusal, request: FastifyRequest, reply: FastifyReply) {
  if (refusal.retryAfterSeconds !== null) reply.header('retry-after', refusal.retryAfterSeconds)
  return send(request, reply, refusalProblem(refusal))
}

type Told = Omit<Problem, 'requestId'>

function refusalProblem({ code, message, faults }: Refusal): Told {
  const { status, title } = PROBLEMS[code]
  const errors = [...faults]
  const type = `/problems/${code}`
  return { type, title, status, detail: message, ...(errors.length > 0 ? { errors } : {}) }
}

function send(request: FastifyRequest, reply: FastifyReply, problem: Told) {
  // Written by hand: the route's own response schemas know only its successes.
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send({ ...problem, requestId: request.id })
}
