import { randomBytes } from 'node:crypto'
import Value from 'typebox/value'
import { Blueprint } from '../domain/assembly/blueprint.ts'
import { checkBlueprint } from '../domain/assembly/check-blueprint.ts'
import { type PreparedDraw, prepareDraw } from '../domain/assembly/draw-form.ts'
import type { Form } from '../domain/assembly/form.ts'
import type { Bank } from '../domain/bank/bank.ts'
import { checkBank } from '../domain/bank/check-bank.ts'
import { seedFor } from '../domain/delivery/attempt.ts'
import { uuidFrom } from '../domain/digest.ts'
import { readJson } from './bank-check.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/** `form draw`: one candidate's form; byte-equal for equal input. */
export async function formDraw(values: Values): Promise<void> {
  const secret = secretOf(values['secret'])
  const attempt = values['attempt']
  if (typeof attempt !== 'string' || !/^[0-9a-f-]{36}$/.test(attempt)) {
    throw new CommandEnd(EXIT.unusable, '--attempt must be a UUID in lower case')
  }
  const { draw } = await prepare(values)
  const { items, certificate, digest } = draw(seedFor(secret, attempt))
  const form = { items: items.map(({ item, options }) => ({ item, options })), certificate, digest }
  process.stdout.write(`${JSON.stringify(form)}\n`)
}

/** `form simulate`: parity, exposure and overlap over many draws. */
export async function formSimulate(values: Values): Promise<void> {
  const draws = Number(values['draws'] ?? 1000)
  if (!Number.isInteger(draws) || draws < 2) {
    throw new CommandEnd(EXIT.unusable, '--draws must be a whole number from 2')
  }
  const secret = values['secret'] ? secretOf(values['secret']) : randomBytes(32).toString('hex')
  const { draw } = await prepare(values)
  const forms = Array.from({ length: draws }, (_, index) =>
    draw(seedFor(secret, uuidFrom(`simulated draw ${index + 1}`))),
  )
  process.stdout.write(`${JSON.stringify(summaryOf(forms))}\n`)
}

function summaryOf(forms: readonly Form[]) {
  const seen = new Map<string, number>()
  for (const { items } of forms) {
    for (const { item } of items) seen.set(item, (seen.get(item) ?? 0) + 1)
  }
  const length = forms[0]?.items.length ?? 0
  const rates = [...seen.values()].map((count) => count / forms.length)
  const pairs = forms.length * (forms.length - 1)
  const shared = [...seen.values()].reduce((sum, count) => sum + count * (count - 1), 0)
  return {
    draws: forms.length,
    equivalent: forms.filter(({ certificate }) => certificate.equivalent).length,
    parity: {
      expectedScore: spread(forms.map(({ certificate }) => certificate.expectedScore.value)),
      informationAtCut: spread(forms.map(({ certificate }) => certificate.informationAtCut.value)),
      expectedSeconds: spread(forms.map(({ certificate }) => certificate.expectedSeconds.value)),
    },
    exposure: {
      ...spread(rates),
      items: Object.fromEntries(
        [...seen].sort().map(([item, count]) => [item, count / forms.length]),
      ),
    },
    /** Mean share of items two forms have in common, over all pairs. */
    overlap: pairs === 0 ? 0 : shared / pairs / length,
  }
}

function spread(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    mean,
    deviation: Math.sqrt(squares / Math.max(1, values.length - 1)),
    least: Math.min(...values),
    most: Math.max(...values),
  }
}

async function prepare(values: Values): Promise<PreparedDraw> {
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
  return prepareDraw(bank, blueprint)
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
