import type { Finding } from '../../bank/finding.ts'
import type { GroupChanges } from '../answer-changes/group-changes.ts'
import type { Flag } from '../flag.ts'
import type { NullCheck } from '../fusion/check-null.ts'
import type { IndicatorText, JudgedTest } from '../fusion/flag-of.ts'
import type { Tier } from '../fusion/fuse-tests.ts'
import type { JudgedPair, PairNull } from '../fusion/judge-pairs.ts'
import type { IdentityLinks } from '../identity/linked-accounts.ts'
import type { LeakedItem } from '../preknowledge/leak-list.ts'
import type { SimilarityCluster } from '../similarity/similarity-clusters.ts'
import type { RapidThreshold } from '../times/rapid-thresholds.ts'
import type { ItemChance } from './compare-pairs.ts'

/** Steps of a screening, in their order. */
export const SCREEN_STAGES = [
  'prepare',
  'indicators',
  'pairs',
  'clusters',
  'items',
  'groups',
  'fusion',
] as const
export type ScreenStage = (typeof SCREEN_STAGES)[number]

/** One indicator over the whole exam. */
export interface ScreenedIndicator extends IndicatorText {
  readonly tested: number
  readonly flagged: number
  /** Statistic from which persons were flagged; null where nobody was. */
  readonly threshold: number | null
  readonly nullCheck: NullCheck
  /** By row. */
  readonly tests: readonly (JudgedTest | null)[]
}

/** One person over all indicators. */
export interface ScreenedPerson {
  /** Row. */
  readonly person: number
  readonly p: number | null
  readonly holm: number | null
  readonly q: number | null
  readonly tier: Tier | null
  readonly flags: readonly Flag[]
  /** Bans; see `weighEvidence`. */
  readonly weight: number
  /** By flag: what it adds to the weight. */
  readonly shares: readonly number[]
}

/** Persons whose answers go together beyond chance. */
export interface ScreenedCluster extends SimilarityCluster {
  /** Over its flagged pairs; null where there are none. */
  readonly meanOmega: number | null
}

/** A pair with who copied of whom, where that can be told. */
export interface ScreenedPair extends JudgedPair {
  /** Row of who took over answers of the other; null where it can't be told. */
  readonly copier: number | null
  /** Probability of that direction, given that one copied of the other. */
  readonly copierChance: number | null
  /** Of every item both answered; null but for the most telling pairs. */
  readonly chances: readonly ItemChance[] | null
}

/** One item: its times and whether it may be known outside. */
export interface ScreenedItem {
  readonly item: string
  readonly n: number
  readonly share: number | null
  readonly timeIntensity: number | null
  readonly timeDiscrimination: number | null
  readonly meanSeconds: number | null
  /** Null without times. */
  readonly rapid: RapidThreshold | null
  /** Null where no leak could be tested. */
  readonly leak: LeakedItem | null
}

/** Answer changes of a room, center or unit: about an event there, never about a person in it. */
export interface ScreenedGroup extends GroupChanges {
  readonly flagged: boolean
}

/** Times of one person against the model, item by item. */
export interface TimeProfile {
  readonly person: number
  /** Standardized residuals by column, below 0 faster than expected; null without a time. */
  readonly residuals: readonly (number | null)[]
  /** By column; null where not answered or the item has steps. */
  readonly right: readonly (boolean | null)[]
}

/** All that is said of pairs. */
export interface ScreenedPairs {
  readonly tested: number
  /** Answers compared: chosen options, or only scores. */
  readonly basis: 'options' | 'scores'
  readonly null: PairNull | null
  readonly corrected: boolean
  /** Those that were not screened out, smallest p first. */
  readonly pairs: readonly ScreenedPair[]
}

/** A screening of one exam: plain data, ready for JSON. */
export interface CohortScreening {
  readonly persons: readonly string[]
  readonly items: readonly string[]
  readonly fdr: number
  readonly model: string | null
  readonly indicators: readonly ScreenedIndicator[]
  readonly attempts: readonly ScreenedPerson[]
  /** Null where no pair could be tested. */
  readonly pairs: ScreenedPairs | null
  readonly clusters: readonly ScreenedCluster[]
  readonly itemResults: readonly ScreenedItem[]
  /** Null where nothing is known of devices, addresses and rhythms. */
  readonly identity: IdentityLinks | null
  readonly groups: readonly ScreenedGroup[]
  /** Speed and ability of every person, as far as known. */
  readonly speeds: readonly (number | null)[]
  readonly abilities: readonly (number | null)[]
  /** Of the persons with the heaviest evidence. */
  readonly profiles: readonly TimeProfile[]
  readonly findings: readonly Finding[]
}
