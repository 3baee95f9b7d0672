import { type Finding, say } from '../../domain/bank/finding.ts'
import type { CohortData } from '../../domain/forensics/cohort/cohort-data.ts'
import { MISSING } from '../../domain/measurement/calibration/response-matrix.ts'

/** Items named in the sentence. */
const NAMED = 8

/**
 * Where options and key say otherwise than the responses of items scored 0 and 1: a wrong key or
 * files that do not belong together. Items of more categories may give credit for several options.
 */
export function findContradictions(data: CohortData): Finding[] {
  const { options, scores, items } = data
  if (options === null) return []
  const counts = new Int32Array(items.length)
  const isGraded = new Uint8Array(items.length)
  for (const [cell, score] of scores.entries()) {
    const item = cell % items.length
    const chosen = options.chosen[cell] ?? MISSING
    if (score > 1) isGraded[item] = 1
    if (score === MISSING || chosen === MISSING || options.keys[item] === MISSING) continue
    if ((chosen === options.keys[item]) !== score > 0) counts[item] = (counts[item] ?? 0) + 1
  }
  const found = items.flatMap((name, item) => {
    const count = isGraded[item] === 1 ? 0 : (counts[item] ?? 0)
    return count === 0 ? [] : [{ name, count }]
  })
  if (found.length === 0) return []
  const cells = found.reduce((sum, { count }) => sum + count, 0)
  const named = found
    .toSorted((left, right) => right.count - left.count)
    .slice(0, NAMED)
    .map(({ name, count }) => `${name} (${count})`)
    .join(', ')
  const message = say(
    `${found.length} 题共 ${cells} 份作答的选项与得分不符：按答案表应为另一得分。请核对答案表与文件是否对应；在此之前，凡依据所选选项的结果均不可靠：${named}。`,
    `Options and scores of ${cells} answers to ${found.length} items contradict each other by the key. Check the key and whether the files belong together; until then nothing that rests on the options chosen can be relied on: ${named}.`,
  )
  const code = 'options-contradict-responses'
  return [{ pointer: '', item: null, severity: 'warning', code, message }]
}
