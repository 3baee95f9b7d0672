/**
 * P(sum score = s | theta) for s from 0 to the highest possible score, by the recursion of Lord &
 * Wingersky (1984), generalized to items with several categories (Thissen, Pommerich, Billeaud &
 * Williams 1995): category k of an item adds k points. Takes the category probabilities of each
 * item at one theta; without items the score is surely 0.
 */
export function numberCorrectDistribution(
  categoryProbabilities: readonly Readonly<Float64Array>[],
): Float64Array {
  const most = categoryProbabilities.reduce((sum, { length }) => sum + length - 1, 0)
  const distribution = new Float64Array(most + 1)
  distribution[0] = 1
  let highest = 0
  for (const chances of categoryProbabilities) {
    const steps = chances.length - 1
    // From the top down, so that the scores without this item are still there to read.
    for (let score = highest + steps; score >= 0; score -= 1) {
      let sum = 0
      for (let points = Math.max(0, score - highest); points <= steps; points += 1) {
        if (points > score) break
        sum += (distribution[score - points] as number) * (chances[points] as number)
      }
      distribution[score] = sum
    }
    highest += steps
  }
  return distribution
}
