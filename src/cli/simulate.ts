import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { checkScenario } from '../domain/measurement/simulation/check-scenario.ts'
import type { Cohort } from '../domain/measurement/simulation/cohort.ts'
import {
  type CohortTable,
  cohortTables,
  itemsDocument,
} from '../domain/measurement/simulation/cohort-tables.ts'
import type { Scenario } from '../domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../domain/measurement/simulation/simulate-cohort.ts'
import { readJson } from './bank-check.ts'
import { makeOutFolder } from './files/make-out-folder.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/**
 * `simulate`: a cohort with known truth, as the files that the other commands read, and
 * `truth.csv`. Equal scenarios and seeds give equal files; exit 2 where the scenario is unsound.
 */
export async function simulate(values: Values): Promise<void> {
  const { scenario: file, seed, out } = values
  if (typeof file !== 'string' || typeof out !== 'string' || file === '' || out === '') {
    throw new CommandEnd(EXIT.unusable, '--scenario names the file to read, --out the directory')
  }
  if (typeof seed !== 'string' || seed === '') {
    throw new CommandEnd(EXIT.unusable, '--seed is missing: any word or number')
  }
  const scenario = await soundScenario(file)
  await makeOutFolder(out)
  const cohort = simulateCohort(scenario, seed)
  const tables = cohortTables(cohort)
  for (const table of tables) await writeTable(path.join(out, table.file), table)
  const items = `${JSON.stringify(itemsDocument(cohort), null, 2)}\n`
  await writeFile(path.join(out, 'items.json'), items)
  const files = [...tables.map((table) => table.file), 'items.json']
  process.stdout.write(`${JSON.stringify({ ...summaryOf(cohort), seed, out, files })}\n`)
}

async function soundScenario(file: string): Promise<Scenario> {
  const { scenario, findings } = checkScenario(await readJson(file))
  if (scenario) return scenario
  const lines = findings.map(({ pointer, message }) => `  ${pointer || '/'}: ${message.en}`)
  throw new CommandEnd(EXIT.unusable, [`${file} is no sound scenario:`, ...lines].join('\n'))
}

/** Row by row, since a cohort may be larger than a text can be. Names hold nothing to quote. */
async function writeTable(file: string, { header, rows }: CohortTable): Promise<void> {
  function* lines() {
    yield `${header.join(',')}\r\n`
    for (const row of rows) yield `${row.map((cell) => cell ?? '').join(',')}\r\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
}

/** Sizes, and how many persons and answers each kind of behaviour was planted in. */
function summaryOf({ persons, items, planted }: Cohort) {
  const kinds = [...new Set(planted.map(({ kind }) => kind))]
  return {
    persons: persons.names.length,
    items: items.length,
    planted: kinds.map((kind) => {
      const own = planted.filter((cell) => cell.kind === kind)
      const count = new Set(own.map(({ person }) => person)).size
      return { kind, persons: count, answers: own.length }
    }),
  }
}
