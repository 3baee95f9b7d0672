import type { Blueprint } from '../../assembly/blueprint.ts'
import type { Scores } from '../../measurement/scores.ts'
import type { LocalizedText } from '../../text.ts'
import { saysSomething } from '../group-ability.ts'
import type { AdvisedPerson } from './advised-views.ts'

/** The newest exam that is over for a person, with its result where they sat. */
export interface LatestExam {
  readonly examId: string
  readonly title: LocalizedText
  readonly levels: Blueprint['levels']
  readonly passingLevel: string
  readonly scores: Pick<Scores, 'overall' | 'competencies' | 'passProbability'> | null
  readonly isExempt: boolean
}

/** Below this chance of reaching the level required, somebody needs help. */
const LIKELY = 0.5
const Z = 1.959964

/**
 * What an adviser should know of a person's newest result: whether they need help, and in which
 * competencies they surely lie below what is required (the whole 95 % interval below the cut).
 */
export function advise(
  latest: LatestExam | null,
  competencyNames: ReadonlyMap<string, LocalizedText>,
): Pick<AdvisedPerson, 'latest' | 'need'> {
  if (latest === null) return { latest: null, need: 'unknown' }
  const { examId, title, levels, passingLevel, scores, isExempt } = latest
  if (scores === null) {
    const nothing = { examId, title, passProbability: null, level: null, gaps: [] }
    return { latest: nothing, need: isExempt ? 'unknown' : 'not-sat' }
  }
  const cut = levels.find(({ id }) => id === passingLevel)?.cut ?? null
  const gaps = scores.competencies.flatMap(({ competency, estimate }) => {
    const name = competencyNames.get(competency)
    if (cut === null || !name || !saysSomething(estimate)) return []
    return estimate.theta + Z * estimate.standardError < cut ? [name] : []
  })
  const { passProbability } = scores
  const level = levels.find(({ id }) => id === scores.overall.level)?.name ?? null
  const need = passProbability < LIKELY ? 'help' : 'none'
  return { latest: { examId, title, passProbability, level, gaps }, need }
}
