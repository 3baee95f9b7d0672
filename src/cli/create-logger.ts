import { type Logger, pino } from 'pino'

/** Logs to standard error: standard output belongs to what commands print. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  )
}
