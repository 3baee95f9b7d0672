import type { EntityManager } from '@mikro-orm/postgresql'
import { toBankEntries } from '../domain/delivery/answers.ts'
import type { KeyAmendment } from '../domain/measurement/key-amendment.ts'
import { type AttemptHistory, readsHistory } from '../domain/policy/attempt-history.ts'
import type { TimeCalibration } from '../domain/settlement/attempt-evidence.ts'
import type { SettlementInput } from '../domain/settlement/settle-attempt.ts'
import { ExamEntity, type ExamRecord, TimeCalibrationEntity } from '../store/entities/exam.ts'
import { PolicyVersionEntity } from '../store/entities/policy.ts'
import { readHistories } from '../store/settling/read-histories.ts'
import { readSettling, type SettlingRow } from '../store/settling/read-settling.ts'
import type { Deps } from './deps.ts'
import { loadAmendments } from './load-amendments.ts'

/** What decides about every attempt of an exam alike. */
export interface ExamPart
  extends Pick<
    SettlementInput,
    | 'bank'
    | 'blueprint'
    | 'calibration'
    | 'amendments'
    | 'policy'
    | 'caseOpensAt'
    | 'simulated'
    | 'verifies'
  > {
  readonly exam: ExamRecord
}

/** Gathers what attempts of an exam share. */
export async function loadExamPart(
  deps: Deps,
  em: EntityManager,
  examId: string,
): Promise<ExamPart> {
  const exam = await em.findOneOrFail(ExamEntity, { id: examId })
  const { document } = await em.findOneOrFail(PolicyVersionEntity, { id: exam.policyVersionId })
  const calibration: TimeCalibration | null = await em.findOne(TimeCalibrationEntity, { examId })
  const amendments: readonly KeyAmendment[] = await loadAmendments(em, examId)
  return {
    exam,
    bank: await deps.frozen.bank(exam.bankVersionId),
    blueprint: exam.blueprint,
    calibration: calibration && {
      speedDeviation: calibration.speedDeviation,
      items: calibration.items,
    },
    amendments,
    policy: document,
    caseOpensAt: exam.reviewRules.opensAt,
    simulated: exam.simulated,
    ...(exam.verifiesExamId ? { verifies: true as const } : {}),
  }
}

/** Gathers everything that decides about one attempt. Nothing here judges. */
export async function loadSettlementInput(
  part: ExamPart,
  em: EntityManager,
  attemptId: string,
): Promise<SettlementInput> {
  const [row] = await readSettling(em, [attemptId])
  if (!row) throw new Error(`attempt ${attemptId} was not read`)
  const histories = readsHistory(part.policy) ? await readHistories(em, [row]) : null
  return settlementInputOf(part, row, histories?.get(row.id))
}

/** The exam's part and the attempt's own together. */
export function settlementInputOf(
  part: ExamPart,
  row: SettlingRow,
  history?: AttemptHistory,
): SettlementInput {
  const { exam: _, ...shared } = part
  return {
    ...shared,
    form: row.form,
    entries: toBankEntries(row.entries, row.form, part.bank),
    startedAt: row.startedAt,
    closedAt: row.closedAt,
    pauses: row.pauses,
    accommodated: row.accommodated,
    cohortFlags: row.cohortFlags,
    cohortTests: row.cohortTests,
    reviewCase: row.reviewCase,
    post: row.post,
    rank: row.rank,
    ...(history ? { history } : {}),
  }
}
