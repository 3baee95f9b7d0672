import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { PreparedCohort } from '../../domain/forensics/cohort/cohort-data.ts'
import {
  type ComparedPairs,
  compareAllPairs,
} from '../../domain/forensics/cohort/compare-all-pairs.ts'
import { screenAllPairs } from '../../domain/forensics/cohort/compare-pairs.ts'
import { prepareCohort } from '../../domain/forensics/cohort/prepare-cohort.ts'
import { screenCohort } from '../../domain/forensics/cohort/screen-cohort.ts'
import type { ScreenStage } from '../../domain/forensics/cohort/screening.ts'
import { judgeRetests } from '../../domain/forensics/score-gain/judge-retests.ts'
import { MISSING } from '../../domain/measurement/calibration/response-matrix.ts'
import type { Language } from '../../domain/text.ts'
import { createPairScreener } from '../../workflows/pair-screener.ts'
import { InputFault } from './input-fault.ts'
import { makeOutFolder } from './make-out-folder.ts'
import { type CohortFiles, readCohort } from './read-cohort.ts'
import { readRetests } from './read-retests.ts'
import { writeScreening } from './write-screening.ts'

export interface ScreenFiles extends CohortFiles {
  /** Share of false ones tolerated among flagged persons; 0.05 by default. */
  readonly fdr?: number | undefined
  readonly language?: Language | undefined
  /** Supervised re-tests of some of the persons; needs `items`. */
  readonly retest?: string | undefined
  /** Directory the results go to; made when absent. */
  readonly out: string
  readonly onStage?: ((stage: ScreenStage, share?: number) => void) | undefined
}

/**
 * Screens a cohort from files: everything that can be said from what is there, what can't is said
 * as findings. Writes `persons.csv`, `pairs.csv`, `clusters.csv`, `items.csv`, `groups.csv`,
 * `summary.json` and `report.html`, with re-tests also `retests.csv`; gives the summary.
 * @throws InputFault
 */
export async function screenFiles(given: ScreenFiles) {
  const { out, fdr = 0.05, language = 'zh-CN', onStage } = given
  const { data, known, findings } = await readCohort(given)
  if (data.scores.every((score) => score === MISSING)) {
    throw new InputFault('holds no response at all', { file: given.responses })
  }
  const retests = await retestsIn(given)
  await makeOutFolder(out)
  onStage?.('prepare')
  const prepared = prepareCohort(data, known)
  onStage?.('pairs')
  const compared = await comparePairs(prepared.cohort, { fdr, onStage })
  const screening = screenCohort({
    cohort: prepared.cohort,
    findings: [
      ...findings,
      ...(retests?.findings ?? []),
      ...prepared.findings,
      ...compared.findings,
    ],
    fdr,
    pairs: compared.pairs,
    ...(onStage ? { onStage } : {}),
  })
  return writeScreening(screening, {
    ...{ out, title: path.basename(given.responses), language },
    retests: retests && judgeRetests(retests.retested),
  })
}

async function retestsIn({ responses, retest, items }: ScreenFiles) {
  if (retest === undefined) return null
  if (items !== undefined) return readRetests({ responses, retest, items })
  const reason = 'needs --items: parameters of the items of both sittings, on one scale'
  throw new InputFault(reason, { file: retest })
}

/** Beyond so many pairs threads are worth their start. */
const PAIRS_FOR_THREADS = 3_000_000

async function comparePairs(
  cohort: PreparedCohort,
  { fdr, onStage }: { readonly fdr: number; readonly onStage: ScreenFiles['onStage'] },
): Promise<ComparedPairs> {
  const tell = (share: number) => onStage?.('pairs', share)
  const count = cohort.persons.length
  if ((count * (count - 1)) / 2 < PAIRS_FOR_THREADS) {
    return compareAllPairs(cohort, { fdr, screen: (plan) => screenAllPairs(plan, tell) })
  }
  const screener = createPairScreener(availableParallelism())
  const onBlock = ({ share }: { readonly share: number }) => tell(share)
  try {
    return await compareAllPairs(cohort, {
      fdr,
      screen: (plan) => screener.screen({ plan, onBlock }),
    })
  } finally {
    await screener.close()
  }
}
