import type { PreparedCohort } from './cohort-data.ts'

/**
 * A function of a cohort that is worked out once and then remembered as long as the cohort is: for
 * what several indicators need and takes long. Its results must not be changed by who gets them.
 */
export function oncePerCohort<Result>(
  find: (cohort: PreparedCohort) => Result,
): (cohort: PreparedCohort) => Result {
  const found = new WeakMap<PreparedCohort, { readonly result: Result }>()
  return (cohort) => {
    const known = found.get(cohort) ?? { result: find(cohort) }
    found.set(cohort, known)
    return known.result
  }
}
