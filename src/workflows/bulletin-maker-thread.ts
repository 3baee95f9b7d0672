import { judgeTargets, type TargetInput } from '../domain/settlement/bulletin/judge-targets.ts'
import { type BulletinInput, makeBulletin } from '../domain/settlement/bulletin/make-bulletin.ts'
import type { Bulletin, TargetRow } from '../domain/settlement/bulletin/views.ts'

export type ReportTask =
  | { readonly kind: 'bulletin'; readonly input: BulletinInput }
  | { readonly kind: 'targets'; readonly input: TargetInput }

/** What runs in a thread of the bulletin maker. */
export function reportInThread(task: ReportTask): Bulletin | TargetRow[] {
  return task.kind === 'bulletin' ? makeBulletin(task.input) : judgeTargets(task.input)
}
