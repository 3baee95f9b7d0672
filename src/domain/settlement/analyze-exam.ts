import chisquare from '@stdlib/stats-base-dists-chisquare'
import type { Blueprint } from '../assembly/blueprint.ts'
import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item, ItemParameters } from '../bank/item.ts'
import { type ExpectedQuality, expectedQuality } from '../measurement/expected-quality.ts'
import { parametersOf } from '../measurement/item-parameters.ts'
import { empiricalReliability } from '../measurement/reliability.ts'
import type { LocalizedText } from '../text.ts'
import type { ExamAnalysis, ItemRemark } from './analysis-views.ts'
import { type AnalyzedAttempt, answersByItem } from './analyzed-attempt.ts'
import { groupCandidates } from './candidate-groups.ts'
import { examDif } from './exam-dif.ts'
import { groupAbility } from './group-ability.ts'
import { remarksOnItem } from './item-remarks.ts'
import { moderateEffort } from './moderate-effort.ts'
import { protectGroups } from './protect-groups.ts'
import type { SubscoreVerdict } from './value-exam-subscores.ts'
import { wilsonInterval } from './wilson-interval.ts'

/** What an analysis is about. */
export interface AnalysisInput {
  readonly bank: Bank
  readonly blueprint: Blueprint
  /** Path of the exam's unit. */
  readonly unitPath: string
  readonly unitNames: ReadonlyMap<string, LocalizedText>
  readonly attempts: readonly AnalyzedAttempt[]
  /** Parameters from the exam's own calibration, on the bank's scale; those of the bank else. */
  readonly calibrated?: ReadonlyMap<string, ItemParameters>
  readonly isFinal: boolean
  /** What its calibration says; null until then. */
  readonly subscores: readonly SubscoreVerdict[] | null
}

/** Attempts below which no reliability of a group is shown. */
const FEWEST_ATTEMPTS = 30
/** Forms whose information is averaged; own forms are alike, so more would change nothing. */
const MOST_FORMS = 200
/** Attempts with rapid answers that are listed. */
const MOST_EFFORT_ROWS = 50
const BIN_WIDTH = 0.25
const REACH = 4

/** How an exam measured: reliability, information, who stood where, whom it suited, which items. */
export function analyzeExam(input: AnalysisInput): ExamAnalysis {
  const { bank, attempts } = input
  const answers = answersByItem(attempts)
  const items = bank.items.filter(({ id }) => answers.has(id))
  const attention = items.flatMap((item) => {
    const remarks = remarksOnItem(item, answers.get(item.id) ?? [])
    return remarks.length === 0 ? [] : [{ itemId: item.id, stem: item.stem, remarks }]
  })
  return {
    reliability: reliabilityOf(attempts),
    information: informationOf(input),
    persons: personsOf(attempts),
    difficulties: items.map((item) => ({
      itemId: item.id,
      difficulty: valuesOf(input, item).difficulty,
    })),
    fairness: fairnessOf(input),
    dif: examDif(input),
    attention: attention.sort((left, right) => weightOf(left.remarks) - weightOf(right.remarks)),
    subscores: subscoresOf(input),
    effort: effortOf(input),
  }
}

function subscoresOf({ bank, subscores }: AnalysisInput): ExamAnalysis['subscores'] {
  if (subscores === null) return null
  const names = new Map(bank.competencies.map(({ id, name }) => [id, name]))
  return subscores.map(({ competency: id, adds: _, ...figures }) => ({
    id,
    name: names.get(id) ?? { 'zh-CN': id, en: id },
    ...figures,
  }))
}

/** Attempts with answers too fast to have been read, those with the most first. */
function effortOf({ bank, attempts, isFinal }: AnalysisInput): ExamAnalysis['effort'] {
  if (!isFinal) return null
  const rows = attempts.flatMap(({ attemptId, person, scores, items }) => {
    const found = moderateEffort(bank, items)
    if (found === null) return []
    const { theta, standardError } = scores.overall
    const { estimate: moderated, ...counts } = found
    return [{ attemptId, person, ...counts, plain: { theta, standardError }, moderated }]
  })
  const most = rows.toSorted((left, right) => right.rapid - left.rapid)
  return { count: rows.length, rows: most.slice(0, MOST_EFFORT_ROWS) }
}

const WEIGHTIEST_FIRST: readonly ItemRemark['code'][] = [
  'wrong-key',
  'weak-do-better',
  'nearly-nobody',
  'does-not-tell',
  'harder-than-thought',
  'easier-than-thought',
  'nearly-everyone',
  'idle-option',
]

function weightOf(remarks: readonly ItemRemark[]): number {
  return Math.min(...remarks.map(({ code }) => WEIGHTIEST_FIRST.indexOf(code)))
}

