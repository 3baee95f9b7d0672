import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item } from '../bank/item.ts'
import type { ResponseValue } from '../bank/response-value.ts'
import { latestResponses } from '../delivery/answers.ts'
import { canonicalJson } from '../digest.ts'
import { workedMs } from '../forensics/attempt-pauses.ts'
import type {
  ChosenOptions,
  CohortData,
  EarlierScore,
  ScoredChange,
} from '../forensics/cohort/cohort-data.ts'
import { type AnswerChange, timelineOf } from '../forensics/timeline.ts'
import { MISSING } from '../measurement/calibration/response-matrix.ts'
import { amendedKeys, isCorrectNow, isCounted } from '../measurement/key-amendment.ts'
import { compareText } from '../text.ts'
import { type AttemptEvidence, countedItems, recordOf } from './attempt-evidence.ts'

/** What one closed attempt did on one item, as the cohort is compared by. */
interface ScreenedItem {
  readonly itemId: string
  /** Null: not reached. */
  readonly score: 0 | 1 | null
  readonly response: ResponseValue
  /** Seconds in view until the final answer; not-a-number where that can't be told. */
  readonly seconds: number
  /** Out of sight meanwhile, without what has an innocent shape; not-a-number without an answer. */
  readonly awaySeconds: number
  /** Place in the order in which the items were first looked at. */
  readonly place: number
}

/** One closed attempt, as little of it as comparing needs. */
export interface ScreenedAttempt {
  readonly attemptId: string
  readonly items: readonly ScreenedItem[]
  readonly changes: readonly (Omit<ScoredChange, 'person' | 'item'> & { readonly itemId: string })[]
  /** By name of the grouping, as `groupings` of the cohort. */
  readonly groups: Readonly<Record<string, string | null>>
  readonly earlier: EarlierScore | null
}

/** Wrong answers of one item told apart; rarer ones count as not comparable. */
const MOST_WRONG_OPTIONS = 8

/** What a journal tells that the attempts of an exam are compared by. */
export function screenedAttempt(
  evidence: AttemptEvidence,
  about: Pick<ScreenedAttempt, 'attemptId' | 'groups' | 'earlier'>,
): ScreenedAttempt {
  const { bank, form, entries, amendments } = evidence
  const amended = amendedKeys(bank, amendments)
  // Times and right answers do not depend on the ability.
  const record = recordOf(evidence, { theta: 0, accommodated: false })
  const told = new Map(record.items.map((item) => [item.itemId, item]))
  const timeline = timelineOf(entries, evidence)
  const responses = latestResponses(entries)
  const counted = countedItems(form, bank)
  const reached = counted.findLastIndex(({ id }) => responses.has(id))
  const places = placesOf(counted, timeline.bands)
  const items = counted.flatMap((item, at): ScreenedItem[] => {
    if (!isCounted(item, amended)) return []
    const own = told.get(item.id)
    const isRight = own?.correct === true
    return [
      {
        itemId: item.id,
        score: at > reached ? null : isRight ? 1 : 0,
        response: responses.get(item.id) ?? null,
        seconds: own?.seconds ?? Number.NaN,
        awaySeconds: (own?.absence?.awayMs ?? Number.NaN) / 1000,
        place: places.get(item.id) ?? at,
      },
    ]
  })
  const known = indexOf(bank).items
  const scoreOf = (itemId: string, value: ResponseValue) => {
    const item = known.get(itemId)
    const correct = item && value !== null ? isCorrectNow(item, value, amended) : null
    return correct === null ? null : Number(correct)
  }
  const changes = timeline.changes.map(({ itemId, atMs, from, to }: AnswerChange) => ({
    itemId,
    from: scoreOf(itemId, from),
    to: scoreOf(itemId, to),
    seconds: workedMs({ fromMs: 0, toMs: atMs }, timeline.covered) / 1000,
  }))
  return { ...about, items, changes }
}

/** In which order the items came into view; those never seen follow in order of the form. */
function placesOf(
  items: readonly Item[],
  bands: readonly { readonly itemId: string; readonly fromMs: number }[],
): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  for (const { itemId, fromMs } of bands) {
    first.set(itemId, Math.min(fromMs, first.get(itemId) ?? Number.POSITIVE_INFINITY))
  }
  const at = (id: string) => first.get(id) ?? Number.POSITIVE_INFINITY
  const ordered = items
    .map(({ id }, position) => ({ id, position }))
    .sort((one, other) => {
      const [left, right] = [at(one.id), at(other.id)]
      return left === right ? one.position - other.position : left - right
    })
  return new Map(ordered.map(({ id }, place) => [id, place]))
}

