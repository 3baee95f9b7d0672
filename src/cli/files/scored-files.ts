import type { Latent } from '../../domain/measurement/calibration/expectation.ts'
import type { EffortScores } from '../../domain/measurement/scoring/effort-moderated.ts'
import type { Scale } from '../../domain/measurement/scoring/scale-score.ts'
import type {
  CohortOrder,
  CohortScores,
  ScoringMethod,
} from '../../domain/measurement/scoring/score-cohort.ts'
import type { CompetencyScores } from '../../domain/measurement/scoring/score-competencies.ts'
import type { FileItem } from './read-items.ts'
import type { Matrix } from './read-matrix.ts'

/** What is to be scored, how, and where results go. */
export interface ScoreFiles {
  readonly responses: string
  /** `items.json`. */
  readonly items: string
  readonly method: ScoringMethod
  /** Where `scores.csv` goes. */
  readonly out: string
  /** Seconds; adds the effort-moderated scores beside the plain ones. */
  readonly times?: string | undefined
  readonly scale?: Scale | undefined
  /** Cuts on the ability scale, to say how well they divide the candidates. */
  readonly cuts?: readonly number[] | undefined
  /** Where a table of the form's raw scores goes, and the items of a form to equate them to. */
  readonly rawTable?: string | undefined
  readonly equateTo?: string | undefined
}

/** All that was scored, in columns. */
export interface ScoredFiles {
  readonly matrix: Matrix
  readonly columns: readonly FileItem[]
  readonly order: CohortOrder
  readonly prior: Latent
  readonly overall: CohortScores
  readonly competencies: CompetencyScores | null
  readonly effort: EffortScores | null
}
