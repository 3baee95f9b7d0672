import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  analyseExam,
  type ExamAnalysis,
  type ExamOrder,
  needsAttention,
} from '../../domain/measurement/analysis/analyse-exam.ts'
import type { FitProgress } from '../../domain/measurement/calibration/fit.ts'
import type { CalibratedModel } from '../../domain/measurement/calibration/item-models.ts'
import type { Language } from '../../domain/text.ts'
import { analysisReport } from '../report-html/analysis-report.ts'
import { alignNumbers, alignTexts, groupingsOf, keysOf } from './align-with-responses.ts'
import { InputFault } from './input-fault.ts'
import { type Matrix, readMatrix } from './read-matrix.ts'
import { readTextTable } from './read-text-table.ts'
import { type Cell, writeCsv } from './write-csv.ts'

export interface AnalyseFiles {
  readonly responses: string
  readonly options?: string | undefined
  readonly key?: string | undefined
  readonly times?: string | undefined
  readonly groups?: string | undefined
  readonly cuts: readonly number[]
  readonly model?: CalibratedModel | undefined
  readonly language: Language
  /** Directory the results go to; made when absent. */
  readonly out: string
  readonly onProgress?: ((progress: FitProgress) => void) | undefined
}

/** Analyses an exam: writes `report.html`, `items.csv` and `analysis.json`; gives the summary. */
export async function analyseFiles(given: AnalyseFiles) {
  const { out, language } = given
  const responses = await readMatrix(given.responses, 'category')
  const analysis = analyseExam(await orderOf(given, responses))
  const { items } = analysis
  if (items.every(({ statistics }) => statistics.n === 0)) {
    throw new InputFault('holds no response at all', { file: given.responses })
  }
  await mkdir(out, { recursive: true })
  const title = path.basename(given.responses)
  await writeFile(path.join(out, 'report.html'), analysisReport(analysis, { title, language }))
  await writeItems(path.join(out, 'items.csv'), analysis)
  const content = JSON.stringify(plainAnalysis(analysis, responses), null, 1)
  await writeFile(path.join(out, 'analysis.json'), `${content}\n`)
  return { ...summaryOf(analysis), files: ['report.html', 'items.csv', 'analysis.json'] }
}

async function orderOf(given: AnalyseFiles, responses: Matrix): Promise<ExamOrder> {
  const { options, key, times, groups, cuts, model, onProgress } = given
  return {
    table: { items: responses.items, rows: responses.cells },
    cuts,
    ...(model ? { model } : {}),
    ...(onProgress ? { onProgress } : {}),
    ...(options && key
      ? {
          options: {
            chosen: alignTexts(await readTextTable(options), responses),
            keys: keysOf(await readTextTable(key), responses),
          },
        }
      : {}),
    ...(times ? { times: alignNumbers(await readMatrix(times, 'seconds'), responses) } : {}),
    ...(groups ? { groupings: groupingsOf(await readTextTable(groups), responses) } : {}),
  }
}

function summaryOf({ test, irt, items, comparisons, findings }: ExamAnalysis) {
  const attention = items.filter(needsAttention)
  return {
    ...test,
    model: irt?.calibration.model ?? null,
    logLikelihood: irt?.calibration.logLikelihood ?? null,
    marginalReliability: irt?.marginalReliability ?? null,
    cuts: irt?.cuts ?? [],
    itemsToReview: attention.map(({ statistics }) => statistics.item),
    dif: comparisons.map(({ grouping, reference, focal, counts, items: compared }) => ({
      grouping,
      reference,
      focal,
      counts,
      flagged: compared.filter(({ q, logisticQ }) => Math.min(q ?? 1, logisticQ ?? 1) < 0.05)
        .length,
    })),
    findings: findings.map(({ severity, code, message }) => ({
      severity,
      code,
      message: message.en,
    })),
  }
}

/** The whole analysis for other programs; abilities with the persons' names. */
function plainAnalysis(analysis: ExamAnalysis, { persons }: Matrix) {
  const { irt, ...rest } = analysis
  if (!irt) return { ...rest, irt: null }
  const abilities = irt.abilities.map((ability, person) => ({
    person: persons[person],
    ...ability,
  }))
  return { ...rest, irt: { ...irt, abilities } }
}

const HEADER = [
  'item',
  'n',
  'p',
  'mean',
  'sd',
  'pointBiserial',
  'corrected',
  'd27',
  'alphaIfDeleted',
  'a',
  'b',
  'c',
  'steps',
  'seA',
  'seB',
  'sX2',
  'sX2p',
  'infit',
  'outfit',
  'key',
  'medianSeconds',
  'dif',
  'severity',
  'findings',
]

async function writeItems(file: string, { items, comparisons }: ExamAnalysis): Promise<void> {
  const rows = items.map((report, at): Cell[] => {
    const { statistics: own, curve, distractors, times, findings } = report
    const { a = null, b = null, c = null, steps = null, se = null } = curve?.parameters ?? {}
    const fit = curve?.fit
    const groups = fit?.scoreGroups
    const classes = comparisons.flatMap(({ focal, items: compared }) =>
      compared[at]?.etsClass ? [`${focal}: ${compared[at].etsClass}`] : [],
    )
    return [
      ...[own.item, own.n, own.p, own.mean, own.deviation, own.pointBiserial, own.corrected],
      ...[own.d27, own.alphaIfDeleted, a, b, c, steps?.join(' ') ?? null, se?.a ?? null],
      ...[se?.b ?? null, groups?.statistic ?? null],
      groups && groups.statistic !== null ? groups.p : null,
      ...[fit?.infit ?? null, fit?.outfit ?? null, distractors?.key ?? null],
      ...[times?.medianSeconds ?? null, classes.join('; '), findings[0]?.severity ?? null],
      findings.map(({ message }) => message.en).join(' '),
    ]
  })
  await writeCsv(file, HEADER, rows)
}
