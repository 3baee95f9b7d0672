import { writeFile } from 'node:fs/promises'
import type { Finding } from '../domain/bank/finding.ts'
import { type Calibration, calibrate } from '../domain/measurement/calibration/calibrate.ts'
import type { FitProgress } from '../domain/measurement/calibration/fit.ts'
import type { Anchor } from '../domain/measurement/calibration/irt-parameters.ts'
import { assessFit, type ModelFit } from '../domain/measurement/calibration/item-fit.ts'
import {
  CALIBRATED_MODELS,
  type CalibratedModel,
} from '../domain/measurement/calibration/item-models.ts'
import { readItems } from './files/read-items.ts'
import { type Matrix, readMatrix } from './files/read-matrix.ts'
import { CommandEnd, EXIT } from './run-command.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/**
 * `calibrate`: item parameters by marginal maximum likelihood. The model follows from the number
 * of persons unless it is named; `--anchors` keeps the parameters of known items, so that the
 * others come out on their scale.
 */
export async function calibrateFiles(values: Values): Promise<void> {
  const model = modelOf(values['model'])
  const out = textOf(values['out']) ?? 'items.json'
  const matrix = await readMatrix(fileOf(values, 'responses'), 'category')
  const anchorFile = textOf(values['anchors'])
  const started = performance.now()
  const result = calibrate({
    items: matrix.items,
    rows: rowsOf(matrix),
    ...(model ? { model } : {}),
    ...(anchorFile ? { anchors: await anchorsOf(anchorFile) } : {}),
    ...(process.stderr.isTTY ? { onProgress: showProgress } : {}),
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  if ('refused' in result) throw refusalOf(result.findings)
  const seconds = (performance.now() - started) / 1000
  const fit = assessFit(result.basis)
  await writeFile(out, `${JSON.stringify(itemsFileOf(result), null, 2)}\n`)
  process.stdout.write(`${JSON.stringify(summaryOf(result, { matrix, seconds, out, fit }))}\n`)
}

function rowsOf({ cells }: Matrix): (number | null)[][] {
  return cells.map((row) => Array.from(row, (cell) => (Number.isNaN(cell) ? null : cell)))
}

async function anchorsOf(file: string): Promise<ReadonlyMap<string, Anchor>> {
  const items = await readItems(file)
  return new Map(
    [...items].map(([item, { parameters, scoring }]) => {
      const { discrimination, difficulty, guessing } = parameters
      const steps = scoring.locations.length > 1 ? [...scoring.locations] : null
      return [item, { a: discrimination, b: difficulty, c: guessing, steps }]
    }),
  )
}

/** `items.json` of the contract; the distribution of ability beside it. */
function itemsFileOf({ model, items, latent }: Calibration) {
  return {
    model,
    D: 1,
    latent,
    items: items.map(({ item, a, b, c, steps, se, n }) => ({
      item,
      a,
      b,
      c,
      ...(steps ? { steps } : {}),
      se,
      n,
    })),
  }
}

function summaryOf(
  result: Calibration,
  run: {
    readonly matrix: Matrix
    readonly seconds: number
    readonly out: string
    readonly fit: ModelFit
  },
) {
  const { model, n, items, latent, logLikelihood, parameterCount, aic, bic } = result
  const { iterations, converged, hasPriors, errors, findings } = result
  return {
    model,
    n,
    persons: run.matrix.persons.length,
    items: items.length,
    logLikelihood,
    parameterCount,
    aic,
    bic,
    iterations,
    converged,
    seconds: run.seconds,
    latent,
    priors: hasPriors,
    standardErrors: errors,
    fit: run.fit,
    findings: findings.map(({ item, severity, code, message }) => ({
      item,
      severity,
      code,
      message: message.en,
    })),
    out: run.out,
  }
}

/** Too few persons are a finding about sound data; everything else is unusable input. */
function refusalOf(findings: readonly Finding[]): CommandEnd {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const isSmall = errors.every(({ code }) => code === 'too-few-persons')
  const lines = errors.map(({ message }) => `  ${message.en}`)
  const text = ['Nothing was calibrated:', ...lines].join('\n')
  return new CommandEnd(isSmall ? EXIT.negative : EXIT.unusable, text)
}

function showProgress({ iteration, logLikelihood, largestChange }: FitProgress): void {
  const change = largestChange.toExponential(1)
  process.stderr.write(
    `\r\u001b[Kstep ${iteration}, log-likelihood ${logLikelihood.toFixed(3)}, change ${change}`,
  )
}

function modelOf(value: string | boolean | undefined): CalibratedModel | null {
  if (value === undefined) return null
  const model = CALIBRATED_MODELS.find((one) => one === value)
  if (model) return model
  throw new CommandEnd(EXIT.unusable, `--model must be one of ${CALIBRATED_MODELS.join(', ')}`)
}

function fileOf(values: Values, name: string): string {
  const file = textOf(values[name])
  if (file !== undefined) return file
  throw new CommandEnd(EXIT.unusable, `--${name} is missing`)
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
