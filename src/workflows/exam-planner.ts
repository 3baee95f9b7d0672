import { checkBlueprint } from '../domain/assembly/check-blueprint.ts'
import { type PreparedDraw, prepareDraw } from '../domain/assembly/draw-form.ts'
import {
  type DrawWeights,
  isSteered,
  keepWeights,
  knownWeights,
} from '../domain/assembly/draw-weights.ts'
import type { Form } from '../domain/assembly/form.ts'
import type { Finding } from '../domain/bank/finding.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Answer, ExamPlan, PlannedExam, PlanWithWeights } from './exam-planner-thread.ts'
import { drawSample } from './plan-exam.ts'
import { createThreadPool } from './thread-pool.ts'

const LONGEST_PLAN_MS = 90_000
/** Weights of a published exam were found once: under load they may take long, not fail. */
const LONGEST_WEIGHTS_MS = 300_000
const FILE = new URL('./exam-planner-thread.ts', import.meta.url)

/** Plans exams beside the service: seconds of simulated draws keep nobody's answers waiting. */
export interface ExamPlanner {
  /** @throws Refusal as planning does, 'blueprint-infeasible' when it takes too long */
  readonly plan: (exam: PlannedExam) => Promise<ExamPlan>
  /**
   * What `checkBlueprint` finds; only a blueprint with constraints, which are tried out, leaves
   * the place. @throws Refusal 'blueprint-infeasible' when it takes too long
   */
  readonly check: (exam: PlannedExam) => Promise<Finding[]>
  /** As `prepareDraw`, and the same forms; only what takes milliseconds is done in place. */
  readonly prepare: (exam: PlannedExam) => Promise<PreparedDraw>
  /** As `drawSample`. */
  readonly sample: (exam: PlannedExam, place: number) => Promise<Form>
  readonly close: () => Promise<void>
}

export function createExamPlanner(): ExamPlanner {
  const detail = 'the forms were not planned in time; fewer constraints make it faster'
  const refusal = () => new Refusal('blueprint-infeasible', detail)
  const plans = createThreadPool<PlannedExam, Answer<PlanWithWeights>>({
    file: FILE,
    name: 'planExamInThread',
    longestMs: LONGEST_PLAN_MS,
    refusal,
  })
  const checks = createThreadPool<PlannedExam, Answer<Finding[]>>({
    file: FILE,
    name: 'checkBlueprintInThread',
    longestMs: LONGEST_PLAN_MS,
    refusal,
  })
  // Threads of their own: candidates who begin never wait for an organizer's previews.
  const weights = createThreadPool<PlannedExam, Answer<DrawWeights>>({
    file: FILE,
    name: 'weighItemsInThread',
    longestMs: LONGEST_WEIGHTS_MS,
    refusal,
  })
  const prepare = async (exam: PlannedExam) => {
    const { bank, blueprint } = exam
    const mustWait = isSteered(blueprint) && knownWeights(bank, blueprint) === undefined
    if (!mustWait) return prepareDraw(bank, blueprint)
    return prepareDraw(bank, blueprint, givenIn(await weights.run(exam)))
  }
  return {
    plan: async (exam) => {
      const planned = givenIn(await plans.run(exam))
      if (planned.weights !== undefined) keepWeights(exam.bank, exam.blueprint, planned.weights)
      return planned.plan
    },
    check: async (exam) => {
      const { bank, blueprint } = exam
      if (!blueprint.constraints) return checkBlueprint(blueprint, bank).findings
      return givenIn(await checks.run(exam))
    },
    prepare,
    sample: async (exam, place) => {
      // The weights are remembered from here on.
      await prepare(exam)
      return drawSample(exam.bank, exam.blueprint, place)
    },
    close: async () => {
      await Promise.all([plans.close(), checks.close(), weights.close()])
    },
  }
}

/** @throws Refusal that the thread ended with */
function givenIn<Given>(answer: Answer<Given>): Given {
  if ('given' in answer) return answer.given
  const { code, detail, faults } = answer.refused
  throw new Refusal(code, detail, faults)
}
