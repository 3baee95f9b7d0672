/** How the embedded database tells what it does: an event in kebab-case and its details. */
export type Log = (event: string, details?: Record<string, unknown>) => void
