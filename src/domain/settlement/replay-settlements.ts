import { toBankEntries } from '../delivery/answers.ts'
import { REOPENED } from '../delivery/conduct-log.ts'
import { canonicalJson, digestOf } from '../digest.ts'
import type { Flag } from '../forensics/flag.ts'
import type { CohortTest } from '../forensics/supersede-flags.ts'
import type { LogEntry } from '../log-chain.ts'
import { awardsFrom, type StatedAward } from '../policy/awards.ts'
import type { PolicyDocument } from '../policy/policy.ts'
import type { TimeCalibration } from './attempt-evidence.ts'
import type { BundledAttempt, BundledRecord, ExamBundle } from './exam-bundle.ts'
import { type Settled, type SettlementInput, settleAttempt } from './settle-attempt.ts'
import { comparedDigest, digestedInput, type SettlementGiven } from './settlement-given.ts'

/** What a settlement found, as it is kept. */
const FOUND = ['scores', 'flags', 'facts', 'outcome'] as const

/** A settlement as it stands in the bundle. */
interface KeptSettlement extends Pick<Settled, (typeof FOUND)[number]> {
  readonly attempt_id: string
  readonly number: number
  readonly cause: string
  readonly input_digest: string
  readonly given: SettlementGiven | null
}

interface KeptAward extends StatedAward {
  readonly attempt_id: string
  readonly settlement_number: number
  readonly position: number
}

/** How many settlements were made again, and what is wrong with any. */
export interface Replays {
  readonly replayed: number
  readonly faults: readonly string[]
}

/**
 * Makes every settlement again from the bundle alone, and compares scores, flags, facts, outcome
 * and awards with those that were kept, and both with the log. Of an attempt that was reopened
 * those from before are compared with the log only: its journal has grown since.
 */
export function replaySettlements(bundle: ExamBundle): Replays {
  const settlements = rowsOf<KeptSettlement>(bundle, 'settlement')
  const byAttempt = Map.groupBy(settlements, ({ attempt_id }) => attempt_id)
  const chains = Map.groupBy(bundle.log, ({ chain }) => chain)
  const awards = Map.groupBy(rowsOf<KeptAward>(bundle, 'award'), ({ attempt_id }) => attempt_id)
  const material = materialOf(bundle)
  let replayed = 0
  const faults: string[] = []
  for (const attempt of bundle.attempts) {
    const { attemptId } = attempt
    const own = byAttempt.get(attemptId) ?? []
    byAttempt.delete(attemptId)
    const log = chains.get(`attempt:${attemptId}`) ?? []
    const found = [...logFaults(own, log), ...awardFaults(bundle, own, awards.get(attemptId) ?? [])]
    for (const settlement of own.slice(settledBefore(log))) {
      if (settlement.given === null) continue
      replayed += 1
      found.push(...replayFaults(material, attempt, settlement))
    }
    faults.push(...found.map((fault) => `attempt ${attemptId}: ${fault}`))
  }
  for (const id of byAttempt.keys()) faults.push(`attempt ${id}: settled, but not in the bundle`)
  return { replayed, faults }
}

/** Rows of a table; none where the bundle has no such table. */
function rowsOf<Row>({ records }: ExamBundle, kind: string): Row[] {
  const rows: readonly BundledRecord[] = records[kind] ?? []
  return rows as unknown as Row[]
}

/** How many settlements came before the attempt was last reopened. */
function settledBefore(log: readonly LogEntry[]): number {
  const reopened = log.findLastIndex(({ act }) => act === REOPENED)
  return log.slice(0, reopened + 1).filter(({ act }) => act === 'attempt-settled').length
}

/** Settlements and what the log says of them, one by one. */
function logFaults(own: readonly KeptSettlement[], log: readonly LogEntry[]): string[] {
  const told = log.filter(({ act }) => act === 'attempt-settled')
  const faults: string[] = []
  if (told.length !== own.length) {
    faults.push(`the log tells of ${told.length} settlements, ${own.length} are here`)
  }
  for (const [index, settlement] of own.entries()) {
    const { number, cause, input_digest, outcome } = settlement
    const detail = told[index]?.detail ?? {}
    const isTold =
      detail['number'] === number &&
      detail['cause'] === cause &&
      detail['inputDigest'] === input_digest &&
      detail['effect'] === outcome.effect
    // Before it was kept in the log what a settlement found is vouched for by making it again.
    const digest = detail['foundDigest']
    const isFound = digest === undefined || digest === digestOf(foundBy(settlement))
    if (!isTold || !isFound) faults.push(`settlement ${number} is not the one that was logged`)
  }
  return faults
}

