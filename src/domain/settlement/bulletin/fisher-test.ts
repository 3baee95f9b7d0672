/**
 * One-sided exact p that a group has as many or more hits than chance would give it, hits and
 * group sizes fixed (Fisher 1935, The Design of Experiments; the hypergeometric tail).
 */
export function fisherTest(
  own: { readonly hits: number; readonly of: number },
  others: { readonly hits: number; readonly of: number },
): number {
  const hits = own.hits + others.hits
  const least = Math.max(0, hits - others.of)
  const most = Math.min(own.of, hits)
  // Ratios of neighbouring terms, from the smallest count up, scaled by the largest of them.
  let log = 0
  const logs = [0]
  for (let count = least; count < most; count += 1) {
    log += Math.log(((own.of - count) * (hits - count)) / (count + 1))
    log -= Math.log(others.of - hits + count + 1)
    logs.push(log)
  }
  const highest = logs.reduce((best, value) => Math.max(best, value), 0)
  const terms = logs.map((value) => Math.exp(value - highest))
  const total = terms.reduce((sum, term) => sum + term, 0)
  const tail = terms.slice(Math.max(0, own.hits - least)).reduce((sum, term) => sum + term, 0)
  return Math.min(1, tail / total)
}
