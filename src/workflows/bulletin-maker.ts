import { Refusal } from '../domain/refusal.ts'
import type { TargetInput } from '../domain/settlement/bulletin/judge-targets.ts'
import type { BulletinInput } from '../domain/settlement/bulletin/make-bulletin.ts'
import type { Bulletin, TargetRow } from '../domain/settlement/bulletin/views.ts'
import type { ReportTask } from './bulletin-maker-thread.ts'
import { createThreadPool } from './thread-pool.ts'

const LONGEST_MS = 3 * 60_000

/** Makes reports for tiers beside the service: with 100,000 persons they take many seconds. */
export interface BulletinMaker {
  readonly make: (input: BulletinInput) => Promise<Bulletin>
  readonly judge: (input: TargetInput) => Promise<TargetRow[]>
  readonly close: () => Promise<void>
}

export function createBulletinMaker(): BulletinMaker {
  const pool = createThreadPool<ReportTask, Bulletin | TargetRow[]>({
    file: new URL('./bulletin-maker-thread.ts', import.meta.url),
    name: 'reportInThread',
    longestMs: LONGEST_MS,
    refusal: () => new Refusal('took-too-long', 'the report was not made in time'),
  })
  return {
    make: (input) => pool.run({ kind: 'bulletin', input }) as Promise<Bulletin>,
    judge: (input) => pool.run({ kind: 'targets', input }) as Promise<TargetRow[]>,
    close: pool.close,
  }
}
