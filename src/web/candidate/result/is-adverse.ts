import type { MyReview } from '../../../domain/review/my-review.ts'

/** Whether a finding holds awards back or takes them away. */
export function isAdverse(code: NonNullable<MyReview['finding']>['code']): boolean {
  return code === 're-test' || code === 'invalidated'
}
