import type { Form } from '../../assembly/form.ts'
import { latestResponses, toBankEntries } from '../../delivery/answers.ts'
import type { KeptEntry } from '../../delivery/journal.ts'
import type { Flag } from '../../forensics/flag.ts'
import { examineAttempt } from '../../forensics/indicators.ts'
import { weightOfEvidence } from '../../forensics/weigh.ts'
import { amendedKeys, type KeyAmendment } from '../../measurement/key-amendment.ts'
import type { Cut } from '../../measurement/performance-level.ts'
import { scoreAttempt } from '../../measurement/score-attempt.ts'
import { seededRandom } from '../../random.ts'
import type { Truth } from '../../review/case-source.ts'
import { countedItems, recordOf, type TimeCalibration } from '../attempt-evidence.ts'
import { SCENARIOS, type Scenario, STATEMENTS, scenarioOf } from './known-scenarios.ts'
import { type KnownStage, playKnownAttempt } from './play-known-attempt.ts'

/** A case whose truth is known, since it was planted; nobody sat it. */
export interface KnownCase {
  readonly scenario: Scenario
  readonly truth: Truth
  /** All that was given. */
  readonly form: Form
  /** As a candidate's page would have sent them. */
  readonly entries: readonly KeptEntry[]
  readonly closedAt: Date
  readonly statements: readonly { readonly at: string; readonly text: string }[]
  readonly flags: readonly Flag[]
  readonly weight: number
}

/** Share of known cases whose made-up candidate has something to say. */
const STATES = 0.4

/**
 * Makes a case with known truth on an exam's own items: a journal by `playKnownAttempt`, looked at
 * by the same indicators as every attempt. Neither flags nor statement tell the truth: some clean
 * ones are flagged, some planted ones are not. Equal seeds give equal cases.
 */
export function makeKnownCase(
  stage: Omit<KnownStage, 'scenario'> & {
    readonly calibration: TimeCalibration | null
    readonly amendments: readonly KeyAmendment[]
    readonly levels: readonly Cut[]
    readonly passingLevel: string
    readonly scenario?: Scenario
    /** When a candidate would be told of the case. */
    readonly toldAt: Date
  },
): KnownCase {
  const { seed, bank, startedAt, calibration, amendments } = stage
  const scenario = stage.scenario ?? scenarioOf(seededRandom(seed, 'scenario')())
  const { entries, closedAt, form } = playKnownAttempt({ ...stage, scenario })
  const bankEntries = toBankEntries(entries, form, bank)
  const scores = scoreAttempt({
    items: countedItems(form, bank),
    responses: latestResponses(bankEntries),
    amended: amendedKeys(bank, amendments),
    levels: stage.levels,
    passingLevel: stage.passingLevel,
  })
  const course = { startedAt, closedAt, pauses: [] }
  const record = recordOf(
    { ...course, bank, form, entries: bankEntries, calibration, amendments },
    { theta: scores.overall.theta, accommodated: false },
  )
  const flags = examineAttempt(record)
  return {
    ...{ scenario, truth: SCENARIOS[scenario], form, entries, closedAt, flags },
    statements: statementsOf(seed, scenario, stage.toldAt),
    weight: weightOfEvidence(flags),
  }
}

function statementsOf(seed: string, scenario: Scenario, toldAt: Date) {
  const random = seededRandom(seed, 'statement')
  const words = STATEMENTS[scenario]
  const text = words[Math.floor(random() * words.length)]
  if (text === undefined || random() > STATES) return []
  const at = new Date(toldAt.getTime() + (1 + 20 * random()) * 3_600_000)
  return [{ at: at.toISOString(), text }]
}
