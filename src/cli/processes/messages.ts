import type { Config } from '../../config.ts'
import type { DatabaseAddress } from '../../store/database-address.ts'

/** What a process of a service is there for. */
export type Part = 'api' | 'jobs'

/** What the process in charge tells the others; never in arguments, since it holds a password. */
export type Order =
  | {
      readonly kind: 'begin'
      readonly part: Part
      readonly config: Config & { readonly database: DatabaseAddress }
      /** Whether it makes the link by which the first administrator registers; each makes a new one. */
      readonly invites: boolean
    }
  /** Finish what is under way; wait so long for clients to go to the others. */
  | { readonly kind: 'stop'; readonly patienceMs: number }

/** What they answer. */
export type Told =
  | { readonly kind: 'ready'; readonly readiness: Readiness }
  /** In a sentence that says what to do. */
  | { readonly kind: 'failed'; readonly message: string }

/** What is known once a process answers requests; of the one for jobs, nothing. */
export interface Readiness {
  readonly url: string | null
  /** While nobody is registered: how to become the administrator. */
  readonly invitation: { readonly path: string; readonly expiresAt: string } | null
}
