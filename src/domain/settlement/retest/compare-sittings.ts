import type { Bank } from '../../bank/bank.ts'
import { indexOf } from '../../bank/bank-index.ts'
import {
  type ComparedRetest,
  comparedRetest,
  type JudgedRetest,
  judgeCompared,
} from '../../forensics/score-gain/judge-retests.ts'
import type { Sitting } from '../../forensics/score-gain/verification-retest.ts'
import { type CalibratedItem, scoringItemOf } from '../../measurement/calibration/irt-parameters.ts'
import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { parametersOf } from '../../measurement/item-parameters.ts'
import type { ScoringItem } from '../../measurement/scoring/scoring-item.ts'
import type { RetestGap } from '../../review/retest-views.ts'
import type { ScreenedAttempt } from '../cohort-of-attempts.ts'

type Answers = Pick<ScreenedAttempt, 'items'>

/** An attempt, and the same person's re-test; null where it was not sat. */
export interface SatTwice {
  readonly person: string
  readonly first: Answers
  /** Items of the attempt's form, those too that don't count any more. */
  readonly seen: readonly string[]
  readonly second: Answers | null
}

/** What laying both side by side says of one person. */
export interface ComparedSittings {
  readonly person: string
  /** Why nothing is compared; null where it is. */
  readonly gap: RetestGap | null
  /** Items of the re-test that count: answered, measured, and not seen in the attempt. */
  readonly items: number
  /** Items of the re-test that don't; one that is both counts as seen. */
  readonly leftOut: { readonly seen: number; readonly unmeasured: number }
  /** Null exactly where there is a gap. */
  readonly judged: JudgedRetest | null
}

type Measured = (itemId: string) => ScoringItem | null

/**
 * Attempts beside their re-tests, in the order given: `judgeRetests` with Holm (1979) over all who
 * can be compared. Items of the re-test that stood on the attempt's form are left out of it, as
 * they may be remembered; so are, of both, items whose parameters nobody measured. Those of the
 * verified exam's own calibration count before the bank's; both must be on one scale.
 *
 * Simulated with parameters estimated from 300 attempts (own forms of 40 of 120 items, re-tests of
 * 20 others): 2.6, 0.46 and 0.05 % of 10,200 honest pairs have p < .05, .01 and .001. That holds
 * for who is drawn by lot. Who is called because the attempt was better than expected is chosen
 * for luck, too: of the honest among the best 5 % by that, 17 % have p < .05.
 *
 * A step ends after each person: whoever has others to serve gives way there.
 */
export function* compareSittings(given: {
  readonly bank: Bank
  /** Of the verified exam, on the bank's scale; empty where it was not calibrated. */
  readonly calibration: readonly CalibratedItem[]
  readonly persons: readonly SatTwice[]
}): Generator<void, ComparedSittings[]> {
  const measured = measuredIn(given.bank, given.calibration)
  const laid = given.persons.map((one) => layBeside(one, measured))
  const compared: ComparedRetest[] = []
  for (const { person, sittings } of laid) {
    if (sittings) compared.push(comparedRetest({ person, ...sittings }))
    yield
  }
  const judged = new Map(judgeCompared(compared).map((one) => [one.person, one]))
  return laid.map(({ person, leftOut }) => {
    const found = judged.get(person)
    if (!found) return { person, gap: 'absent', items: 0, leftOut, judged: null }
    const isTold = found.comparison !== null
    const gap = isTold ? null : 'too-few-items'
    return { person, gap, items: found.n, leftOut, judged: isTold ? found : null }
  })
}

/** Ids of the bank's items that can be compared: calibrated with the exam or before. */
export function measuredItems(
  bank: Bank,
  calibration: readonly CalibratedItem[],
): ReadonlySet<string> {
  const measured = measuredIn(bank, calibration)
  return new Set(bank.items.flatMap(({ id }) => (measured(id) ? [id] : [])))
}

/** Scoring parameters by item id; null for priors and judgements, which are no measurement. */
function measuredIn(bank: Bank, calibration: readonly CalibratedItem[]): Measured {
  const calibrated = new Map(calibration.map((item) => [item.item, scoringItemOf(item, '3pl')]))
  const { items } = indexOf(bank)
  return (itemId) => {
    const fresh = calibrated.get(itemId)
    if (fresh) return fresh
    const item = items.get(itemId)
    const known = item && parametersOf(item)
    if (known?.provenance !== 'calibrated') return null
    const { discrimination: a, difficulty: b, guessing: c } = known.values
    return scoringItemOf({ a, b, c, steps: null }, '3pl')
  }
}

function layBeside({ person, first, seen: known, second }: SatTwice, measured: Measured) {
  if (second === null) return { person, sittings: null, leftOut: { seen: 0, unmeasured: 0 } }
  const seen = new Set(known)
  const fresh = second.items.filter(({ itemId }) => !seen.has(itemId))
  return {
    person,
    sittings: {
      first: sittingOf(first.items, measured),
      second: sittingOf(fresh, measured),
    },
    leftOut: {
      seen: second.items.length - fresh.length,
      unmeasured: fresh.filter(({ itemId }) => measured(itemId) === null).length,
    },
  }
}

/** The measured items and what was scored on them; what was not reached is missing. */
function sittingOf(answers: Answers['items'], measured: Measured): Sitting {
  const known = answers.flatMap(({ itemId, score }) => {
    const item = measured(itemId)
    return item ? [{ item, category: score ?? MISSING }] : []
  })
  return {
    items: known.map(({ item }) => item),
    categories: known.map(({ category }) => category),
  }
}