/**
 * The attempts of an exam as a cohort, persons by items: everybody may have had other items.
 * Answers are compared by what was given, not by where it stood on a form; all right answers to an
 * item are alike, and so are equal wrong ones.
 */
export function cohortOfAttempts(bank: Bank, attempts: readonly ScreenedAttempt[]): CohortData {
  const seen = new Set(attempts.flatMap(({ items }) => items.map(({ itemId }) => itemId)))
  const items = bank.items.map(({ id }) => id).filter((id) => seen.has(id))
  const columns = new Map(items.map((id, column) => [id, column]))
  const width = items.length
  const scores = new Int8Array(attempts.length * width).fill(MISSING)
  const rowOf = () => new Float64Array(width).fill(Number.NaN)
  const times = attempts.map(rowOf)
  const away = attempts.map(rowOf)
  const places = attempts.map(() => new Int16Array(width).fill(-1))
  for (const [person, attempt] of attempts.entries()) {
    for (const item of attempt.items) {
      const column = columns.get(item.itemId) as number
      scores[person * width + column] = item.score ?? MISSING
      if (item.score === null) continue
      ;(times[person] as Float64Array)[column] = item.seconds
      ;(away[person] as Float64Array)[column] = item.awaySeconds
      ;(places[person] as Int16Array)[column] = item.place
    }
  }
  return {
    persons: attempts.map(({ attemptId }) => attemptId),
    items,
    ...{ scores, times, away, places },
    options: optionsOf(attempts, columns),
    changes: changesOf(attempts, columns),
    groupings: groupingsOf(attempts),
    suspectItems: [],
    earlier: attempts.some(({ earlier }) => earlier !== null)
      ? attempts.map(({ earlier }) => earlier)
      : null,
  }
}

/** Option 0 is every right answer; wrong ones follow, the most frequent first. */
function optionsOf(
  attempts: readonly ScreenedAttempt[],
  columns: ReadonlyMap<string, number>,
): ChosenOptions {
  const width = columns.size
  const wrong = Array.from({ length: width }, () => new Map<string, number>())
  const answers = attempts.map(({ items }) =>
    items.flatMap(({ itemId, score, response }) => {
      if (score === null || response === null) return []
      const column = columns.get(itemId) as number
      const text = score === 1 ? null : canonicalJson(response)
      if (text !== null) {
        const counts = wrong[column] as Map<string, number>
        counts.set(text, (counts.get(text) ?? 0) + 1)
      }
      return [{ column, text }]
    }),
  )
  const ranks = wrong.map((counts) => {
    const ordered = [...counts].sort(
      ([one, times], [other, others]) => others - times || compareText(one, other),
    )
    const kept = ordered.slice(0, MOST_WRONG_OPTIONS)
    return new Map(kept.map(([text], rank) => [text, rank + 1]))
  })
  const chosen = new Int8Array(attempts.length * width).fill(MISSING)
  for (const [person, given] of answers.entries()) {
    for (const { column, text } of given) {
      const option = text === null ? 0 : (ranks[column]?.get(text) ?? MISSING)
      chosen[person * width + column] = option
    }
  }
  return {
    chosen,
    keys: new Int8Array(width),
    counts: Int8Array.from(ranks, (rank) => rank.size + 1),
  }
}

function changesOf(
  attempts: readonly ScreenedAttempt[],
  columns: ReadonlyMap<string, number>,
): ScoredChange[] {
  return attempts.flatMap(({ changes }, person) =>
    changes.flatMap(({ itemId, ...change }) => {
      const item = columns.get(itemId)
      return item === undefined ? [] : [{ person, item, ...change }]
    }),
  )
}

function groupingsOf(attempts: readonly ScreenedAttempt[]): CohortData['groupings'] {
  const names = [...new Set(attempts.flatMap(({ groups }) => Object.keys(groups)))]
  return names.map((name) => ({
    name,
    groups: attempts.map(({ groups }) => groups[name] ?? null),
  }))
}
