import { estimateAbility, type ScoredResponse } from '../../domain/measurement/estimate-ability.ts'
import { expectedQuality } from '../../domain/measurement/expected-quality.ts'
import { testInformation } from '../../domain/measurement/item-response.ts'
import {
  estimateMap,
  estimateMle,
  estimateWle,
  type PointEstimate,
} from '../../domain/measurement/point-estimates.ts'
import { empiricalReliability } from '../../domain/measurement/reliability.ts'
import { InputFault } from './input-fault.ts'
import { type FileItem, readItems } from './read-items.ts'
import { type Matrix, readMatrix } from './read-matrix.ts'
import { type Cell, writeCsv } from './write-csv.ts'

export const SCORING_METHODS = ['eap', 'map', 'mle', 'wle'] as const
export type ScoringMethod = (typeof SCORING_METHODS)[number]

export interface ScoreFiles {
  readonly responses: string
  /** `items.json`. */
  readonly items: string
  readonly method: ScoringMethod
  /** Where `scores.csv` goes. */
  readonly out: string
}

export interface ScoreSummary {
  /** Persons with at least one response; the others get empty scores. */
  readonly n: number
  readonly persons: number
  readonly items: number
  readonly method: ScoringMethod
  readonly marginalReliability: number
  readonly empiricalReliability: number | null
  readonly information: readonly { readonly theta: number; readonly information: number }[]
  readonly out: string
}

const ESTIMATORS: Readonly<
  Record<ScoringMethod, (responses: readonly ScoredResponse[]) => PointEstimate>
> = { eap: estimateAbility, map: estimateMap, mle: estimateMle, wle: estimateWle }

interface Column extends FileItem {
  readonly index: number
}

function columnsOf(matrix: Matrix, items: ReadonlyMap<string, FileItem>, from: string): Column[] {
  return matrix.items.map((name, index) => {
    const item = items.get(name)
    if (item === undefined) {
      const place = { file: matrix.file, row: 1, column: name }
      throw new InputFault(`item ${name} has no parameters in ${from}`, place)
    }
    return { ...item, index }
  })
}

/** What a person answered in some columns; missing cells are left out of the likelihood. */
function responsesOf(matrix: Matrix, person: number, columns: readonly Column[]): ScoredResponse[] {
  return columns.flatMap(({ index, parameters }) => {
    const cell = matrix.cells[person]?.[index] ?? Number.NaN
    if (Number.isNaN(cell)) return []
    if (cell > 1) {
      const column = matrix.items[index] ?? String(index + 1)
      const place = { file: matrix.file, row: matrix.rows[person] ?? 0, column }
      throw new InputFault(`expects 0 or 1, found ${cell}: the item has no steps`, place)
    }
    return [{ parameters, correct: cell === 1 }]
  })
}

interface PersonScore extends PointEstimate {
  readonly n: number
}

function scoreColumns(
  matrix: Matrix,
  columns: readonly Column[],
  method: ScoringMethod,
): (PersonScore | null)[] {
  return matrix.persons.map((_, person) => {
    const responses = responsesOf(matrix, person, columns)
    if (responses.length === 0) return null
    const { theta, standardError } = ESTIMATORS[method](responses)
    return { theta, standardError, n: responses.length }
  })
}

/**
 * Scores a response matrix: writes `person,theta,se,n` and a `theta_C,se_C` pair for every
 * competency the items name; returns the summary for standard output.
 */
export async function scoreFiles(given: ScoreFiles): Promise<ScoreSummary> {
  const { responses, method, out } = given
  const matrix = await readMatrix(responses, 'category')
  const columns = columnsOf(matrix, await readItems(given.items), given.items)
  const overall = scoreColumns(matrix, columns, method)
  const named = columns.map(({ competency }) => competency).filter((name) => name !== null)
  const competencies = [...new Set(named)].map((competency) => ({
    competency,
    scores: scoreColumns(
      matrix,
      columns.filter((column) => column.competency === competency),
      method,
    ),
  }))
  const header = competencies.flatMap(({ competency }) => [
    `theta_${competency}`,
    `se_${competency}`,
  ])
  const rows = matrix.persons.map((name, person): Cell[] => {
    const score = overall[person]
    return [
      name,
      ...pairOf(score),
      score?.n ?? 0,
      ...competencies.flatMap(({ scores }) => pairOf(scores[person])),
    ]
  })
  await writeCsv(out, ['person', 'theta', 'se', 'n', ...header], rows)
  return summarize(given, columns, overall)
}

function pairOf(score: PersonScore | null | undefined): [number | null, number | null] {
  return [score?.theta ?? null, score?.standardError ?? null]
}

function summarize(
  { method, out }: ScoreFiles,
  columns: readonly Column[],
  overall: readonly (PersonScore | null)[],
): ScoreSummary {
  const parameters = columns.map((column) => column.parameters)
  const scored = overall.filter((score) => score !== null)
  return {
    n: scored.length,
    persons: overall.length,
    items: columns.length,
    method,
    marginalReliability: expectedQuality({ parameters, cuts: [] }).marginalReliability,
    empiricalReliability: empiricalReliability(scored, method === 'eap' || method === 'map'),
    information: Array.from({ length: 17 }, (_, index) => {
      const theta = -4 + index / 2
      return { theta, information: testInformation(theta, parameters) }
    }),
    out,
  }
}
