import { Value } from 'typebox/value'
import { Blueprint } from '../domain/assembly/blueprint.ts'
import { checkBlueprint } from '../domain/assembly/check-blueprint.ts'
import { checkBank } from '../domain/bank/check-bank.ts'
import type { ItemParameters } from '../domain/bank/item.ts'
import type { Audit } from '../domain/measurement/audit/audit.ts'
import { auditResponses } from '../domain/measurement/audit/audit-responses.ts'
import { planExam } from '../workflows/plan-exam.ts'
import { readJson } from './bank-check.ts'
import { alignNumbers } from './files/align-with-responses.ts'
import { InputFault } from './files/input-fault.ts'
import { readItems } from './files/read-items.ts'
import { type Matrix, readMatrix } from './files/read-matrix.ts'
import { readReading } from './files/read-reading.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/**
 * `audit`: whether an exam means something, from its responses or, before anyone sits it, from
 * bank and blueprint. Prints the audit; exit code 1 where the exam is a formality.
 */
export async function audit(values: Values): Promise<void> {
  const cuts = cutsOf(values)
  const responses = textOf(values, 'responses')
  const plan = textOf(values, 'bank')
  if ((responses === undefined) === (plan === undefined)) {
    throw new CommandEnd(EXIT.unusable, 'audit takes either --responses or --bank and --blueprint')
  }
  const found =
    responses === undefined
      ? await auditFiles(values, cuts)
      : await auditSat(values, responses, cuts)
  process.stdout.write(`${JSON.stringify(found)}\n`)
  if (found.verdict === 'formality') throw new CommandEnd(EXIT.negative)
}

async function auditSat(values: Values, file: string, cuts: readonly number[]): Promise<Audit> {
  const matrix = await readMatrix(file, 'category')
  const [items, times] = [textOf(values, 'items'), textOf(values, 'times')]
  const [reading, limit] = [textOf(values, 'reading'), textOf(values, 'time-limit')]
  const found = auditResponses({
    items: matrix.items,
    rows: matrix.cells.map((row) => Array.from(row, (cell) => (Number.isNaN(cell) ? null : cell))),
    cuts,
    ...(items === undefined ? {} : { parameters: await parametersIn(items, matrix) }),
    ...(times === undefined
      ? {}
      : { seconds: alignNumbers(await readMatrix(times, 'seconds'), matrix) }),
    ...(reading === undefined ? {} : { readingSeconds: await readReading(reading) }),
    ...(limit === undefined ? {} : { timeLimitSeconds: secondsOf(limit) }),
  })
  if ('verdict' in found) return found
  throw new InputFault(found.findings.map(({ message }) => message.en).join('; '), { file })
}

async function parametersIn(
  file: string,
  matrix: Matrix,
): Promise<ReadonlyMap<string, ItemParameters>> {
  const items = await readItems(file)
  const parameters = new Map<string, ItemParameters>()
  for (const name of matrix.items) {
    const item = items.get(name)
    if (!item) {
      const place = { file: matrix.file, row: 1, column: name }
      throw new InputFault(`item ${name} has no parameters in ${file}`, place)
    }
    const { model, discrimination, guessing, locations } = item.scoring
    if (model !== 'logistic') {
      throw new InputFault(`${name} has steps; an audit takes items that are right or wrong`, {
        file,
      })
    }
    parameters.set(name, { discrimination, difficulty: locations[0] ?? 0, guessing })
  }
  return parameters
}

async function auditFiles(values: Values, cuts: readonly number[]): Promise<Audit> {
  const [bankFile = '', file] = [textOf(values, 'bank'), textOf(values, 'blueprint')]
  if (file === undefined) throw new CommandEnd(EXIT.unusable, '--blueprint is missing')
  const { bank, findings } = checkBank(await readJson(bankFile), { inUse: () => true })
  if (!bank) {
    const fault = findings.find(({ severity }) => severity === 'error')
    throw new InputFault(fault?.message.en ?? 'is no sound bank', { file: bankFile })
  }
  const blueprint = await readJson(file)
  if (!Value.Check(Blueprint, blueprint)) {
    const [error] = Value.Errors(Blueprint, blueprint)
    const column = error?.instancePath || '/'
    throw new InputFault(error?.message ?? 'is no blueprint', { file, column })
  }
  // A lack of items is what the audit itself tells.
  const fault = checkBlueprint(blueprint, bank).findings.find(
    ({ severity, code }) => severity === 'error' && code !== 'cell-infeasible',
  )
  if (fault) throw new InputFault(fault.message.en, { file, column: fault.pointer })
  return planExam(bank, blueprint, { cuts }).audit
}

function cutsOf(values: Values): number[] {
  const given = textOf(values, 'cuts')
  const cuts = (given ?? '').split(',').map((cut) => (cut.trim() === '' ? Number.NaN : Number(cut)))
  if (cuts.every((cut) => Math.abs(cut) <= 6)) return cuts
  const reason = '--cuts must be abilities from -6 to 6, separated by commas'
  throw new CommandEnd(EXIT.unusable, reason)
}

function secondsOf(given: string): number {
  const seconds = Number(given)
  if (seconds > 0 && Number.isFinite(seconds)) return seconds
  throw new CommandEnd(EXIT.unusable, '--time-limit must be a number of seconds above 0')
}

function textOf(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
