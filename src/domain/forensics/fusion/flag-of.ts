import { say } from '../../bank/finding.ts'
import type { CohortTests, PersonIndicator } from '../cohort/person-indicator.ts'
import type { Flag } from '../flag.ts'
import { evidenceBans } from './evidence-bans.ts'

/** What is said of an indicator beside its tests. */
export type IndicatorText = Omit<PersonIndicator, 'test'>

/** An indicator with what it made of the cohort. */
export interface IndicatorRun {
  readonly indicator: IndicatorText
  readonly outcome: CohortTests
}

/** What a flag without any p weighs: half of what opens a case. */
const WEIGHT_WITHOUT_P = 0.5

/** What `weighEvidence` would cap anyway; keeps weights finite. */
const MOST_BANS = 1.5

/** One person's test, as the whole exam sees it. */
export interface JudgedTest {
  readonly statistic: number
  /** As the decision took it: never smaller than what the indicator gave. */
  readonly p: number | null
  readonly q: number | null
  readonly flagged: boolean
}

/** How p is told: three digits, small ones in powers of ten. */
export function probabilityText(p: number): string {
  if (p === 0) return '< 1e-300'
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3)
}

/** Both probabilities where they differ (Efron 2004); a reader must be able to see what was done. */
function ownNullLine(given: number | null | undefined, taken: number | null) {
  if (given === null || given === undefined || taken === null || taken === given) return []
  const [from, to] = [probabilityText(given), probabilityText(taken)]
  const text = say(
    `按理论分布 p = ${from}；在本场考试中该指标普遍偏高，故按本场的经验分布计，p = ${to}。`,
    `p = ${from} in theory; in this exam the statistic runs high among everybody, so the exam's own distribution was taken: p = ${to}.`,
  )
  return [{ itemId: null, text }]
}

/** The flag of one person under one indicator. `threshold` is what the exam came to, see below. */
export function flagOf(
  { indicator, outcome }: IndicatorRun,
  judged: JudgedTest & { readonly person: number; readonly threshold: number },
): Flag {
  const { person, statistic, threshold, p, q } = judged
  const { summary, evidence } = outcome.describe(person)
  return {
    indicator: indicator.id,
    family: indicator.family,
    name: indicator.name,
    summary,
    statistic,
    threshold,
    p,
    q,
    falseFlagRate: indicator.falseFlagRate,
    weight: q === null ? WEIGHT_WITHOUT_P : Math.min(MOST_BANS, evidenceBans(q)),
    evidence: [...ownNullLine(outcome.tests[person]?.p, p), ...evidence],
    innocentExplanations: [...indicator.innocentExplanations],
  }
}
