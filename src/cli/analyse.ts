import { CALIBRATED_MODELS } from '../domain/measurement/calibration/item-models.ts'
import { LANGUAGES } from '../domain/text.ts'
import { analyseFiles } from './files/analyse-files.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/** `analyse`: item and exam report from files alone; the summary goes to standard output. */
export async function analyse(values: Values): Promise<void> {
  const [options, key] = [textOf(values['options']), textOf(values['key'])]
  if ((options === undefined) !== (key === undefined)) {
    throw new CommandEnd(EXIT.unusable, '--options and --key belong together')
  }
  const summary = await analyseFiles({
    responses: fileOf(values, 'responses'),
    options,
    key,
    times: textOf(values['times']),
    groups: textOf(values['groups']),
    cuts: cutsOf(textOf(values['cuts'])),
    model: oneOf(values, 'model', CALIBRATED_MODELS),
    language: oneOf(values, 'language', LANGUAGES) ?? 'zh-CN',
    out: fileOf(values, 'out'),
    ...(process.stderr.isTTY ? { onProgress: showProgress } : {}),
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  process.stdout.write(`${JSON.stringify(summary)}\n`)
}

function showProgress({ iteration, largestChange }: { iteration: number; largestChange: number }) {
  process.stderr.write(`\r\u001b[Kstep ${iteration}, change ${largestChange.toExponential(1)}`)
}

function cutsOf(text: string | undefined): number[] {
  if (text === undefined) return []
  const cuts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (cuts.every((cut) => Math.abs(cut) <= 6)) return cuts
  throw new CommandEnd(EXIT.unusable, '--cuts are abilities from -6 to 6, separated by commas')
}

function oneOf<Name extends string>(
  values: Values,
  option: string,
  names: readonly Name[],
): Name | undefined {
  const value = values[option]
  if (value === undefined) return undefined
  const name = names.find((one) => one === value)
  if (name) return name
  throw new CommandEnd(EXIT.unusable, `--${option} must be one of ${names.join(', ')}`)
}

function fileOf(values: Values, name: string): string {
  const file = textOf(values[name])
  if (file !== undefined) return file
  throw new CommandEnd(EXIT.unusable, `--${name} is missing`)
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
