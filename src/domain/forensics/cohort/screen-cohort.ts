import type { Finding } from '../../bank/finding.ts'
import { groupChanges } from '../answer-changes/group-changes.ts'
import { flagOf, type IndicatorRun } from '../fusion/flag-of.ts'
import type { FusedPerson } from '../fusion/fuse-tests.ts'
import { judgePairs } from '../fusion/judge-pairs.ts'
import { type JudgedIndicator, judgeTests } from '../fusion/judge-tests.ts'
import { leakList } from '../preknowledge/leak-list.ts'
import { withoutGuesses } from '../times/solution-times.ts'
import { weighEvidence } from '../weigh.ts'
import type { PreparedCohort } from './cohort-data.ts'
import { COHORT_INDICATORS } from './cohort-indicators.ts'
import type { FoundPairs } from './compare-pairs.ts'
import { describeItems } from './describe-items.ts'
import { describePairs } from './describe-pairs.ts'
import { fewItemFindings } from './few-item-findings.ts'
import { type CohortIdentity, linkAccounts } from './link-accounts.ts'
import { nullFindings } from './null-findings.ts'
import type {
  CohortScreening,
  ScreenedIndicator,
  ScreenedPerson,
  ScreenStage,
} from './screening.ts'
import { similarAnswers } from './similar-answers.ts'
import { timeProfiles } from './time-profiles.ts'

/** Chance of even one flag among groups in which nothing happened. */
const GROUP_BELOW = 0.05

/** What is to be screened, and what was worked out before. */
export interface ScreenOrder {
  readonly cohort: PreparedCohort
  /** What reading and preparing had to say. */
  readonly findings: readonly Finding[]
  /** Share of false ones tolerated among flagged persons, and among flagged pairs. */
  readonly fdr: number
  /** Null where pairs were not screened; why is among the findings. */
  readonly pairs: FoundPairs | null
  /** Null or left out where nothing is known of devices, addresses and rhythms. */
  readonly identity?: CohortIdentity | null
  readonly onStage?: (stage: ScreenStage) => void
}

/**
 * Screens one exam: every indicator on every person, all pairs, clusters, items and groups, fused
 * with the false discovery rate held over the exam. The result is plain data; it is evidence for
 * people to weigh, never a verdict.
 */
export function screenCohort(order: ScreenOrder): CohortScreening {
  const { cohort, fdr, onStage } = order
  const persons = cohort.persons.length
  onStage?.('indicators')
  const runs = runIndicators(cohort)
  onStage?.('items')
  const leaks = leakList(withoutGuesses(cohort))
  onStage?.('clusters')
  const judgedPairs = order.pairs && judgePairs(order.pairs.pairs, { ...order.pairs, fdr })
  onStage?.('groups')
  const groups = groupChanges(cohort)
  onStage?.('fusion')
  const similar = judgedPairs
    ? [similarAnswers(judgedPairs.pairs, order.pairs?.partners ?? [])]
    : []
  const linked = order.identity ? linkAccounts(order.identity, judgedPairs?.pairs ?? null) : null
  const all = [...runs, ...similar, ...(linked ? [linked.run] : [])]
  const { indicators, persons: fused } = judgeTests(all, { persons, fdr })
  const attempts = fused.map((one, person) => attemptOf(indicators, one, person))
  const { items, model } = cohort
  const told = [leaks, ...all.map(({ outcome }) => outcome), groups]
  return {
    ...{ persons: cohort.persons, items, fdr, model },
    indicators: indicators.map(screenedIndicator),
    attempts,
    ...describePairs(order.pairs, judgedPairs),
    itemResults: describeItems(cohort, leaks.items),
    identity: linked?.links ?? null,
    groups: groups.groups.map((one) => ({ ...one, flagged: one.pHolm < GROUP_BELOW })),
    speeds: speedsOf(cohort),
    abilities: abilitiesOf(cohort),
    profiles: timeProfiles(cohort, attempts),
    findings: [
      ...fewItemFindings(order.findings),
      ...eachOnce(told.flatMap(({ findings }) => findings)),
      ...nullFindings(indicators, { pairs: order.pairs, judged: judgedPairs }),
    ],
  }
}

function runIndicators(cohort: PreparedCohort): IndicatorRun[] {
  const solving = withoutGuesses(cohort)
  return COHORT_INDICATORS.map((indicator) => {
    const outcome = indicator.test(indicator.family === 'effort' ? cohort : solving)
    return { indicator, outcome }
  })
}

/** What several steps say of the whole exam or of one item, as the first of them said it. */
function eachOnce(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>()
  for (const finding of findings) {
    const name = `${finding.code} ${finding.item ?? ''}`
    if (!first.has(name)) first.set(name, finding)
  }
  return [...first.values()]
}

function attemptOf(
  indicators: readonly JudgedIndicator[],
  { p, q, holm, tier }: FusedPerson,
  person: number,
): ScreenedPerson {
  const flags = indicators.flatMap(({ run, tests, threshold }) => {
    const test = tests[person]
    if (!test?.flagged) return []
    return [flagOf(run, { ...test, person, threshold: threshold ?? test.statistic })]
  })
  return { person, p, q, holm, tier, flags, ...weighEvidence(flags) }
}

function screenedIndicator({
  run,
  nullCheck,
  tests,
  threshold,
}: JudgedIndicator): ScreenedIndicator {
  const { id, family, name, source, falseFlagRate, innocentExplanations } = run.indicator
  return {
    ...{ id, family, name, source, falseFlagRate, innocentExplanations },
    tested: tests.filter((test) => test !== null).length,
    flagged: tests.filter((test) => test?.flagged).length,
    threshold,
    nullCheck,
    tests,
  }
}

function speedsOf({ timeFit, persons }: PreparedCohort): (number | null)[] {
  return persons.map((_, person) => {
    const speed = timeFit?.persons[person]
    return speed && speed.itemCount > 0 ? speed.tauEap : null
  })
}

function abilitiesOf({ abilities, persons }: PreparedCohort): (number | null)[] {
  return persons.map((_, person) =>
    abilities && (abilities.answered[person] ?? 0) > 0 ? (abilities.eap[person] ?? null) : null,
  )
}
