import { type Finding, say } from '../../bank/finding.ts'
import type { ItemParameters } from '../../bank/item.ts'
import { fitModel } from '../calibration/fit-model.ts'
import { prepareResponses } from '../calibration/prepare-responses.ts'
import { MISSING, type ResponseMatrix, responseMatrix } from '../calibration/response-matrix.ts'
import type { Audit, Figures, LeftOut, Measured } from './audit.ts'
import { EARLIER_UNKNOWN } from './audit-messages.ts'
import { REPAIR_OVERLAP, repairPassShare, repairRepeated } from './audit-repairs.ts'
import { decisionFigures } from './decision-figures.ts'
import { observe, observedFigures } from './observed-figures.ts'
import { estimatePersons } from './person-abilities.ts'
import { reachVerdict } from './reach-verdict.ts'
import { timeFigures } from './time-figures.ts'

/** An exam that was sat. */
export interface AuditedExam {
  /** Names of the items, by column. */
  readonly items: readonly string[]
  /** Scored responses by person; `null` is missing. */
  readonly rows: readonly (readonly (number | null)[])[]
  /** By item name; without them the exam's own answers are calibrated, on a scale N(0, 1). */
  readonly parameters?: ReadonlyMap<string, ItemParameters>
  /** On the scale of the parameters. */
  readonly cuts: readonly number[]
  /** Seconds by person and item, in the order of `rows`; not-a-number is missing. */
  readonly seconds?: readonly Float64Array[]
  /** Seconds that reading each item takes, by item name. */
  readonly readingSeconds?: ReadonlyMap<string, number>
  readonly timeLimitSeconds?: number
  /** Share of items that two candidates have in common. */
  readonly overlap?: number
  /** Items that were used in earlier exams, by name. */
  readonly usedBefore?: ReadonlySet<string>
  /** Whether items were chosen by the answers: then scores are no measure of how easy it was. */
  readonly isAdaptive?: boolean
}

/** What is wrong with the input, where it can't be audited. */
export interface AuditRefused {
  readonly refused: true
  readonly findings: readonly Finding[]
}

/** Persons below which parameters are not estimated from the exam itself. */
const FEWEST_FOR_CALIBRATION = 30
const ENOUGH_FOR_SLOPES = 100
/** Weak, and always: an audit meets exams whose answers tell nothing. */
const PRIORS = {
  logSlope: { mean: 0, deviation: 0.5 },
  intercept: { mean: 0, deviation: 3 },
  logitGuessing: null,
}

/**
 * Whether an exam meant something, from its answers and, where there are any, its times. Figures
 * for which the input is missing are left out and named. Fewer than 50 persons are no evidence.
 */
export function auditResponses(exam: AuditedExam): Audit | AuditRefused {
  const { findings } = prepareResponses(exam.items, exam.rows, null)
  const faults = findings.filter(
    ({ severity, code }) => severity === 'error' && code !== 'no-items',
  )
  if (faults.length > 0) return { refused: true, findings: faults }
  const answering = exam.rows.flatMap((row, at) => (row.some((one) => one !== null) ? [at] : []))
  const rows = answering.map((at) => exam.rows[at] ?? [])
  if (rows.length === 0) return { refused: true, findings: [nobody()] }
  const matrix = responseMatrix(rows)
  const seconds = exam.seconds && answering.map((at) => exam.seconds?.[at] ?? new Float64Array())
  const decided = decisionsOf(exam, matrix)
  const parts: readonly Figures[] = [
    decided.figures,
    scoreFigures(exam, matrix),
    timesOf(exam, { matrix, seconds, passed: decided.passed }),
    reuseFigures(exam),
  ]
  return reachVerdict(
    {
      measured: parts.flatMap(({ measured }) => measured),
      leftOut: parts.flatMap(({ leftOut }) => leftOut),
    },
    rows.length,
  )
}

function scoreFigures(exam: AuditedExam, matrix: ResponseMatrix): Figures {
  if (!exam.isAdaptive) return observedFigures(matrix, observe(matrix))
  const message = say(
    '自适应考试按作答选题，答对比例不说明难易。',
    'Items were chosen by the answers, so shares of right answers do not tell how easy it was.',
  )
  const codes = [
    'reliability',
    'discrimination',
    'ceiling-persons',
    'ceiling-items',
    'chance',
  ] as const
  return { measured: [], leftOut: codes.map((code) => ({ code, message })) }
}

interface Decisions {
  readonly figures: Figures
  /** By person, at the lowest cut; null where it can't be told. */
  readonly passed: readonly boolean[] | null
}

/** Quality at the cuts, and who is above them. */
function decisionsOf(exam: AuditedExam, matrix: ResponseMatrix): Decisions {
  const { cuts } = exam
  const [lowest] = [...cuts].sort((left, right) => left - right)
  const known = parametersFor(exam, matrix)
  if (lowest === undefined || 'message' in known) {
    const none = say('没有合格线。', 'There is no cut score.')
    const message = 'message' in known ? known.message : none
    const codes = ['standard-error-at-cut', 'accuracy', 'consistency', 'pass-share'] as const
    const leftOut = codes.map((code): LeftOut => ({ code, message }))
    return { figures: { measured: [], leftOut }, passed: null }
  }
  const thetas = estimatePersons(matrix, known.parameters)
  const shareAbove = (cut: number) =>
    thetas.filter((theta) => theta >= cut).length / Math.max(1, thetas.length)
  const sorted = [...thetas].sort((left, right) => left - right)
  const isTooLow = shareAbove(lowest) > 0.5
  const wanted = sorted[Math.floor((isTooLow ? 0.05 : 0.95) * sorted.length)] ?? lowest
  const passShare: Measured = {
    code: 'pass-share',
    values: cuts.map((cut) => Math.max(shareAbove(cut), 1 - shareAbove(cut))),
    repair: repairPassShare(wanted, isTooLow),
  }
  const { values, itemCount, personCount } = matrix
  const used = known.parameters.flatMap((parameters, item) => {
    if (parameters === null) return []
    let presented = 0
    for (let person = 0; person < personCount; person += 1) {
      if (values[person * itemCount + item] !== MISSING) presented += 1
    }
    return [{ parameters, share: presented / personCount }]
  })
  return {
    figures: { measured: [...decisionFigures(used, cuts), passShare], leftOut: [] },
    passed: [...thetas].map((theta) => theta >= lowest),
  }
}

