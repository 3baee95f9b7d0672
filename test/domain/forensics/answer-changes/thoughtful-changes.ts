import type {
  CohortData,
  ScoredChange,
} from '../../../../src/domain/forensics/cohort/cohort-data.ts'
import { drawNormal } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

/**
 * Honest persons who know why they change an answer: a changed answer that would be wrong is right
 * after all with a chance of 1 - exp(-advantage), the advantage differing between persons.
 */
export function withThoughtfulChanges(
  data: CohortData,
  honest: { readonly share: number; readonly advantage: number; readonly spread: number },
): CohortData {
  const random = seededRandom('thoughtful', String(honest.advantage))
  const scores = Int8Array.from(data.scores)
  const changes: ScoredChange[] = []
  for (let person = 0; person < data.persons.length; person += 1) {
    const advantage = honest.advantage + honest.spread * drawNormal(random)
    const share = honest.share * Math.exp(0.5 * drawNormal(random))
    for (let item = 0; item < data.items.length; item += 1) {
      const cell = person * data.items.length + item
      const [isChanged, luck, kind] = [random() < share, random(), random()]
      if (!isChanged || scores[cell] === -1) continue
      const isMended = advantage > 0 && luck < 1 - Math.exp(-advantage)
      const to = isMended ? 1 : (scores[cell] as number)
      scores[cell] = to
      changes.push({ person, item, from: to === 1 || kind < 0.4 ? 0 : 1, to, seconds: null })
    }
  }
  return { ...data, scores, changes }
}
