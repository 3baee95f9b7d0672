import { randomBytes } from 'node:crypto'
import { Type } from 'typebox'
import Value from 'typebox/value'
import { adaptiveDelivery, prepareAdaptive } from '../domain/assembly/adaptive/adaptive-run.ts'
import { simulateCourses, summarizeCourses } from '../domain/assembly/adaptive/forecast-adaptive.ts'
import { adaptiveFormFor } from '../domain/assembly/adaptive/replay-form.ts'
import type { Blueprint } from '../domain/assembly/blueprint.ts'
import { checkBlueprint } from '../domain/assembly/check-blueprint.ts'
import { prepareDraw } from '../domain/assembly/draw-form.ts'
import { summarizeFixedForms } from '../domain/assembly/fixed-forms.ts'
import type { LinearForm } from '../domain/assembly/form.ts'
import { summarizeForms } from '../domain/assembly/summarize-forms.ts'
import type { Bank } from '../domain/bank/bank.ts'
import { ResponseValue } from '../domain/bank/response-value.ts'
import { seedFor } from '../domain/delivery/attempt.ts'
import { uuidFrom } from '../domain/digest.ts'
import { readJson } from './bank-check.ts'
import { readFormDocuments } from './form-documents.ts'
import { CommandEnd, EXIT } from './run-command.ts'

/** What only rounding adds to a share. */
const ROUNDING = 1e-9

const Responses = Type.Record(Type.String(), ResponseValue)

type Values = Readonly<Record<string, string | boolean | undefined>>

/**
 * `form draw`: one candidate's form; byte-equal for equal input. `digest` is the SHA-256 of the
 * canonical JSON of the printed `items`. Of an adaptive exam the form that the responses lead to,
 * a JSON object of item ids and values in the bank's terms.
 */
export async function formDraw(values: Values): Promise<void> {
  const secret = secretOf(values['secret'])
  const attempt = values['attempt']
  if (typeof attempt !== 'string' || !/^[0-9a-f-]{36}$/.test(attempt)) {
    throw new CommandEnd(EXIT.unusable, '--attempt must be a UUID in lower case')
  }
  const seed = seedFor(secret, attempt)
  const { bank, blueprint } = await documentsOf(values)
  const form = adaptiveDelivery(blueprint)
    ? adaptiveFormFor(prepareAdaptive(bank, blueprint), seed, await responsesOf(values))
    : prepareDraw(bank, blueprint).draw(seed)
  const { items, certificate, digest } = form
  process.stdout.write(`${JSON.stringify({ items, certificate, digest })}\n`)
}

async function responsesOf(values: Values): Promise<ReadonlyMap<string, ResponseValue>> {
  const file = values['responses']
  if (typeof file !== 'string') return new Map()
  const document = await readJson(file)
  if (Value.Check(Responses, document)) return new Map(Object.entries(document))
  throw new CommandEnd(EXIT.unusable, `${file} must hold a JSON object of item ids and values`)
}

/**
 * `form simulate`: parity, exposure and overlap over many draws, held against the blueprint; of an
 * adaptive exam what attempts of a normal population come to.
 */
export async function formSimulate(values: Values): Promise<void> {
  const draws = Number(values['draws'] ?? 1000)
  if (!Number.isInteger(draws) || draws < 2) {
    throw new CommandEnd(EXIT.unusable, '--draws must be a whole number from 2')
  }
  const secret = values['secret'] ? secretOf(values['secret']) : randomBytes(32).toString('hex')
  const { bank, blueprint } = await documentsOf(values)
  const tell = progressTo(process.stderr, draws)
  if (adaptiveDelivery(blueprint)) {
    const prepared = prepareAdaptive(bank, blueprint)
    const courses = simulateCourses(prepared, draws, { name: secret, tell })
    process.stdout.write(`${JSON.stringify(summarizeCourses(prepared, courses))}\n`)
    return
  }
  const { draw } = prepareDraw(bank, blueprint)
  const forms = Array.from({ length: draws }, (_, index) => {
    const form = draw(seedFor(secret, uuidFrom(`simulated draw ${index + 1}`)))
    tell(index + 1)
    return form
  })
  process.stdout.write(`${JSON.stringify(summaryOf(forms, blueprint))}\n`)
}

/**
 * Candidates who draw the same fixed form share all of it, whatever the limit says: verdicts on
 * fixed forms are about the forms, and no chance is in them.
 */
function summaryOf(drawn: readonly LinearForm[], { delivery, constraints }: Blueprint) {
  if (delivery?.mode !== 'fixed-forms') return summarizeForms(drawn, constraints)
  const { exposure, ...summary } = summarizeForms(drawn, undefined)
  const { rates, overlap } = summarizeFixedForms(delivery.forms)
  const verdict = (value: number, limit: number | undefined) =>
    limit === undefined ? null : { limit, value, chance: 0, kept: value <= limit + ROUNDING }
  const highest = Math.max(0, ...rates.values())
  return {
    ...summary,
    exposure: { ...exposure, verdict: verdict(highest, constraints?.exposureCap) },
    overlapVerdict: verdict(overlap.largest, constraints?.overlapLimit),
  }
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

async function documentsOf(
  values: Values,
): Promise<{ readonly bank: Bank; readonly blueprint: Blueprint }> {
  const { bank, blueprint } = await readFormDocuments(values)
  const conflicts = checkBlueprint(blueprint, bank).findings.filter(
    ({ severity }) => severity === 'error',
  )
  if (conflicts.length > 0) {
    const text = conflicts.map(({ pointer, message }) => `  ${pointer}: ${message.en}`)
    throw new CommandEnd(EXIT.infeasible, ['The bank cannot satisfy it:', ...text].join('\n'))
  }
  return { bank, blueprint }
}

function secretOf(value: string | boolean | undefined): string {
  if (typeof value === 'string' && /^([0-9a-f]{2})+$/i.test(value)) return value.toLowerCase()
  throw new CommandEnd(EXIT.unusable, '--secret must be hexadecimal')
}
