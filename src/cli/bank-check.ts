import { readFile } from 'node:fs/promises'
import { checkBank } from '../domain/bank/check-bank.ts'
import { coverageOf } from '../domain/bank/coverage.ts'
import { InputFault } from './files/input-fault.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/** Reads a JSON file. @throws InputFault */
export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new InputFault((error as Error).message, { file })
  }
}

/** `bank check`: findings per item, coverage; exit 2 when a bank has errors. */
export async function bankCheck(asked: {
  readonly files: readonly string[]
  readonly json: boolean
}): Promise<void> {
  if (asked.files.length === 0) throw new CommandEnd(EXIT.unusable, 'Name at least one bank file.')
  const results = []
  for (const file of asked.files) {
    const { bank, findings } = checkBank(await readJson(file))
    const items = bank?.items.length ?? 0
    results.push({ file, items, findings, coverage: bank ? coverageOf(bank) : [] })
  }
  if (asked.json) process.stdout.write(`${JSON.stringify(results)}\n`)
  else for (const result of results) process.stdout.write(textOf(result))
  const isBad = results.some(({ findings }) =>
    findings.some(({ severity }) => severity === 'error'),
  )
  if (isBad) throw new CommandEnd(EXIT.unusable)
}

function textOf(result: {
  readonly file: string
  readonly items: number
  readonly findings: ReturnType<typeof checkBank>['findings']
  readonly coverage: ReturnType<typeof coverageOf>
}): string {
  const lines = result.findings.map(
    ({ severity, item, pointer, message }) =>
      `  ${severity.padEnd(7)} ${item ?? '-'} ${pointer}: ${message.en}`,
  )
  const cells = result.coverage.map(
    ({ competency, level, total }) => `  ${competency} / ${level}: ${total}`,
  )
  const head = `${result.file}: ${result.items} items, ${result.findings.length} findings`
  return `${[head, ...lines, ...cells].join('\n')}\n`
}
