import type { ResponseValue } from '../../bank/response-value.ts'
import { isCorrect } from '../../measurement/score-response.ts'
import type { AdaptiveForm, FormItem } from '../form.ts'
import type { AdaptiveRun, PreparedAdaptive } from './adaptive-run.ts'

/** What an adaptive attempt has given so far, and how it was answered. */
export interface AdaptiveCourse {
  readonly items: readonly FormItem[]
  /** How many of the items the candidate is done with. */
  readonly left: number
  /** The last response to each item, in the bank's terms, by item id. */
  readonly responses: ReadonlyMap<string, ResponseValue>
}

/**
 * The attempt as bank, blueprint and seed give it again, standing where it stands; null when the
 * items are not those that follow. An item left without an answer counts as not right. Keys are
 * those of the bank: amendments come later and change no item that was given.
 */
export function replayCourse(
  prepared: PreparedAdaptive,
  seed: string,
  { items, left, responses }: AdaptiveCourse,
): AdaptiveRun | null {
  const run = prepared.begin(seed)
  for (const placed of items.slice(0, left)) {
    const current = run.current()
    if (current?.placed.item !== placed.item) return null
    run.leave(isCorrect(current.item, responses.get(placed.item) ?? null) === true)
  }
  return run
}

/**
 * The forms that a course can have: the last item put away may have been followed by a further
 * one, or have been the last because the attempt closed. None when the items do not follow.
 */
export function formsOfCourse(
  prepared: PreparedAdaptive,
  seed: string,
  course: AdaptiveCourse,
): AdaptiveForm[] {
  const whole = replayCourse(prepared, seed, course)?.form()
  const last = course.items[course.left - 1]
  const before = last && replayCourse(prepared, seed, { ...course, left: course.left - 1 })
  const current = before?.current()
  if (!before || !last || current?.placed.item !== last.item) return whole ? [whole] : []
  before.finish(isCorrect(current.item, course.responses.get(last.item) ?? null) === true)
  return whole ? [whole, before.form()] : [before.form()]
}

/** The form that these answers lead to, up to the first item without one. */
export function adaptiveFormFor(
  prepared: PreparedAdaptive,
  seed: string,
  responses: ReadonlyMap<string, ResponseValue>,
): AdaptiveForm {
  const run = prepared.begin(seed)
  for (let current = run.current(); current; current = run.current()) {
    const value = responses.get(current.item.id)
    if (value === undefined) break
    run.leave(isCorrect(current.item, value) === true)
  }
  return run.form()
}
