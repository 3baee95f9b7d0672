const MOST_ROUNDS = 5000
/** A loading of 1 would leave no unique variance (Heywood case); the share .005 is always left. */
const HIGHEST_LOADING = Math.sqrt(0.995)

/**
 * Loadings of a one-factor model by least squares on the correlations off the diagonal (minres,
 * Harman & Jones 1966): each loading in turn is set to sum r_ij l_j / sum l_j^2.
 */
export function oneFactorLoadings(correlations: Float64Array, size: number): Float64Array {
  const loadings = new Float64Array(size).fill(0.5)
  for (let item = 0; item < size; item += 1) {
    let sum = 0
    for (let other = 0; other < size; other += 1) {
      if (other !== item) sum += correlations[item * size + other] as number
    }
    loadings[item] = sum < 0 ? -0.5 : 0.5
  }
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let change = 0
    for (let item = 0; item < size; item += 1) {
      const next = bestLoading(correlations, loadings, item)
      change = Math.max(change, Math.abs(next - (loadings[item] as number)))
      loadings[item] = next
    }
    if (change < 1e-9) break
  }
  return loadings
}

function bestLoading(correlations: Float64Array, loadings: Float64Array, item: number): number {
  const size = loadings.length
  let [product, square] = [0, 0]
  for (let other = 0; other < size; other += 1) {
    if (other === item) continue
    const loading = loadings[other] as number
    product += (correlations[item * size + other] as number) * loading
    square += loading * loading
  }
  if (square === 0) return 0
  return Math.max(-HIGHEST_LOADING, Math.min(HIGHEST_LOADING, product / square))
}

/** McDonald's omega (1999) of one factor: (sum l)^2 / ((sum l)^2 + sum (1 - l^2)). */
export function omegaOf(loadings: Float64Array): number {
  const sum = loadings.reduce((total, loading) => total + loading, 0)
  const unique = loadings.reduce((total, loading) => total + 1 - loading * loading, 0)
  return sum ** 2 / (sum ** 2 + unique)
}
