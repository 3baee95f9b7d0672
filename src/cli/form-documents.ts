import Value from 'typebox/value'
import { Blueprint } from '../domain/assembly/blueprint.ts'
import type { Bank } from '../domain/bank/bank.ts'
import { checkBank } from '../domain/bank/check-bank.ts'
import { readJson } from './bank-check.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/** The documents that forms are made from. */
export interface FormDocuments {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly blueprintFile: string
}

/**
 * Reads the files of `--bank` and `--blueprint`; whether they fit each other is still open.
 * @throws InputFault or CommandEnd, with every fault
 */
export async function readFormDocuments(
  values: Readonly<Record<string, string | boolean | undefined>>,
): Promise<FormDocuments> {
  const { bank: bankFile, blueprint: blueprintFile } = values
  if (!isName(bankFile) || !isName(blueprintFile)) {
    throw new CommandEnd(EXIT.unusable, '--bank and --blueprint name the files forms are made from')
  }
  const bank = soundBank(bankFile, await readJson(bankFile))
  const blueprint = soundBlueprint(blueprintFile, await readJson(blueprintFile))
  return { bank, blueprint, blueprintFile }
}

/** The end of a command whose document has faults. */
export function unsound(
  what: string,
  faults: readonly { readonly pointer: string; readonly message: { readonly en: string } }[],
): CommandEnd {
  const lines = faults.map(({ pointer, message }) => `  ${pointer || '/'}: ${message.en}`)
  return new CommandEnd(EXIT.unusable, [what, ...lines].join('\n'))
}

function isName(value: string | boolean | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

function soundBank(file: string, document: unknown): Bank {
  const { bank, findings } = checkBank(document, { inUse: () => true })
  if (bank) return bank
  const errors = findings.filter(({ severity }) => severity === 'error')
  throw unsound(`${file} is no sound bank:`, errors)
}

function soundBlueprint(file: string, document: unknown): Blueprint {
  if (Value.Check(Blueprint, document)) return document
  const faults = [...Value.Errors(Blueprint, document)].map(({ instancePath, message }) => ({
    pointer: instancePath,
    message: { en: message },
  }))
  throw unsound(`${file} is no sound blueprint:`, faults)
}
