/** What may be logged of an error. */
export interface LoggableError {
  readonly type: string
  /** Null where it could quote rows or requests. */
  readonly message: string | null
  readonly code: string | null
  readonly table: string | null
  readonly constraint: string | null
  /** The calls, without the message that stands above them in `stack`. */
  readonly calls: readonly string[]
}

/** SQLSTATE: the drivers' errors carry it, and quote values in message and detail. */
const SQLSTATE = /^[0-9A-Z]{5}$/
const CALLS_KEPT = 12

/**
 * An error without what it quotes: the database's messages hold values of rows (names, answers),
 * a parser's the text it could not read. Where it happened is kept, and which rule it broke.
 */
export function loggable(error: unknown): LoggableError {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: null, ...NOTHING, calls: [] }
  }
  const { code, table, constraint } = error as Error &
    Readonly<Record<'code' | 'table' | 'constraint', unknown>>
  const quotes = error instanceof SyntaxError || (typeof code === 'string' && SQLSTATE.test(code))
  return {
    type: error.constructor.name,
    message: quotes ? null : error.message,
    code: textOrNull(code),
    table: textOrNull(table),
    constraint: textOrNull(constraint),
    calls: (error.stack ?? '').match(/^ {4}at .+$/gm)?.slice(0, CALLS_KEPT) ?? [],
  }
}

const NOTHING = { code: null, table: null, constraint: null } as const

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