/**
 * Empirical reliability var / (var + mean SE^2) with the 95 % interval that follows from the
 * chi-square interval of the variance; the errors' mean is known far better.
 */
function reliabilityOf(attempts: readonly AnalyzedAttempt[]): ExamAnalysis['reliability'] {
  const estimates = attempts.map(({ scores }) => scores.overall)
  const value = empiricalReliability(estimates, true)
  if (value === null || attempts.length < FEWEST_ATTEMPTS) return null
  const freedom = attempts.length - 1
  const at = (quantile: number) => {
    const factor = freedom / chisquare.quantile(quantile, freedom)
    return (factor * value) / (factor * value + 1 - value)
  }
  return { value, low: at(0.975), high: at(0.025) }
}

function valuesOf({ calibrated }: AnalysisInput, item: Item): ItemParameters {
  return calibrated?.get(item.id) ?? parametersOf(item).values
}

function informationOf(input: AnalysisInput): ExamAnalysis['information'] {
  const { bank, blueprint, attempts } = input
  const known = indexOf(bank).items
  const cuts = blueprint.levels.flatMap(({ id, cut }) => (cut === null ? [] : [{ id, cut }]))
  const step = Math.max(1, Math.ceil(attempts.length / MOST_FORMS))
  const forms = attempts.filter((_, index) => index % step === 0)
  const qualities = forms.map(({ items }) =>
    expectedQuality({
      parameters: items.flatMap(({ itemId }) => {
        const item = known.get(itemId)
        return item ? [valuesOf(input, item)] : []
      }),
      cuts: cuts.map(({ cut }) => cut),
    }),
  )
  const [first] = qualities
  if (!first) return null
  const mean = (of: (quality: ExpectedQuality) => number | undefined) =>
    qualities.reduce((sum, quality) => sum + (of(quality) ?? 0), 0) / qualities.length
  return {
    curve: first.curve.map(({ theta }, index) => ({
      theta,
      information: mean(({ curve }) => curve[index]?.information),
    })),
    cuts: cuts.map(({ id, cut }, index) => {
      const information = mean((quality) => quality.cuts[index]?.information)
      const standardError = information > 0 ? 1 / Math.sqrt(information) : null
      return { level: id, theta: cut, standardError }
    }),
  }
}

function personsOf(attempts: readonly AnalyzedAttempt[]): ExamAnalysis['persons'] {
  const bins = Map.groupBy(attempts, ({ scores }) => {
    const inside = Math.max(-REACH, Math.min(REACH - 0.01, scores.overall.theta))
    return Math.floor(inside / BIN_WIDTH)
  })
  return Array.from({ length: (2 * REACH) / BIN_WIDTH }, (_, index) => {
    const bin = index - REACH / BIN_WIDTH
    const own = bins.get(bin) ?? []
    const errors = own.reduce((sum, { scores }) => sum + scores.overall.standardError, 0)
    return {
      from: bin * BIN_WIDTH,
      to: (bin + 1) * BIN_WIDTH,
      count: own.length,
      standardError: own.length > 0 ? errors / own.length : null,
    }
  })
}

/**
 * Passing and mean ability by rank, unit, age band and language; small groups protected as in
 * the gap map and by `groupCandidates`.
 */
function fairnessOf(input: AnalysisInput): ExamAnalysis['fairness'] {
  const { unitNames, attempts } = input
  const placed = attempts.map((attempt) => ({ ...attempt, post: attempt.rank }))
  const { branches, posts: ranks } = protectGroups(placed)
  const rowOf = (
    row: Pick<ExamAnalysis['fairness'][number], 'kind' | 'id' | 'name'>,
    own: readonly AnalyzedAttempt[],
  ) => {
    const passed = own.filter(({ scores }) => scores.passed).length
    const { mean } = groupAbility(
      own.map(({ scores }) => scores.overall),
      null,
    )
    return {
      ...row,
      count: own.length,
      passShare: wilsonInterval(passed, own.length),
      mean: { value: mean.value, low: mean.low, high: mean.high },
    }
  }
  return [
    ...ranks.map((rank) =>
      rowOf(
        { kind: 'rank', id: rank, name: null },
        attempts.filter((one) => one.rank === rank),
      ),
    ),
    ...branches.flatMap((path) => {
      const own = attempts.filter(({ unitPath }) => unitPath.startsWith(path))
      if (own.length === attempts.length) return []
      const id = path.split('/').at(-2) ?? path
      return [rowOf({ kind: 'unit', id, name: unitNames.get(path) ?? null }, own)]
    }),
    ...groupCandidates(input).flatMap(({ kind, groups, shown, nameOf }) => {
      if (kind === 'rank' || kind === 'unit') return []
      return shown.map((id) =>
        rowOf(
          { kind, id, name: nameOf(id) },
          attempts.filter((_, at) => groups[at] === id),
        ),
      )
    }),
  ]
}
