/** What may be logged of an error. */
export interface LoggableError {
  readonly type: string
  /** Null where it could quote rows or requests. */
  readonly message: string | null
  readonly code: string | null
  readonly table: string | null
  readonly constraint: string | null
  /** Where it happened, without the message that stands above the calls in `stack`. */
  readonly calls: readonly string[]
}

/** SQLSTATE: the errors of both drivers carry it, and quote values in message and detail. */
const SQLSTATE = /^[0-9A-Z]{5}$/
const CALLS_KEPT = 8

/**
 * An error without what it quotes: the database's messages hold values of rows (names, answers),
 * a parser's the text it could not read. Where it happened is kept, and which rule it broke.
 */
export function loggable(error: unknown): LoggableError {
  const told: Readonly<Record<string, unknown>> = error instanceof Error ? { ...error } : {}
  const code = textOf(told['code'])
  const quotes = error instanceof SyntaxError || (code !== null && SQLSTATE.test(code))
  return {
    type: error instanceof Error ? error.constructor.name : typeof error,
    message: error instanceof Error && !quotes ? error.message : null,
    code,
    table: textOf(told['table'] ?? told['table_name']),
    constraint: textOf(told['constraint'] ?? told['constraint_name']),
    calls: error instanceof Error ? callsOf(error) : [],
  }
}

/** Our own calls, where the stack still has any: those of packages say little. */
function callsOf(error: Error): string[] {
  const calls = error.stack?.match(/^ {4}at .+$/gm) ?? []
  const own = calls.filter((call) => !/node_modules|node:/.test(call))
  return (own.length > 0 ? own : calls).slice(0, CALLS_KEPT).map((call) => call.trim())
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
