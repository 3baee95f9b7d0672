import type { TimeCalibration } from '../../domain/settlement/attempt-evidence.ts'
import type { ExamTraits } from '../../domain/settlement/augment-competencies.ts'
import type { SubscoreVerdict } from '../../domain/settlement/value-exam-subscores.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** What the cohort of an exam says about single results, once the exam is final. */
export interface FinalFigures {
  readonly isFinal: boolean
  /** Null before, and where too few sat it to know its times. */
  readonly times: TimeCalibration | null
  /** Null until it has been calibrated, and where the cohort can't tell. */
  readonly subscores: readonly SubscoreVerdict[] | null
  /** How the competencies go together among the candidates; null for the same reasons. */
  readonly traits: ExamTraits | null
}

interface Row {
  readonly items: TimeCalibration['items'] | null
  readonly speedDeviation: number | null
  readonly subscores: readonly SubscoreVerdict[] | null
  readonly traits: ExamTraits | null
}

/** Nothing before the exam is final: until then all of it may still change. */
export async function finalFigures(sql: Sql, scope: Scope, examId: string): Promise<FinalFigures> {
  const [row] = await read(
    sql,
    scope,
    (tx) => tx<Row[]>`
      select time_calibration.items, time_calibration.speed_deviation as "speedDeviation",
        calibrated.subscores, calibrated.traits
      from exam left join time_calibration on time_calibration.exam_id = exam.id
      left join lateral (select content -> 'subscores' as subscores,
          content -> 'traits' as traits from item_calibration
        where exam_id = exam.id order by number desc limit 1) as calibrated on true
      where exam.id = ${examId} and exam.final_at is not null`,
  )
  if (!row) return { isFinal: false, times: null, subscores: null, traits: null }
  const { items, speedDeviation, subscores, traits } = row
  const times = items === null || speedDeviation === null ? null : { items, speedDeviation }
  return { isFinal: true, times, subscores, traits }
}
