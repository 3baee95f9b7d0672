import type { Sql as Pool, TransactionSql } from 'postgres'

export type SqlTransaction = TransactionSql
export type Statement = Pool

/** Transactions over a pool of connections; the only way plain SQL is sent. */
export interface Sql {
  readonly begin: <T>(options: string, query: (tx: SqlTransaction) => Promise<T>) => Promise<T>
  /**
   * One statement by the service itself, after the caller's own checks, which is a transaction
   * by itself: a single round trip, over connections that have their scope for good.
   */
  readonly asSystem: <T>(query: (statement: Statement) => Promise<T>) => Promise<T>
  readonly end: () => Promise<void>
}

/** Lost connections: the driver's own words, the system's, and PostgreSQL going down. */
const LOST = new Set([
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'],
  ...['57P01', '57P02', '57P03'],
])
const LEAVE_SECONDS = 2

/**
 * Replaces the whole pool when a connection is lost. postgres.js 3.4.9 writes to a closed socket
 * when it rolls a lost transaction back, which ends the process (its issues 1154 and 1208), and
 * may never send on that connection again: so neither is given the chance.
 */
export function createSqlPool(open: () => Pool, openSystem: () => Pool): Sql {
  let pool = open()
  let system = openSystem()
  return {
    asSystem: async (query) => {
      const mine = system
      try {
        return await query(mine)
      } catch (error) {
        if (isLost(error) && system === mine) {
          system = openSystem()
          mine.end({ timeout: LEAVE_SECONDS }).catch(() => {})
        }
        throw error
      }
    },
    begin: async (options, query) => {
      const mine = pool
      try {
        return await transaction(mine, options, query)
      } catch (error) {
        if (isLost(error) && pool === mine) {
          pool = open()
          mine.end({ timeout: LEAVE_SECONDS }).catch(() => {})
        }
        throw error
      }
    },
    end: async () => {
      await Promise.all([pool.end({ timeout: 5 }), system.end({ timeout: 5 })])
    },
  }
}

async function transaction<T>(
  pool: Pool,
  options: string,
  query: (tx: SqlTransaction) => Promise<T>,
): Promise<T> {
  const lost = Promise.withResolvers<never>()
  const running = pool.begin(options, async (tx) => {
    try {
      return { value: await query(tx) }
    } catch (error) {
      if (!isLost(error)) throw error
      lost.reject(error)
      // Never settled: the driver must not try to roll back on a connection that is gone.
      return new Promise<never>(() => {})
    }
  })
  running.catch(() => {})
  lost.promise.catch(() => {})
  const result = await Promise.race([running, lost.promise])
  return (result as { readonly value: T }).value
}

/** Whether the connection was lost, so that nobody knows what became of a write. */
export function isLost(error: unknown): boolean {
  return error instanceof Error && LOST.has(String((error as NodeJS.ErrnoException).code))
}
