import normal from '@stdlib/stats-base-dists-normal'

/** Responses to one item by persons of two groups, with the score they are matched on. */
export interface Matched {
  /** 1 right, 0 wrong. */
  readonly values: Uint8Array
  readonly scores: Float64Array
  /** 1 where the person is in the focal group, 0 in the reference group. */
  readonly focal: Uint8Array
}

export interface MantelHaenszel {
  /** With Yates's correction, as Holland & Thayer (1988); one degree of freedom. */
  readonly chiSquare: number
  readonly p: number
  /** Common odds ratio, above 1 where the reference group has it easier. */
  readonly oddsRatio: number
  /** -2.35 ln of it: below 0 where the item is harder for the focal group (ETS delta). */
  readonly delta: number
  readonly deltaError: number
  /** Difference of shares right, focal less reference, weighted by the focal group. */
  readonly standardizedDifference: number
}

type Class = 'A' | 'B' | 'C'

/** ETS delta units for one unit of the log odds ratio. */
const DELTA = 2.35

interface Sums {
  right: number
  expected: number
  variance: number
  numerator: number
  denominator: number
  /** Of Robins, Breslow & Greenland (1986). */
  both: number
  cross: number
  other: number
  difference: number
  focal: number
}

/**
 * Mantel & Haenszel (1959) over strata of equal score, as Holland & Thayer (1988); the variance of
 * the log odds ratio is that of Robins, Breslow & Greenland (1986), the standardized difference
 * that of Dorans & Kulick (1986). Null where no stratum has both groups and both answers.
 */
export function mantelHaenszel(matched: Matched): MantelHaenszel | null {
  const sums: Sums = {
    right: 0,
    expected: 0,
    variance: 0,
    numerator: 0,
    denominator: 0,
    both: 0,
    cross: 0,
    other: 0,
    difference: 0,
    focal: 0,
  }
  for (const cells of stratify(matched).values()) addStratum(sums, cells)
  const { numerator, denominator, variance, right, expected } = sums
  if (!(numerator > 0) || !(denominator > 0) || !(variance > 0)) return null
  const off = Math.abs(right - expected)
  const chiSquare = (off - Math.min(0.5, off)) ** 2 / variance
  const oddsRatio = numerator / denominator
  const logVariance =
    sums.both / (2 * numerator ** 2) +
    sums.cross / (2 * numerator * denominator) +
    sums.other / (2 * denominator ** 2)
  return {
    chiSquare,
    p: 2 * normal.cdf(-Math.sqrt(chiSquare), 0, 1),
    oddsRatio,
    delta: -DELTA * Math.log(oddsRatio),
    deltaError: DELTA * Math.sqrt(logVariance),
    standardizedDifference: sums.focal > 0 ? sums.difference / sums.focal : 0,
  }
}

/** Per score: reference right, reference wrong, focal right, focal wrong. */
function stratify({ values, scores, focal }: Matched): Map<number, Float64Array> {
  const strata = new Map<number, Float64Array>()
  scores.forEach((score, person) => {
    let cells = strata.get(score)
    if (!cells) {
      cells = new Float64Array(4)
      strata.set(score, cells)
    }
    const at = (focal[person] === 1 ? 2 : 0) + (values[person] === 1 ? 0 : 1)
    cells[at] = (cells[at] ?? 0) + 1
  })
  return strata
}

function addStratum(sums: Sums, cells: Float64Array): void {
  const [a = 0, b = 0, c = 0, d = 0] = cells
  const total = a + b + c + d
  const [reference, focal, right, wrong] = [a + b, c + d, a + c, b + d]
  if (reference === 0 || focal === 0) return
  sums.difference += focal * (c / focal - a / reference)
  sums.focal += focal
  sums.right += a
  sums.expected += (reference * right) / total
  sums.variance += (reference * focal * right * wrong) / (total * total * (total - 1))
  const [concordant, discordant] = [(a * d) / total, (b * c) / total]
  const [same, opposite] = [(a + d) / total, (b + c) / total]
  sums.numerator += concordant
  sums.denominator += discordant
  sums.both += same * concordant
  sums.cross += same * discordant + opposite * concordant
  sums.other += opposite * discordant
}

/**
 * ETS classes (Zieky 1993): A where |delta| is below 1 or not significantly off 0; C where it is
 * at least 1.5 and significantly above 1; else B. Both at the level .05, the second one-sided.
 */
export function etsClass({ p, delta, deltaError }: MantelHaenszel): Class {
  const size = Math.abs(delta)
  if (size < 1 || p >= 0.05) return 'A'
  return size >= 1.5 && size - 1 > 1.645 * deltaError ? 'C' : 'B'
}
