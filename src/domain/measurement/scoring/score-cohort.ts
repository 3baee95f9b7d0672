import type { Latent } from '../calibration/expectation.ts'
import { MISSING, type ResponseMatrix } from '../calibration/response-matrix.ts'
import { estimatePoints } from './estimate-points.ts'
import { addPerson, matrixFor, occurringPatterns, patternTables } from './pattern-tables.ts'
import type { CategoryTerms, ScoringItem } from './scoring-item.ts'

export const SCORING_METHODS = ['eap', 'map', 'mle', 'wle'] as const
export type ScoringMethod = (typeof SCORING_METHODS)[number]

export interface CohortOrder {
  readonly items: readonly ScoringItem[]
  /** Row by row: the category of person i on item j at i * items + j; -1 is missing. */
  readonly values: Int8Array
  readonly method: ScoringMethod
  /** Distribution of ability before any response, for EAP and MAP; N(0, 1) unless told. */
  readonly prior?: Latent
}

/** Estimates of all persons, in their order. */
export interface CohortScores {
  readonly theta: Float64Array
  /** Infinite where a method without a prior knows nothing. */
  readonly standardError: Float64Array
  /** Responses each estimate rests on. */
  readonly answered: Int32Array
}

export const STANDARD_LATENT: Latent = { mean: 0, deviation: 1 }

const LOWEST = -6
const HIGHEST = 6
const NODE_COUNT = 61
const MOST_NODES = 1921
/** Less than exp of it times the highest does not count in double precision. */
const NEGLIGIBLE = -50

/**
 * Abilities of a cohort: EAP (Bock & Mislevy 1982), MAP, maximum likelihood within [-6, 6] or
 * weighted likelihood (Warm 1989), with standard errors. Missing responses are left out of the
 * likelihood. The same numbers as the estimates of single persons; a block of items is looked up
 * by its response pattern, so cost is linear in persons and a few times lower than item by item.
 * Throws where a response is no category of its item.
 */
export function scoreCohort(order: CohortOrder): CohortScores {
  const { items, values, method, prior = STANDARD_LATENT } = order
  const matrix = matrixFor(items, values)
  const answered = countAnswers(matrix)
  const estimates =
    method === 'eap'
      ? estimateExpected(items, matrix, prior)
      : estimatePoints({ items, matrix, method, prior })
  return { ...estimates, answered }
}

function countAnswers({ personCount, itemCount, values }: ResponseMatrix): Int32Array {
  const counts = new Int32Array(personCount)
  for (let person = 0; person < personCount; person += 1) {
    let count = 0
    for (let at = person * itemCount; at < (person + 1) * itemCount; at += 1) {
      if (values[at] !== MISSING) count += 1
    }
    counts[person] = count
  }
  return counts
}

/**
 * 61 nodes over [-6, 6] as in mirt; for persons whose posterior's SD covers less than two nodes,
 * as many more as it takes.
 */
function estimateExpected(
  items: readonly ScoringItem[],
  matrix: ResponseMatrix,
  prior: Latent,
): Omit<CohortScores, 'answered'> {
  const patterns = occurringPatterns(matrix)
  const theta = new Float64Array(matrix.personCount)
  const standardError = new Float64Array(matrix.personCount)
  let open = Int32Array.from({ length: matrix.personCount }, (_, person) => person)
  let count = NODE_COUNT
  while (open.length > 0) {
    const spacing = (HIGHEST - LOWEST) / (count - 1)
    const nodes = Float64Array.from({ length: count }, (_, node) => LOWEST + node * spacing)
    const tables = patternTables(items, patterns, { nodes, termOf: logOf })
    const logPrior = nodes.map((node) => -0.5 * ((node - prior.mean) / prior.deviation) ** 2)
    const posterior = new Float64Array(count)
    for (const person of open) {
      posterior.set(logPrior)
      addPerson(posterior, person, { blocks: patterns.blocks, tables })
      const { mean, deviation } = momentsOf(posterior, nodes)
      theta[person] = mean
      standardError[person] = deviation
    }
    if (count >= MOST_NODES) break
    open = open.filter((person) => (standardError[person] as number) < 2 * spacing)
    count = 2 * count - 1
  }
  return { theta, standardError }
}

const logOf = ({ logs }: CategoryTerms, category: number) => logs[category] as number

/** Mean and SD of a density known by its logs; taken around its mode, so that no digit is lost. */
function momentsOf(logs: Float64Array, nodes: Float64Array): Latent {
  let mode = 0
  for (let node = 1; node < logs.length; node += 1) {
    if ((logs[node] as number) > (logs[mode] as number)) mode = node
  }
  const [highest, center] = [logs[mode] as number, nodes[mode] as number]
  let [total, first, second] = [0, 0, 0]
  for (let node = 0; node < logs.length; node += 1) {
    const log = (logs[node] as number) - highest
    if (log < NEGLIGIBLE) continue
    const weight = Math.exp(log)
    const off = (nodes[node] as number) - center
    total += weight
    first += weight * off
    second += weight * off * off
  }
  const shift = first / total
  return { mean: center + shift, deviation: Math.sqrt(second / total - shift * shift) }
}
