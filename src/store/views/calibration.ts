import { indexOf } from '../../domain/bank/bank-index.ts'
import { parametersOf } from '../../domain/measurement/item-parameters.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { ExamCalibration } from '../../domain/settlement/calibrate-exam.ts'
import type { ExamCalibrationView } from '../../domain/settlement/calibration-view.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface Row {
  readonly bankVersionId: string
  readonly simulated: boolean
  readonly content: ExamCalibration | null
  readonly calibratedAt: Date | null
}

const PENDING = { n: 0, converged: false, link: null, items: [], findings: [] }

/** What an exam's attempts say about its items. @throws Refusal 'not-found' */
export async function getExamCalibration(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent },
  scope: Scope,
  examId: string,
): Promise<ExamCalibrationView> {
  const [row] = await read(
    stores.sql,
    scope,
    (tx) => tx<Row[]>`
      select exam.bank_version_id as "bankVersionId", exam.simulated, found.content,
        found.calibrated_at as "calibratedAt"
      from exam left join lateral (select content, calibrated_at from item_calibration
        where exam_id = exam.id order by number desc limit 1) as found on true
      where exam.id = ${examId}`,
  )
  if (!row) throw new Refusal('not-found', 'no such exam')
  const { content, calibratedAt, simulated } = row
  if (!content || !calibratedAt) return { calibratedAt: null, ...PENDING, canPropose: false }
  const bank = await stores.frozen.bank(row.bankVersionId)
  return {
    calibratedAt: calibratedAt.toISOString(),
    n: content.n,
    converged: content.converged,
    link: content.link && {
      method: content.link.method,
      slope: content.link.slope,
      intercept: content.link.intercept,
      anchorCount: content.link.anchors.length,
    },
    items: content.items.flatMap(({ item: itemId, n, a, b, c, se }) => {
      const item = indexOf(bank).items.get(itemId)
      if (!item) return []
      const { discrimination, difficulty, guessing } = parametersOf(item).values
      const before = { a: discrimination, b: difficulty, c: guessing }
      const errors = se && { a: se.a, b: se.b, c: se.c }
      return [{ itemId, stem: item.stem, n, a, b, c, se: errors, before }]
    }),
    findings: content.findings.map(({ item, code, message }) => ({
      itemId: item,
      code,
      message: { ...message },
    })),
    canPropose: !simulated && content.items.length > 0,
  }
}
