import type { AttemptRecord, ItemRecord } from '../../../../src/domain/forensics/attempt-record.ts'
import { probabilityCorrect } from '../../../../src/domain/measurement/item-response.ts'
import type { Random } from '../../../../src/domain/random.ts'
import { attemptRecord, itemRecord } from '../records.ts'
import { deviate } from '../simulated-attempts.ts'

/** Who leaves the page when. */
export type Leaving =
  /** On any item. */
  | 'random'
  /** The longer an item takes, the likelier. */
  | 'by-time'
  /** On items hard for the person: below an even chance. */
  | 'hard'
  /** On hard items, and what was looked up is right in 95 of 100 cases. */
  | 'looks-up'

export interface AbsencePlan {
  readonly random: Random
  readonly leaving: Leaving
  readonly itemCount: number
  /** Chance of an absence where it may happen. */
  readonly share: number
  /** SD of errors in known difficulty, and of abilities by field around the person's own. */
  readonly error: number
  /** Share of items left out by the form or by the candidate. */
  readonly missing: number
  /** Share of persons who answer the last third without reading. */
  readonly idle: number
}

/** One attempt whose answers and absences have a known cause; ability and items vary widely. */
export function simulateAbsences(plan: AbsencePlan): AttemptRecord {
  const { random, itemCount } = plan
  const theta = deviate(random)
  const fields = [0, 1, 2, 3].map(() => plan.error * deviate(random))
  const idleFrom = random() < plan.idle ? Math.floor((2 * itemCount) / 3) : itemCount
  const items = Array.from({ length: itemCount }, (_, index) => {
    const ability = theta + (fields[Math.floor((index * 4) / itemCount)] ?? 0)
    return simulateItem(index, { ...plan, ability, isIdle: index >= idleFrom })
  })
  return attemptRecord({ items, theta })
}

function simulateItem(
  index: number,
  plan: AbsencePlan & { readonly ability: number; readonly isIdle: boolean },
): ItemRecord {
  const { random, leaving, share, error, ability, isIdle } = plan
  const truth = {
    discrimination: Math.exp(0.2 * deviate(random)),
    difficulty: deviate(random),
    guessing: random() < 0.5 ? 0.2 : 0,
  }
  const known = {
    ...truth,
    discrimination: truth.discrimination * Math.exp(0.3 * error * deviate(random)),
    difficulty: truth.difficulty + error * deviate(random),
  }
  const chance = probabilityCorrect(ability, truth)
  const seconds = isIdle
    ? 1 + random()
    : 40 * Math.exp(0.5 * deviate(random) - 0.3 * (chance - 0.5))
  const left = !isIdle && random() < leavingChance(leaving, { share, chance, seconds })
  const looked = left && leaving === 'looks-up'
  const right = random() < (isIdle ? truth.guessing : looked ? 0.95 : chance)
  const answered = random() >= plan.missing
  return itemRecord(index + 1, {
    correct: answered ? right : null,
    seconds: answered ? seconds : null,
    parameters: known,
    absence: { awayMs: left ? 20_000 : 0, answeredAfterMs: left ? 5000 : null, follows: false },
  })
}

function leavingChance(
  leaving: Leaving,
  { share, chance, seconds }: { share: number; chance: number; seconds: number },
): number {
  if (leaving === 'random') return share
  if (leaving === 'by-time') return Math.min(1, (share * seconds) / 40)
  return chance < 0.6 ? Math.min(1, 2 * share) : share / 4
}