const foundBy = (settled: Pick<Settled, (typeof FOUND)[number]>) =>
  Object.fromEntries(FOUND.map((name) => [name, settled[name]]))

/** What all settlements of an exam were made from. */
interface Material {
  readonly bundle: ExamBundle
  readonly policy: PolicyDocument | null
  readonly calibration: TimeCalibration | null
  readonly compared: ReadonlyMap<string, { readonly flags: Flag[]; readonly tests: CohortTest[] }>
}

function materialOf(bundle: ExamBundle): Material {
  const [version] = rowsOf<{ readonly document: PolicyDocument }>(bundle, 'policy_version')
  const [times] = rowsOf<{
    readonly speed_deviation: number
    readonly items: TimeCalibration['items']
  }>(bundle, 'time_calibration')
  const evidence = rowsOf<{ readonly flags: Flag[]; readonly tests: CohortTest[] }>(
    bundle,
    'cohort_evidence',
  )
  return {
    bundle,
    policy: version?.document ?? null,
    calibration: times ? { speedDeviation: times.speed_deviation, items: times.items } : null,
    compared: new Map(evidence.map((one) => [comparedDigest(one.flags, one.tests), one])),
  }
}

function replayFaults(
  material: Material,
  attempt: BundledAttempt,
  settlement: KeptSettlement,
): string[] {
  const { number } = settlement
  try {
    const input = inputOf(material, attempt, settlement.given as SettlementGiven)
    if (typeof input === 'string') return [`settlement ${number}: ${input}`]
    const digested = digestedInput(input, material.bundle.bankVersionId)
    if (digestOf(digested) !== settlement.input_digest) {
      return [`settlement ${number}: it was made from something else than what is here`]
    }
    const settled = settleAttempt(input)
    return FOUND.filter(
      (name) => canonicalJson(settled[name]) !== canonicalJson(settlement[name]),
    ).map((name) => `settlement ${number}: its ${name} do not follow from what it was made from`)
  } catch (error) {
    return [`settlement ${number}: it can't be made again: ${(error as Error).message}`]
  }
}

function inputOf(
  { bundle, policy, calibration, compared }: Material,
  { form, entries }: BundledAttempt,
  { calibrated, compared: comparedBy, ...given }: SettlementGiven,
): SettlementInput | string {
  if (policy === null) return 'the policy is missing'
  if (calibrated && calibration === null) return 'the item times it used are missing'
  const evidence = comparedBy === null ? { flags: [], tests: [] } : compared.get(comparedBy)
  if (!evidence) return 'what comparing the attempts had found is missing'
  return {
    ...given,
    startedAt: new Date(given.startedAt),
    closedAt: new Date(given.closedAt),
    bank: bundle.bank,
    blueprint: bundle.blueprint,
    form,
    entries: toBankEntries(entries, form, bundle.bank),
    policy,
    calibration: calibrated ? calibration : null,
    cohortFlags: evidence.flags,
    cohortTests: evidence.tests,
  }
}

/**
 * Awards follow from outcomes, and from the awards before: from the first outcome on that was
 * given out, which is the first of all or, where results wait, that of the screening.
 */
function awardFaults(
  { releaseResults }: ExamBundle,
  own: readonly KeptSettlement[],
  kept: readonly KeptAward[],
): string[] {
  const byNumber = Map.groupBy(kept, ({ settlement_number }) => settlement_number)
  const faults: string[] = []
  let before: readonly StatedAward[] = []
  let isReleased = releaseResults === 'at-submission'
  for (const { number, cause, outcome } of own) {
    isReleased ||= cause === 'screening'
    const stated = (byNumber.get(number) ?? []).map(({ award, state }) => ({ award, state }))
    byNumber.delete(number)
    const due = isReleased ? awardsFrom(outcome, before) : []
    if (canonicalJson(stated) !== canonicalJson(due)) {
      faults.push(`settlement ${number}: the awards do not follow from its outcome`)
    }
    before = due
  }
  for (const number of byNumber.keys()) faults.push(`awards of a settlement ${number} that is none`)
  return faults
}
