import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  screenTimes,
  TIME_SCREENS,
  type TimeScreen,
  type TimeScreening,
} from '../../domain/forensics/screen-times.ts'
import { alignNumbers } from './align-with-responses.ts'
import { InputFault } from './input-fault.ts'
import { readMatrix } from './read-matrix.ts'
import { type Cell, writeCsv } from './write-csv.ts'

export interface ScreenFiles {
  readonly responses: string
  readonly times?: string | undefined
  /** Share of false ones tolerated among flagged persons; 0.05 by default. */
  readonly fdr?: number | undefined
  /** Directory the results go to; made when absent. */
  readonly out: string
}

export interface ScreenSummary {
  readonly persons: number
  readonly items: number
  readonly fdr: number
  readonly times: {
    readonly logLikelihood: number
    readonly speedDeviation: number
    readonly iterations: number
    readonly converged: boolean
  }
  /** Persons flagged by each screen. */
  readonly flagged: Readonly<Record<TimeScreen, number>>
  /** Persons whom theory alone would flag at p < .001; a large gap means theory does not hold. */
  readonly theoreticalFlags: TimeScreening['theoreticalFlags']
  readonly files: readonly string[]
  readonly notYet: readonly string[]
  readonly reading: string
}

const NOT_YET = [
  'pairs.csv: answer similarity',
  'clusters.csv: groups of similar attempts',
  'answer changes, preknowledge contrast, person fit',
  'report.html',
]
const READING =
  'A flag is statistically unusual work in this cohort, for a person to look at; it is no finding.'

async function writePersons(file: string, names: readonly string[], screening: TimeScreening) {
  const rows = names.flatMap((name, person) =>
    (screening.persons[person] ?? []).map(({ indicator, statistic, p, q, flagged }): Cell[] => [
      name,
      indicator,
      statistic,
      p,
      q,
      flagged,
    ]),
  )
  await writeCsv(file, ['person', 'indicator', 'statistic', 'p', 'q', 'flagged'], rows)
}

async function writeItems(file: string, names: readonly string[], screening: TimeScreening) {
  const header = [
    'item',
    'n',
    'timeIntensity',
    'timeDiscrimination',
    'meanSeconds',
    'rapidThreshold',
    'rapidShare',
    'rapidAccuracy',
  ]
  const rows = names.map((name, index): Cell[] => {
    const item = screening.items[index]
    const parameters = screening.fit.items[index]
    return [
      name,
      item?.itemCount ?? 0,
      parameters?.timeIntensity ?? null,
      parameters?.timeDiscrimination ?? null,
      item?.meanSeconds ?? null,
      item?.rapidThreshold ?? null,
      item?.rapidShare ?? null,
      item?.rapidAccuracy ?? null,
    ]
  })
  await writeCsv(file, header, rows)
}

function countFlagged(screening: TimeScreening): Record<TimeScreen, number> {
  const count = (screen: TimeScreen) =>
    screening.persons.filter((results) =>
      results.some(({ indicator, flagged }) => indicator === screen && flagged),
    ).length
  return {
    'response-speed': count('response-speed'),
    'response-time-misfit': count('response-time-misfit'),
    'rapid-guessing': count('rapid-guessing'),
  }
}

/**
 * Screens a cohort by response times: writes `persons.csv`, `items.csv` and `summary.json`.
 * Statistics of pairs do not exist yet, so their files are not written and the summary says so.
 */
export async function screenFiles(given: ScreenFiles): Promise<ScreenSummary> {
  const { out, fdr = 0.05 } = given
  const responses = await readMatrix(given.responses, 'category')
  if (given.times === undefined) {
    const reason = `without times there is nothing to screen yet (${TIME_SCREENS.join(', ')})`
    throw new InputFault(reason, { file: given.responses })
  }
  const times = alignNumbers(await readMatrix(given.times, 'seconds'), responses)
  const screening = screenTimes({ times, scores: responses.cells, fdr })
  await mkdir(out, { recursive: true })
  await writePersons(path.join(out, 'persons.csv'), responses.persons, screening)
  await writeItems(path.join(out, 'items.csv'), responses.items, screening)
  const { logLikelihood, speedDeviation, iterations, converged } = screening.fit
  const summary: ScreenSummary = {
    persons: responses.persons.length,
    items: responses.items.length,
    fdr,
    times: { logLikelihood, speedDeviation, iterations, converged },
    flagged: countFlagged(screening),
    theoreticalFlags: screening.theoreticalFlags,
    files: ['persons.csv', 'items.csv', 'summary.json'],
    notYet: NOT_YET,
    reading: READING,
  }
  await writeFile(path.join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
  return summary
}
