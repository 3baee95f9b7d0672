import type { Fault, RefusalCode } from '../../domain/refusal.ts'

export interface ProblemReply {
  readonly status: number
  readonly retryAfterSeconds: number | null
  readonly body: Readonly<Record<string, unknown>>
}

/** The service said no, or broke: RFC 9457 problem details as an error. */
export class ApiProblem extends Error {
  /** The last part of the problem's type, or `http-503` where there was none. */
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: readonly Fault[]
  readonly status: number
  readonly retryAfterSeconds: number | null
  readonly requestId: string | null

  constructor({ status, retryAfterSeconds, body }: ProblemReply) {
    const text = (value: unknown): string => (typeof value === 'string' ? value : '')
    super(text(body.detail) || text(body.title) || `HTTP ${status}`)
    this.name = 'ApiProblem'
    this.code = text(body.type).split('/problems/')[1] ?? `http-${status}`
    this.title = text(body.title) || `HTTP ${status}`
    this.detail = text(body.detail)
    this.errors = Array.isArray(body.errors) ? body.errors : []
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
    this.requestId = text(body.requestId) || null
  }
}

/** A problem told in a reply that had begun well, as a line of it. */
export function problemInLine(body: Readonly<Record<string, unknown>>): ApiProblem {
  return new ApiProblem({ status: Number(body['status'] ?? 500), retryAfterSeconds: null, body })
}

/** The service could not be reached, or did not answer in time. */
export class ApiOffline extends Error {
  constructor(cause: unknown) {
    super('the service could not be reached', { cause })
    this.name = 'ApiOffline'
  }
}

export function isProblem(error: unknown, ...codes: readonly RefusalCode[]): boolean {
  return error instanceof ApiProblem && codes.some((code) => code === error.code)
}
