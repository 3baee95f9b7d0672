import { type Finding, say } from '../../bank/finding.ts'
import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { categoryCountOf, type ScoringItem } from '../../measurement/scoring/scoring-item.ts'
import type { CohortData, ScoredChange } from './cohort-data.ts'

/** By column the categories in use, from the lowest; null where they are numbered without gaps. */
type UsedCategories = readonly (readonly number[] | null)[]

/**
 * Numbers categories as the item parameters do: those that nobody reached are closed up, as
 * `calibrate` does. Without it an item would know less categories than its answers have.
 */
export function closeUpCategories(data: CohortData): CohortData {
  const used = usedCategories(data)
  if (used.every((own) => own === null)) return data
  const width = data.items.length
  return {
    ...data,
    scores: data.scores.map((score, cell) => {
      const own = used[cell % width]
      return own && score !== MISSING ? own.indexOf(score) : score
    }),
    changes: data.changes?.map((change) => closeUpChange(change, used)) ?? null,
  }
}

function usedCategories({ scores, items }: CohortData): UsedCategories {
  const width = items.length
  const found = items.map(() => new Set<number>())
  for (let cell = 0; cell < scores.length; cell += 1) {
    const score = scores[cell] as number
    if (score !== MISSING) found[cell % width]?.add(score)
  }
  return found.map((own) => {
    const ordered = [...own].sort((left, right) => left - right)
    // Items all answered alike have no parameters; what was scored must stay readable.
    const isWhole = ordered.length < 2 || ordered.at(-1) === ordered.length - 1
    return isWhole ? null : ordered
  })
}

/** An answer given up may have had a score that no final answer has: it counts as the one below. */
function closeUpChange(change: ScoredChange, used: UsedCategories): ScoredChange {
  const own = used[change.item]
  if (!own) return change
  const placeOf = (score: number | null) =>
    score === null
      ? null
      : Math.max(
          0,
          own.findLastIndex((category) => category <= score),
        )
  return { ...change, from: placeOf(change.from), to: placeOf(change.to) }
}

/**
 * Takes answers out that are no category of their item, where item parameters were given: nobody
 * can say how likely they were.
 */
export function dropStrayCategories(
  data: CohortData,
  parameters: readonly (ScoringItem | null)[],
): { readonly data: CohortData; readonly findings: readonly Finding[] } {
  const width = data.items.length
  const counts = parameters.map((item) => (item === null ? null : categoryCountOf(item)))
  const stray = new Map<number, number>()
  const scores = data.scores.map((score, cell) => {
    const count = counts[cell % width] ?? null
    if (count === null || score < count) return score
    stray.set(cell % width, (stray.get(cell % width) ?? 0) + 1)
    return MISSING
  })
  if (stray.size === 0) return { data, findings: [] }
  const findings = [...stray].map(([column, count]) =>
    strayFinding(data.items[column] ?? '', count),
  )
  return { data: { ...data, scores }, findings }
}

function strayFinding(item: string, count: number): Finding {
  const message = say(
    `${item} 有 ${count} 份作答的得分不在其题目参数的得分之内，比较时未计入。`,
    `${count} answers to ${item} have a score its parameters know nothing of; they were left out.`,
  )
  return { pointer: '', item, severity: 'warning', code: 'stray-category', message }
}
