import type { Scale } from '../domain/measurement/scoring/scale-score.ts'
import { SCORING_METHODS } from '../domain/measurement/scoring/score-cohort.ts'
import { LANGUAGES } from '../domain/text.ts'
import { scoreFiles } from './files/score-files.ts'
import { screenFiles } from './files/screen-files.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/** `score`: abilities from responses and item parameters. */
export async function score(values: Values): Promise<void> {
  const method = SCORING_METHODS.find((one) => one === (values['method'] ?? 'eap'))
  if (!method) {
    throw new CommandEnd(EXIT.unusable, `--method must be one of ${SCORING_METHODS.join(', ')}`)
  }
  const times = textOf(values['times'])
  if ((values['rapid'] === true) !== (times !== undefined)) {
    throw new CommandEnd(EXIT.unusable, '--rapid and --times go together')
  }
  const [rawTable, equateTo] = [textOf(values['raw-table']), textOf(values['equate-to'])]
  if (equateTo !== undefined && rawTable === undefined) {
    throw new CommandEnd(EXIT.unusable, '--equate-to needs --raw-table, where the table goes')
  }
  const summary = await scoreFiles({
    responses: fileOf(values, 'responses'),
    items: fileOf(values, 'items'),
    method,
    out: textOf(values['out']) ?? 'scores.csv',
    times,
    scale: scaleOf(textOf(values['scale'])),
    cuts: numbersOf(textOf(values['cuts']), '--cuts must be numbers on the ability scale: -0.5,1'),
    rawTable,
    equateTo,
  })
  process.stdout.write(`${JSON.stringify(summary)}\n`)
}

function scaleOf(value: string | undefined): Scale | undefined {
  const reason = '--scale must be MEAN,SD or MEAN,SD,LOWEST,HIGHEST: 500,100,200,800'
  const numbers = numbersOf(value, reason)
  if (numbers === undefined) return undefined
  const [mean = 0, deviation = 0, lowest, highest] = numbers
  const isBounded = lowest !== undefined && highest !== undefined
  const isSound = numbers.length === (isBounded ? 4 : 2) && deviation > 0
  if (!isSound || (isBounded && !(lowest < highest))) throw new CommandEnd(EXIT.unusable, reason)
  return isBounded ? { mean, deviation, lowest, highest } : { mean, deviation }
}

function numbersOf(value: string | undefined, reason: string): number[] | undefined {
  if (value === undefined) return undefined
  const cells = value.split(',')
  const numbers = cells.map(Number)
  if (cells.some((cell) => cell.trim() === '') || !numbers.every(Number.isFinite)) {
    throw new CommandEnd(EXIT.unusable, reason)
  }
  return numbers
}

/** `screen`: forensics on a cohort; everything that can be said from the files there are. */
export async function screen(values: Values): Promise<void> {
  const fdr = Number(values['fdr'] ?? 0.05)
  if (!(fdr > 0 && fdr < 1)) throw new CommandEnd(EXIT.unusable, '--fdr must lie between 0 and 1')
  const [options, key] = [textOf(values['options']), textOf(values['key'])]
  if (options !== undefined && key === undefined) {
    throw new CommandEnd(EXIT.unusable, '--options needs --key, the right option of each item')
  }
  const [retest, items] = [textOf(values['retest']), textOf(values['items'])]
  if (retest !== undefined && items === undefined) {
    throw new CommandEnd(EXIT.unusable, '--retest needs --items, the parameters of its items')
  }
  const language = LANGUAGES.find((one) => one === (values['language'] ?? 'zh-CN'))
  if (!language) {
    throw new CommandEnd(EXIT.unusable, `--language must be one of ${LANGUAGES.join(', ')}`)
  }
  const summary = await screenFiles({
    responses: fileOf(values, 'responses'),
    out: fileOf(values, 'out'),
    ...{ fdr, language, options, key },
    times: textOf(values['times']),
    changes: textOf(values['changes']),
    groups: textOf(values['groups']),
    items,
    suspectItems: textOf(values['suspect-items']),
    earlier: textOf(values['earlier']),
    retest,
    ...(process.stderr.isTTY ? { onStage: showStage } : {}),
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  process.stdout.write(`${JSON.stringify(summary)}\n`)
}

function showStage(stage: string, share?: number) {
  const done = share === undefined ? '' : ` ${Math.round(100 * share)} %`
  process.stderr.write(`\r\u001b[K${stage}${done}`)
}

function fileOf(values: Values, name: string): string {
  const file = textOf(values[name])
  if (file === undefined) throw new CommandEnd(EXIT.unusable, `--${name} is missing`)
  return file
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
