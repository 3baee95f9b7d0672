import type { MessagePort } from 'node:worker_threads'
import type { CohortData } from '../domain/forensics/cohort/cohort-data.ts'
import { compareAllPairs } from '../domain/forensics/cohort/compare-all-pairs.ts'
import type { CohortIdentity } from '../domain/forensics/cohort/link-accounts.ts'
import { type KnownParameters, prepareCohort } from '../domain/forensics/cohort/prepare-cohort.ts'
import { screenCohort } from '../domain/forensics/cohort/screen-cohort.ts'
import type { CohortScreening } from '../domain/forensics/cohort/screening.ts'
import type { PairPlan } from '../domain/forensics/similarity/pair-plan.ts'
import type { PairScreen } from '../domain/forensics/similarity/pair-screen.ts'
import { createPairScreener } from './pair-screener.ts'

export interface CohortTask {
  readonly data: CohortData
  readonly known: KnownParameters | null
  readonly identity: CohortIdentity | null
  readonly fdr: number
  /** What was found before a crash, in the same data. */
  readonly done: PairProgress | null
}

/** How far the comparison of all pairs is; enough to go on from there. */
export interface PairProgress {
  /** Null in the first look at all pairs; in the second the rows that the first found together. */
  readonly excluded: readonly number[] | null
  readonly screen: PairScreen
}

/** What a screening tells while it goes on. */
export interface ScreeningProgress {
  /** From 0 to 1; a second look, where one is needed, is its latter half. */
  readonly share: number
  readonly done: PairProgress
}

/** What runs in the thread of the cohort screener; pairs are compared in threads of its own. */
export async function screenInThread(
  task: CohortTask & { readonly port: MessagePort },
): Promise<CohortScreening> {
  const { data, known, identity, fdr, done } = task
  const { cohort, findings } = prepareCohort(data, known)
  const compared = await compareAllPairs(cohort, {
    fdr,
    screen: (plan, excluded) => screenInThreads(plan, excluded, task),
    ...(done?.excluded ? { excluded: done.excluded } : {}),
  })
  return screenCohort({
    ...{ cohort, fdr, identity },
    findings: [...findings, ...compared.findings],
    pairs: compared.pairs,
  })
}

async function screenInThreads(
  plan: PairPlan,
  excluded: readonly number[] | null,
  { done, port }: CohortTask & { readonly port: MessagePort },
) {
  const screener = createPairScreener()
  const isOfThisLook = done !== null && (done.excluded === null) === (excluded === null)
  try {
    return await screener.screen({
      plan,
      ...(isOfThisLook ? { done: done.screen } : {}),
      onBlock: ({ share, done: screen }) => {
        const progress: ScreeningProgress = {
          share: (excluded === null ? 0 : 0.5) + share / 2,
          done: { excluded, screen },
        }
        port.postMessage(progress)
      },
    })
  } finally {
    await screener.close()
  }
}
