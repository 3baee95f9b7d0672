import type { Finding } from '../../bank/finding.ts'
import { nominalAbilities } from '../../measurement/calibration/nominal-abilities.ts'
import { fitNominalModel } from '../../measurement/calibration/nominal-model.ts'
import type { FoundPair, PairNull } from '../fusion/judge-pairs.ts'
import type { CohortAnswers } from '../similarity/consensus-wrong.ts'
import { exactPair } from '../similarity/exact-pair.ts'
import {
  type MatchModel,
  matchModelOfOptions,
  matchModelOfScores,
} from '../similarity/match-model.ts'
import { pairPartners } from '../similarity/pair-partners.ts'
import { type PairPlan, preparePairs, splitPairs } from '../similarity/pair-plan.ts'
import { screenPairs } from '../similarity/pair-screen.ts'
import { concludeScreen, mergeScreens, type PairScreening } from '../similarity/pair-screening.ts'
import {
  type Answerer,
  answererOf,
  matchChances,
  shareAnswers,
} from '../similarity/shared-answers.ts'
import { type Direction, tellSourceAndCopier } from '../similarity/source-and-copier.ts'
import type { PreparedCohort } from './cohort-data.ts'

/** The nominal response model needs so many persons; with fewer, scores are compared. */
export const FEWEST_FOR_OPTIONS = 200

/** Blocks a caller without threads works through, so that progress can be told. */
const BLOCKS = 40

/** Persons whose chances are kept; all of a large exam would take as much as its cells times 32. */
const MOST_ANSWERERS = 5000

/** What a comparison of all pairs found. */
export interface FoundPairs {
  /** Pairs that share enough items. */
  readonly tested: number
  /** By row: with how many others a person was compared; see `pairPartners`. */
  readonly partners: ArrayLike<number>
  readonly basis: 'options' | 'scores'
  readonly null: PairNull | null
  /** Those whose p could matter. */
  readonly pairs: readonly FoundPair[]
  readonly answers: CohortAnswers
  /** Who copied of whom; null where nobody can say. */
  readonly tellDirection: (a: number, b: number) => Direction
  /** P(same answer) of every item both answered, by column, had the two worked alone. */
  readonly tellChances: (a: number, b: number) => readonly ItemChance[]
}

/** How likely two persons answer an item alike though they work alone. */
export interface ItemChance {
  /** Column. */
  readonly item: number
  readonly chance: number
}

/** What the comparison of all pairs rests on. */
export interface PairBasis {
  readonly basis: 'options' | 'scores'
  readonly model: MatchModel
  readonly answers: Int8Array
  /** By row; not-a-number for persons without an ability. */
  readonly abilities: Float64Array
  readonly plan: PairPlan
}

function basisOf(
  cohort: PreparedCohort,
  excluded: ReadonlySet<number>,
): Omit<PairBasis, 'plan'> | null {
  const { options, persons, items, abilities, scores } = cohort
  if (options !== null && persons.length >= FEWEST_FOR_OPTIONS) {
    const { chosen, keys, counts } = options
    const fit = fitNominalModel({ chosen, keys, counts, excluded, itemCount: items.length })
    return {
      basis: 'options',
      model: matchModelOfOptions(fit.items, keys),
      answers: chosen,
      abilities: nominalAbilities({ items: fit.items, chosen }),
    }
  }
  if (abilities === null) return null
  const known = abilities.mle.map((theta, person) =>
    (abilities.answered[person] ?? 0) > 0 ? theta : Number.NaN,
  )
  const model = matchModelOfScores(cohort.parameters)
  return { basis: 'scores', model, answers: scores, abilities: known }
}

/**
 * Prepares the comparison of all pairs: on chosen options under the nominal response model where
 * there are options of 200 persons, else on scores. Null where there is no model of the answers.
 * Excluded persons are compared like all others, but don't take part in what answers are usual.
 */
export function planPairs(
  cohort: PreparedCohort,
  excluded: ReadonlySet<number> = new Set(),
): PairBasis | null {
  const basis = basisOf(cohort, excluded)
  return basis && { ...basis, plan: preparePairs(basis) }
}

/** Screens all pairs here and now; for small exams, and where there are no threads. */
export function screenAllPairs(plan: PairPlan, onShare?: (share: number) => void): PairScreening {
  const blocks = splitPairs(plan, BLOCKS)
  const screens = blocks.map((block, at) => {
    const screen = screenPairs(plan, block)
    onShare?.((at + 1) / blocks.length)
    return screen
  })
  return concludeScreen(plan, mergeScreens(screens, plan.mostSurvivors))
}

/** Chances of a person's answers, worked out once for all pairs the person is in, if near enough. */
function answererIn({ model, answers, abilities }: PairBasis): (person: number) => Answerer {
  const known = new Map<number, Answerer>()
  return (person) => {
    const own = known.get(person)
    if (own) return own
    if (known.size >= MOST_ANSWERERS) known.clear()
    const row = answers.subarray(person * model.itemCount, (person + 1) * model.itemCount)
    const made = answererOf(model, row, abilities[person] as number)
    known.set(person, made)
    return made
  }
}

function partnersOf(plan: PairPlan, count: number): Int32Array {
  const partners = new Int32Array(count)
  pairPartners(plan).forEach((found, place) => {
    partners[plan.persons[place] as number] = found
  })
  return partners
}

function chancesOf(model: MatchModel, a: Answerer, b: Answerer): ItemChance[] {
  const shared = shareAnswers(model, a, b)
  const chances = matchChances(shared)
  return Array.from(shared.items, (item, at) => ({ item, chance: chances[at] as number }))
}

/** The exact statistics of what a screen let through. */
export function examinePairs(
  given: PairBasis,
  screening: PairScreening,
): { readonly pairs: FoundPairs; readonly findings: readonly Finding[] } {
  const { basis, model, answers, abilities, plan } = given
  const { survivors, compared, mean, deviation } = screening
  const answerer = answererIn(given)
  const pairs: FoundPair[] = []
  for (let at = 0; at < survivors.p.length; at += 1) {
    const [a, b] = [survivors.first[at] as number, survivors.second[at] as number]
    const statistics = exactPair(model, answerer(a), answerer(b))
    if (statistics !== null) pairs.push({ a, b, ...statistics })
  }
  const isTold = Number.isFinite(mean) && Number.isFinite(deviation)
  return {
    pairs: {
      ...{ tested: compared, basis, pairs },
      partners: partnersOf(plan, abilities.length),
      null: isTold ? { mean, deviation } : null,
      answers: { answers, itemCount: model.itemCount, keys: model.keys },
      tellDirection: (a, b) =>
        tellSourceAndCopier({
          ...{ model, a: answerer(a), b: answerer(b) },
          // Options of changed answers and a common clock are not part of a cohort.
          ...{ changesToward: null, answeredFirst: null },
        }),
      tellChances: (a, b) => chancesOf(model, answerer(a), answerer(b)),
    },
    // What the null says is told with what was done about it.
    findings: screening.findings.filter(({ code }) => code !== 'similarity-null-misfit'),
  }
}
