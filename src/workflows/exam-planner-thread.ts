import type { Blueprint } from '../domain/assembly/blueprint.ts'
import { checkBlueprint } from '../domain/assembly/check-blueprint.ts'
import { weighItems } from '../domain/assembly/draw-form.ts'
import { type DrawWeights, knownWeights } from '../domain/assembly/draw-weights.ts'
import type { Bank } from '../domain/bank/bank.ts'
import type { Finding } from '../domain/bank/finding.ts'
import { type Fault, Refusal, type RefusalCode } from '../domain/refusal.ts'
import { planExam } from './plan-exam.ts'

export interface PlannedExam {
  readonly bank: Bank
  readonly blueprint: Blueprint
  /** Items on forms of earlier exams, for the audit of the plan. */
  readonly usedBefore?: ReadonlySet<string>
}

export type ExamPlan = ReturnType<typeof planExam>

/** A plan, with the weights that were found on the way; undefined where none were looked for. */
export interface PlanWithWeights {
  readonly plan: ExamPlan
  readonly weights: DrawWeights | undefined
}

/** A refusal does not survive the way from one thread to another, its parts do. */
export type Answer<Given> =
  | { readonly given: Given }
  | {
      readonly refused: {
        readonly code: RefusalCode
        readonly detail: string
        readonly faults: readonly Fault[]
      }
    }

/** What runs in a thread of the exam planner: everything a draft is judged by. */
export function planExamInThread(exam: PlannedExam): Answer<PlanWithWeights> {
  const { bank, blueprint, usedBefore } = exam
  return answerOf(() => {
    const plan = planExam(bank, blueprint, { usedBefore })
    return { plan, weights: knownWeights(bank, blueprint) }
  })
}

/** What runs in a thread of the exam planner: whether a blueprint makes sense for the bank. */
export function checkBlueprintInThread({ bank, blueprint }: PlannedExam): Answer<Finding[]> {
  return answerOf(() => checkBlueprint(blueprint, bank).findings)
}

/** What runs in a thread of the exam planner: what many forms' draws are steered by. */
export function weighItemsInThread({ bank, blueprint }: PlannedExam): Answer<DrawWeights> {
  return answerOf(() => weighItems(bank, blueprint))
}

function answerOf<Given>(work: () => Given): Answer<Given> {
  try {
    return { given: work() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refused: { code: error.code, detail: error.message, faults: error.faults } }
  }
}
