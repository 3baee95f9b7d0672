import { rapidThreshold } from '../../domain/forensics/rapid-guessing.ts'
import { MISSING } from '../../domain/measurement/calibration/response-matrix.ts'
import { scoreEffort } from '../../domain/measurement/scoring/effort-moderated.ts'
import type { Scale } from '../../domain/measurement/scoring/scale-score.ts'
import { scaleScore } from '../../domain/measurement/scoring/scale-score.ts'
import { type CohortScores, scoreCohort } from '../../domain/measurement/scoring/score-cohort.ts'
import { scoreCompetencies } from '../../domain/measurement/scoring/score-competencies.ts'
import { alignNumbers } from './align-with-responses.ts'
import { InputFault } from './input-fault.ts'
import { writeRawTable } from './raw-score-file.ts'
import { type FileItem, readItemsFile } from './read-items.ts'
import { type Matrix, readMatrix } from './read-matrix.ts'
import type { ScoredFiles, ScoreFiles } from './scored-files.ts'
import { type ScoreSummary, summarizeScores } from './summarize-scores.ts'
import { type Cell, writeCsv } from './write-csv.ts'

/** A column of `scores.csv`: its name and its cell per person. */
type Column = readonly [string, (person: number) => Cell]

/**
 * Scores a response matrix: writes `person,theta,se,n`, a `theta_C,se_C` pair for every
 * competency the items name, and after them what was asked for besides (scale scores, augmented
 * competencies, effort-moderated scores); returns the summary for standard output.
 * @throws InputFault
 */
export async function scoreFiles(given: ScoreFiles): Promise<ScoreSummary> {
  const matrix = await readMatrix(given.responses, 'category')
  const { items, latent } = await readItemsFile(given.items)
  const columns = columnsOf(matrix, items, given.items)
  const values = responseValues(matrix, columns)
  const scoring = columns.map((column) => column.scoring)
  const order = { items: scoring, values, method: given.method, prior: latent }
  const seconds = given.times === undefined ? null : await secondsOf(given.times, matrix)
  const names = columns.map(({ competency }) => competency)
  const scored: ScoredFiles = {
    matrix,
    columns,
    order,
    prior: latent,
    overall: scoreCohort(order),
    competencies: names.some((name) => name !== null) ? scoreCompetencies(order, names) : null,
    effort:
      seconds === null ? null : scoreEffort({ ...order, seconds, thresholdFor: rapidThreshold }),
  }
  if (given.rawTable !== undefined) await writeRawTable(given.rawTable, scored, given.equateTo)
  const table = [
    ...personColumns(scored),
    ...(given.scale ? scaleColumns(scored, given.scale) : []),
    ...augmentedColumns(scored),
    ...effortColumns(scored),
  ]
  await writeCsv(
    given.out,
    table.map(([name]) => name),
    matrix.persons.map((_, person) => table.map(([, cell]) => cell(person))),
  )
  return summarizeScores(scored, given)
}

function columnsOf(matrix: Matrix, items: ReadonlyMap<string, FileItem>, from: string): FileItem[] {
  return matrix.items.map((name) => {
    const item = items.get(name)
    if (item !== undefined) return item
    const place = { file: matrix.file, row: 1, column: name }
    throw new InputFault(`item ${name} has no parameters in ${from}`, place)
  })
}

/** Row by row, missing where a cell is empty; a value that is no category of its item is a fault. */
function responseValues(matrix: Matrix, columns: readonly FileItem[]): Int8Array {
  const values = new Int8Array(matrix.persons.length * columns.length).fill(MISSING)
  const highest = columns.map(({ scoring }) => scoring.locations.length)
  for (const [person, row] of matrix.cells.entries()) {
    for (let index = 0; index < columns.length; index += 1) {
      const cell = row[index] ?? Number.NaN
      if (Number.isNaN(cell)) continue
      const most = highest[index] ?? 1
      if (cell > most) {
        const column = matrix.items[index] ?? String(index + 1)
        const expected = most === 1 ? '0 or 1' : `0 to ${most}`
        const reason = most === 1 ? 'the item has no steps' : `the item has ${most} steps`
        const place = { file: matrix.file, row: matrix.rows[person] ?? 0, column }
        throw new InputFault(`expects ${expected}, found ${cell}: ${reason}`, place)
      }
      values[person * columns.length + index] = cell
    }
  }
  return values
}

async function secondsOf(file: string, responses: Matrix): Promise<Float64Array> {
  const aligned = alignNumbers(await readMatrix(file, 'seconds'), responses)
  const itemCount = responses.items.length
  const seconds = new Float64Array(aligned.length * itemCount)
  for (const [person, row] of aligned.entries()) seconds.set(row, person * itemCount)
  return seconds
}

/** Empty where nothing was answered, or a bound says nothing about the error. */
function pair(name: string, scores: CohortScores): Column[] {
  const cell = (values: Float64Array) => (person: number) =>
    scores.answered[person] === 0 ? null : (values[person] ?? null)
  return [
    [`theta${name}`, cell(scores.theta)],
    [`se${name}`, cell(scores.standardError)],
  ]
}

function personColumns({ matrix, overall, competencies }: ScoredFiles): Column[] {
  return [
    ['person', (person) => matrix.persons[person] ?? ''],
    ...pair('', overall),
    ['n', (person) => overall.answered[person] ?? 0],
    ...(competencies?.plain ?? []).flatMap(({ competency, scores }) =>
      pair(`_${competency}`, scores),
    ),
  ]
}

function scaleColumns({ overall }: ScoredFiles, scale: Scale): Column[] {
  const at = (person: number) => {
    if (overall.answered[person] === 0) return null
    const [theta, standardError] = [overall.theta[person], overall.standardError[person]]
    return scaleScore({ theta: theta ?? 0, standardError: standardError ?? 0 }, scale)
  }
  return [
    ['scale', (person) => at(person)?.score ?? null],
    ['scale_se', (person) => at(person)?.standardError ?? null],
  ]
}

/** Only where the cohort could tell how the competencies go together. */
function augmentedColumns({ overall, competencies }: ScoredFiles): Column[] {
  const augmented = competencies?.augmented
  if (!competencies || !augmented) return []
  const count = competencies.plain.length
  return competencies.plain.flatMap(({ competency }, at): Column[] => {
    const cell = (values: Float64Array) => (person: number) =>
      overall.answered[person] === 0 ? null : (values[person * count + at] ?? null)
    return [
      [`augmented_${competency}`, cell(augmented.theta)],
      [`augmented_se_${competency}`, cell(augmented.standardError)],
    ]
  })
}

/** Beside the plain score; empty where too few responses were given with effort. */
function effortColumns({ effort }: ScoredFiles): Column[] {
  if (!effort) return []
  const { scores, evidence } = effort
  const told = (column: Column): Column => [
    `${column[0]}`,
    (person) => (evidence[person] === 'not-enough' ? null : column[1](person)),
  ]
  return [
    ...pair('_effort', scores).map(told),
    ['n_effort', (person) => scores.answered[person] ?? 0],
    ['effort', (person) => effort.effort[person] ?? null],
    ['effort_evidence', (person) => evidence[person] ?? null],
  ]
}
