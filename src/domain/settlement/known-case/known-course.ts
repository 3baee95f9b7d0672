import type { PreparedAdaptive } from '../../assembly/adaptive/adaptive-run.ts'
import type { Form } from '../../assembly/form.ts'
import type { Bank } from '../../bank/bank.ts'
import type { ExaminedItem } from '../../forensics/record-attempt.ts'
import { examinedItems, type TimeCalibration } from '../attempt-evidence.ts'

/** The items that a made-up candidate meets, one after the other. */
export interface KnownCourse {
  /** More never come. */
  readonly mostItems: number
  /** So many come, unless time runs out. */
  readonly fewestItems: number
  /** Whether the next one is shown by itself as soon as one is put away. */
  readonly oneAtATime: boolean
  /** The item in hand; null after the last one. */
  readonly current: () => ExaminedItem | null
  /** Puts the item in hand away, answered rightly or not. */
  readonly leave: (correct: boolean) => void
  /** What was given so far. */
  readonly form: () => Form
}

interface Content {
  readonly bank: Bank
  readonly calibration: TimeCalibration | null
}

/** A form that is there from the beginning. */
export function fixedCourse(form: Form, content: Content): KnownCourse {
  const items = examinedItems({ ...content, form })
  let left = 0
  return {
    mostItems: items.length,
    fewestItems: items.length,
    oneAtATime: false,
    current: () => items[left] ?? null,
    leave: () => {
      left += 1
    },
    form: () => form,
  }
}

/** An adaptive form, whose items follow from the answers as in every attempt of the exam. */
export function adaptiveCourse(
  { mostItems, begin }: PreparedAdaptive,
  drawing: Content & { readonly seed: string; readonly fewestItems: number },
): KnownCourse {
  const run = begin(drawing.seed)
  return {
    mostItems,
    fewestItems: Math.min(drawing.fewestItems, mostItems),
    oneAtATime: true,
    current: () =>
      run.current() ? (examinedItems({ ...drawing, form: run.form() }).at(-1) ?? null) : null,
    leave: run.leave,
    form: run.form,
  }
}
