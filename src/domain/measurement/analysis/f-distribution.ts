/** Lanczos's approximation of log gamma (g = 7, n = 9; Press et al. 2007, section 6.1). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

function logGamma(x: number): number {
  const shifted = x - 1
  const sum = LANCZOS.reduce((total, term, at) => total + (at === 0 ? term : term / (shifted + at)))
  const base = shifted + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum)
}

const TINY = 1e-300
const MOST_STEPS = 10_000

/** Continued fraction of the incomplete beta function by Lentz's method (Press et al. 2007, 6.4). */
function continuedFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let result = d
  for (let m = 1; m <= MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const change = d * c
    result *= change
    if (Math.abs(change - 1) < 1e-14) break
  }
  return result
}

/** Regularized incomplete beta function I_x(a, b), for a and b above 0. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const log = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  const front = Math.exp(log)
  if (x < (a + 1) / (a + b + 2)) return (front * continuedFraction(x, a, b)) / a
  return 1 - (front * continuedFraction(1 - x, b, a)) / b
}

/** The value below which an F variable with these degrees of freedom lies with probability p. */
export function fQuantile(p: number, [one, other]: readonly [number, number]): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2
    if (incompleteBeta(middle, one / 2, other / 2) < p) low = middle
    else high = middle
  }
  const share = (low + high) / 2
  return (other * share) / (one * (1 - share))
}
