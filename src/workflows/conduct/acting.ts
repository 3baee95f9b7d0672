import type { AttemptTime } from '../../domain/delivery/attempt-time.ts'
import type { ConductOrder } from '../../domain/delivery/conduct.ts'
import type { Principal } from '../../domain/organization/access.ts'
import type { ConductedRow } from './conducted-rows.ts'

/** An order with who gives it, and when. */
export interface Acting {
  readonly examId: string
  readonly order: ConductOrder
  readonly organizer: Principal
  readonly now: Date
}

/** An attempt that an act reached, with its new time. */
export interface Reached {
  readonly attempt: ConductedRow
  readonly time: AttemptTime
}
