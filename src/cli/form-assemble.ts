import { writeFile } from 'node:fs/promises'
import type { Blueprint, Delivery } from '../domain/assembly/blueprint.ts'
import { assemblyFaults } from '../domain/assembly/check-blueprint.ts'
import { toFixedForms } from '../domain/assembly/fixed-forms.ts'
import { type Assembly, assembleForms } from '../domain/assembly/optimize/assemble-forms.ts'
import type { Progress } from '../domain/assembly/optimize/solve-program.ts'
import { loadSolver } from '../workflows/load-solver.ts'
import { readFormDocuments, unsound } from './form-documents.ts'
import { CommandEnd, EXIT } from './run-command.ts'

const MOST_FORMS = 1000
/** As many as a blueprint holds. */
const MOST_FORMS_KEPT = 200

type Values = Readonly<Record<string, string | boolean | undefined>>

/**
 * `form assemble`: parallel forms by optimization, with certificates and how the search ended.
 * `--blueprint-out` writes the blueprint with the forms in it, for an exam that gives these out.
 * Where there are none, exit code 3 with the conflicting demands and repairs on standard output.
 */
export async function formAssemble(values: Values): Promise<void> {
  const out = values['blueprint-out']
  const most = out === undefined ? MOST_FORMS : MOST_FORMS_KEPT
  const order = {
    formCount: numberOf(values, 'forms', { least: 1, most, whole: true }),
    gap: numberOf(values, 'gap', { least: 0, most: 1, otherwise: 0.01 }),
    timeLimitSeconds: numberOf(values, 'time-limit', { least: 0.1, most: 86_400, otherwise: 60 }),
    seed: typeof values['seed'] === 'string' ? values['seed'] : '1',
  }
  const documents = await readFormDocuments(values)
  const { bank, blueprintFile } = documents
  const faults = assemblyFaults(documents.blueprint, bank)
  if (faults.length > 0) throw unsound(`${blueprintFile} is no sound blueprint:`, faults)
  const { delivery, ...blueprint } = documents.blueprint
  const shown = process.stderr.isTTY ? { onProgress: showProgress } : {}
  const assembly = assembleForms(await loadSolver(), { bank, blueprint, ...order, ...shown })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  const { forms, solver } = assembledForms(assembly, order.timeLimitSeconds)
  if (typeof out === 'string') {
    const fixed: Delivery = { mode: 'fixed-forms', forms: toFixedForms(forms, bank, blueprint) }
    await writeBlueprint(out, { ...blueprint, delivery: fixed })
  }
  print({
    forms: forms.map(({ items, digest }) => ({ items, digest })),
    certificates: forms.map(({ certificate }) => certificate),
    solver,
  })
}

function assembledForms(assembly: Assembly, seconds: number) {
  if (assembly.outcome === 'assembled') return assembly
  if (assembly.outcome === 'undecided') {
    throw new CommandEnd(EXIT.negative, `no form was found, nor a proof, within ${seconds} seconds`)
  }
  const { conflict, repairs, solver } = assembly
  const { demands, minimal } = conflict
  print({ conflicts: demands, minimal, repairs, solver })
  const lines = demands.map(({ pointer, message }) => `  ${pointer}: ${message.en}`)
  throw new CommandEnd(EXIT.infeasible, ['These cannot all be met:', ...lines].join('\n'))
}

async function writeBlueprint(file: string, blueprint: Blueprint): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(blueprint, null, 2)}\n`)
  } catch (error) {
    const reason = (error as Error).message
    throw new CommandEnd(EXIT.unusable, `${file} cannot be written: ${reason}`)
  }
}

function print(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document)}\n`)
}

function showProgress({ seconds, nodes, best }: Progress): void {
  const found = best === null ? 'no forms yet' : `forms found, objective ${best.toPrecision(4)}`
  process.stderr.write(`\r\u001b[K${seconds.toFixed(1)} s, ${nodes} nodes, ${found}`)
}

interface Limits {
  readonly least: number
  readonly most: number
  readonly whole?: boolean
  readonly otherwise?: number
}

function numberOf(values: Values, name: string, limits: Limits): number {
  const { least, most, whole, otherwise } = limits
  const given = values[name]
  if (given === undefined && otherwise !== undefined) return otherwise
  const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  const kind = whole ? 'whole number' : 'number'
  throw new CommandEnd(EXIT.unusable, `--${name} must be a ${kind} from ${least} to ${most}`)
}
