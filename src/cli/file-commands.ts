import { SCORING_METHODS, scoreFiles } from './files/score-files.ts'
import { screenFiles } from './files/screen-files.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/** `score`: abilities from responses and item parameters. */
export async function score(values: Values): Promise<void> {
  const method = SCORING_METHODS.find((one) => one === (values['method'] ?? 'eap'))
  if (!method) {
    throw new CommandEnd(EXIT.unusable, `--method must be one of ${SCORING_METHODS.join(', ')}`)
  }
  const summary = await scoreFiles({
    responses: fileOf(values, 'responses'),
    items: fileOf(values, 'items'),
    method,
    out: textOf(values['out']) ?? 'scores.csv',
  })
  process.stdout.write(`${JSON.stringify(summary)}\n`)
}

/** `screen`: times and effort of a cohort; answer similarity is not part of it yet. */
export async function screen(values: Values): Promise<void> {
  const fdr = Number(values['fdr'] ?? 0.05)
  if (!(fdr > 0 && fdr < 1)) throw new CommandEnd(EXIT.unusable, '--fdr must lie between 0 and 1')
  const times = textOf(values['times'])
  const summary = await screenFiles({
    responses: fileOf(values, 'responses'),
    out: fileOf(values, 'out'),
    fdr,
    ...(times === undefined ? {} : { times }),
  })
  process.stdout.write(`${JSON.stringify(summary)}\n`)
}

function fileOf(values: Values, name: string): string {
  const file = textOf(values[name])
  if (file === undefined) throw new CommandEnd(EXIT.unusable, `--${name} is missing`)
  return file
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