/** By column; null where an item was answered in one way only and so tells nothing. */
type Known = { readonly parameters: readonly (ItemParameters | null)[] }

function parametersFor(
  exam: AuditedExam,
  matrix: ResponseMatrix,
): Known | Pick<LeftOut, 'message'> {
  const { parameters: given, items } = exam
  if (given) {
    const parameters = items.map((name) => given.get(name) ?? null)
    if (parameters.some((one) => one !== null)) return { parameters }
    return { message: say('题目都没有参数。', 'None of the items has parameters.') }
  }
  if (matrix.categoryCounts.some((count) => count > 2)) {
    return {
      message: say(
        '题目有两个以上得分，需要给出题目参数。',
        'Items have more than two categories: their parameters are needed.',
      ),
    }
  }
  if (matrix.personCount < FEWEST_FOR_CALIBRATION) {
    return {
      message: say(
        `不足 ${FEWEST_FOR_CALIBRATION} 人，无法估计题目参数。`,
        `Fewer than ${FEWEST_FOR_CALIBRATION} persons: item parameters cannot be estimated.`,
      ),
    }
  }
  return calibrateOwn(exam)
}

/** A quick calibration of the exam's own answers: one slope for all below 100 persons. */
function calibrateOwn({ items, rows }: AuditedExam): Known | Pick<LeftOut, 'message'> {
  const { matrix, kept, personCount } = prepareResponses(items, rows, null)
  if (!matrix) {
    const message = say('所有题目的作答都完全一样。', 'Every item was answered alike by everybody.')
    return { message }
  }
  const model = personCount < ENOUGH_FOR_SLOPES ? 'rasch' : '2pl'
  const fitted = fitModel({ matrix, model, priors: PRIORS, nodeCount: 21, tolerance: 1e-3 })
  const parameters: (ItemParameters | null)[] = items.map(() => null)
  fitted.parameters.forEach(([slope = 1, intercept = 0], at) => {
    // Rasch slopes are 1 on a scale with the latent spread; on N(0, 1) the spread is the slope.
    const discrimination = slope * fitted.latent.deviation
    parameters[kept[at] ?? 0] = {
      discrimination,
      difficulty: -intercept / discrimination,
      guessing: 0,
    }
  })
  return { parameters }
}

function timesOf(
  exam: AuditedExam,
  given: {
    readonly matrix: ResponseMatrix
    readonly seconds: readonly Float64Array[] | undefined
    readonly passed: readonly boolean[] | null
  },
): Figures {
  const { matrix, seconds, passed } = given
  if (!seconds) {
    const codes = ['reading-time', 'finished-early', 'look-up', 'times-unrelated'] as const
    const message = say('没有用时记录。', 'There are no times.')
    return { measured: [], leftOut: codes.map((code) => ({ code, message })) }
  }
  const { values, itemCount, categoryCounts } = matrix
  const scores = seconds.map((_, person) =>
    Float64Array.from({ length: itemCount }, (__, item) => {
      const value = values[person * itemCount + item] as number
      return value === MISSING ? Number.NaN : value / ((categoryCounts[item] ?? 2) - 1)
    }),
  )
  const reading = exam.readingSeconds
  return timeFigures({
    scores,
    seconds,
    readingSeconds: reading ? exam.items.map((name) => reading.get(name) ?? null) : null,
    shares: observe(matrix).means,
    timeLimitSeconds: exam.timeLimitSeconds ?? null,
    passed,
  })
}

/** How much of the exam others have seen. */
function reuseFigures({ items, overlap, usedBefore }: AuditedExam): Figures {
  const measured: Measured[] = []
  const leftOut: LeftOut[] = []
  if (overlap !== undefined)
    measured.push({ code: 'overlap', values: [overlap], repair: REPAIR_OVERLAP })
  else {
    leftOut.push({
      code: 'overlap',
      message: say('没有试卷信息。', 'Nothing is known of the forms.'),
    })
  }
  if (usedBefore) {
    const count = items.filter((name) => usedBefore.has(name)).length
    const value = count / Math.max(1, items.length)
    measured.push({ code: 'repeated-items', values: [value], repair: repairRepeated(count) })
  } else {
    leftOut.push({ code: 'repeated-items', message: EARLIER_UNKNOWN })
  }
  const message = say(
    '作答数据里没有蓝图，请看考前评估。',
    'Answers do not hold the blueprint; the audit of the plan does.',
  )
  leftOut.push({ code: 'coverage', message })
  return { measured, leftOut }
}

function nobody(): Finding {
  const message = say('没有人作答。', 'Nobody answered anything.')
  return { pointer: '', item: null, severity: 'error', code: 'nobody-answered', message }
}
