import type { TaskView } from '../../../domain/policy/award-views.ts'
import { useText } from '../text.ts'

/** With whom a task is done: a person, or the unit as a whole. */
export function useWhom(): (task: TaskView) => string {
  const t = useText()
  return ({ person }) => person?.name ?? t('tasks.unit-whole')
}
