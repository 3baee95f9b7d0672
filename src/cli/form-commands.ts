import { randomBytes } from 'node:crypto'
import Value from 'typebox/value'
import { Blueprint } from '../domain/assembly/blueprint.ts'
import { checkBlueprint } from '../domain/assembly/check-blueprint.ts'
import { type PreparedDraw, prepareDraw } from '../domain/assembly/draw-form.ts'
import { summarizeForms } from '../domain/assembly/summarize-forms.ts'
import type { Bank } from '../domain/bank/bank.ts'
import { checkBank } from '../domain/bank/check-bank.ts'
import { seedFor } from '../domain/delivery/attempt.ts'
import { uuidFrom } from '../domain/digest.ts'
import { readJson } from './bank-check.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/**
 * `form draw`: one candidate's form; byte-equal for equal input. `digest` is the SHA-256 of the
 * canonical JSON of the printed `items`.
 */
export async function formDraw(values: Values): Promise<void> {
  const secret = secretOf(values['secret'])
  const attempt = values['attempt']
  if (typeof attempt !== 'string' || !/^[0-9a-f-]{36}$/.test(attempt)) {
    throw new CommandEnd(EXIT.unusable, '--attempt must be a UUID in lower case')
  }
  const { draw } = await prepare(values)
  const { items, certificate, digest } = draw(seedFor(secret, attempt))
  process.stdout.write(`${JSON.stringify({ items, certificate, digest })}\n`)
}

/** `form simulate`: parity, exposure and overlap over many draws, held against the blueprint. */
export async function formSimulate(values: Values): Promise<void> {
  const draws = Number(values['draws'] ?? 1000)
  if (!Number.isInteger(draws) || draws < 2) {
    throw new CommandEnd(EXIT.unusable, '--draws must be a whole number from 2')
  }
  const secret = values['secret'] ? secretOf(values['secret']) : randomBytes(32).toString('hex')
  const { draw, blueprint } = await prepare(values)
  const tell = progressTo(process.stderr, draws)
  const forms = Array.from({ length: draws }, (_, index) => {
    const form = draw(seedFor(secret, uuidFrom(`simulated draw ${index + 1}`)))
    tell(index + 1)
    return form
  })
  process.stdout.write(`${JSON.stringify(summarizeForms(forms, blueprint.constraints))}\n`)
}

/** A line that counts up, on a terminal only: a file or a pipe gets nothing of it. */
function progressTo(stream: NodeJS.WriteStream, total: number): (done: number) => void {
  if (!stream.isTTY) return () => {}
  const step = Math.max(1, Math.floor(total / 100))
  return (done) => {
    if (done % step === 0 || done === total) {
      stream.write(`\r${done} / ${total}${done === total ? '\n' : ''}`)
    }
  }
}

async function prepare(values: Values): Promise<PreparedDraw & { readonly blueprint: Blueprint }> {
  const { bank: bankFile, blueprint: blueprintFile } = values
  if (typeof bankFile !== 'string' || typeof blueprintFile !== 'string') {
    throw new CommandEnd(EXIT.unusable, '--bank and --blueprint name the files to draw from')
  }
  const bank = soundBank(bankFile, await readJson(bankFile))
  const blueprint = soundBlueprint(blueprintFile, await readJson(blueprintFile))
  const conflicts = checkBlueprint(blueprint, bank).findings.filter(
    ({ severity }) => severity === 'error',
  )
  if (conflicts.length > 0) {
    const text = conflicts.map(({ pointer, message }) => `  ${pointer}: ${message.en}`)
    throw new CommandEnd(EXIT.infeasible, ['The bank cannot satisfy it:', ...text].join('\n'))
  }
  return { ...prepareDraw(bank, blueprint), blueprint }
}

function soundBank(file: string, document: unknown): Bank {
  const { bank, findings } = checkBank(document)
  if (bank) return bank
  const errors = findings.filter(({ severity }) => severity === 'error')
  const lines = errors.map(({ pointer, message }) => `  ${pointer}: ${message.en}`)
  throw new CommandEnd(EXIT.unusable, [`${file} is no sound bank:`, ...lines].join('\n'))
}

function soundBlueprint(file: string, document: unknown): Blueprint {
  if (Value.Check(Blueprint, document)) return document
  const lines = [...Value.Errors(Blueprint, document)].map(
    ({ instancePath, message }) => `  ${instancePath || '/'}: ${message}`,
  )
  throw new CommandEnd(EXIT.unusable, [`${file} is no sound blueprint:`, ...lines].join('\n'))
}

function secretOf(value: string | boolean | undefined): string {
  if (typeof value === 'string' && /^([0-9a-f]{2})+$/i.test(value)) return value.toLowerCase()
  throw new CommandEnd(EXIT.unusable, '--secret must be hexadecimal')
}
