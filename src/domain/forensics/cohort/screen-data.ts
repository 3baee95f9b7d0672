import type { CohortData } from './cohort-data.ts'
import { compareAllPairs } from './compare-all-pairs.ts'
import { screenAllPairs } from './compare-pairs.ts'
import { prepareCohort } from './prepare-cohort.ts'
import { screenCohort } from './screen-cohort.ts'
import type { CohortScreening, ScreenStage } from './screening.ts'

/** Screens a cohort from its data, here and now: for exams small enough to wait for. */
export async function screenData(
  data: CohortData,
  given: { readonly fdr: number; readonly onStage?: (stage: ScreenStage) => void },
): Promise<CohortScreening> {
  const { cohort, findings } = prepareCohort(data, null)
  const compared = await compareAllPairs(cohort, {
    ...given,
    screen: (plan) => screenAllPairs(plan),
  })
  return screenCohort({
    ...{ ...given, cohort, pairs: compared.pairs },
    findings: [...findings, ...compared.findings],
  })
}
