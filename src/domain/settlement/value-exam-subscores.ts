import type { Form } from '../assembly/form.ts'
import type { Bank } from '../bank/bank.ts'
import type { ResponseValue } from '../bank/response-value.ts'
import { parametersOf } from '../measurement/item-parameters.ts'
import { type AmendedKeys, isCorrectNow, isCounted } from '../measurement/key-amendment.ts'
import { empiricalReliability } from '../measurement/reliability.ts'
import type { SubscoreReason } from '../measurement/scores.ts'
import type { CohortScores } from '../measurement/scoring/score-cohort.ts'
import { scoreCompetencies } from '../measurement/scoring/score-competencies.ts'
import { countedItems } from './attempt-evidence.ts'
import { type ExamTraits, keptTraits } from './augment-competencies.ts'

/** What a competency's own result is worth, as shares of its variance among candidates. */
export interface SubscoreVerdict {
  readonly competency: string
  /** Share told by its own items, by the whole result, and by both together (PRMSE). */
  readonly prmseSubscore: number
  readonly prmseTotal: number
  readonly prmseAugmented: number
  /** Empirical reliability of the estimates that candidates are shown; null where nobody has one. */
  readonly reliability: number | null
  /** Whether it is to be reported on its own. */
  readonly adds: boolean
  readonly reason: SubscoreReason
}

const NOT_GIVEN = -1

/**
 * Whether each competency says more than the whole (Haberman 2008), over own forms and with the
 * parameters and the rule of the scores: an item of the form without an answer is wrong; and how
 * competencies go together, so that each can be told with the help of the others. Null with a
 * single competency, or fewer than 100 persons with answers to two of them.
 */
export function valueExamSubscores(
  bank: Bank,
  attempts: readonly {
    readonly form: Form
    readonly responses: ReadonlyMap<string, ResponseValue>
  }[],
  amended: AmendedKeys,
): { readonly verdicts: readonly SubscoreVerdict[]; readonly traits: ExamTraits } | null {
  const seen = new Set(attempts.flatMap(({ form }) => form.items.map(({ item }) => item)))
  const items = bank.items.filter((item) => seen.has(item.id) && isCounted(item, amended))
  const columns = new Map(items.map(({ id }, column) => [id, column]))
  const values = new Int8Array(attempts.length * items.length).fill(NOT_GIVEN)
  attempts.forEach(({ form, responses }, person) => {
    for (const item of countedItems(form, bank)) {
      const column = columns.get(item.id)
      if (column === undefined) continue
      const correct = isCorrectNow(item, responses.get(item.id) ?? null, amended)
      values[person * items.length + column] = correct === true ? 1 : 0
    }
  })
  const parameters = items.map((item) => {
    const { discrimination, difficulty, guessing } = parametersOf(item).values
    return { model: 'logistic', discrimination, locations: [difficulty], guessing } as const
  })
  const { plain, value, traits } = scoreCompetencies(
    { items: parameters, values, method: 'eap' },
    items.map(({ competency }) => competency),
  )
  if (value === null || traits === null) return null
  const verdicts = plain.flatMap(({ competency, scores }, at) => {
    const own = value[at]
    if (!own) return []
    return [
      {
        competency,
        prmseSubscore: own.subscore,
        prmseTotal: own.total,
        prmseAugmented: own.augmented,
        reliability: reliabilityOf(scores),
        adds: own.isWorthReporting,
        reason: own.reason,
      },
    ]
  })
  const names = plain.map(({ competency }) => competency)
  return { verdicts, traits: keptTraits(names, traits) }
}

function reliabilityOf({ theta, standardError, answered }: CohortScores): number | null {
  const estimates = Array.from(theta, (value, person) => ({
    theta: value,
    standardError: standardError[person] ?? 0,
  })).filter((_, person) => (answered[person] ?? 0) > 0)
  return empiricalReliability(estimates, true)
}
