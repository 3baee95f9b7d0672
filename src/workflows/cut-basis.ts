import type { EntityManager } from '@mikro-orm/postgresql'
import type { PerformanceLevel } from '../domain/assembly/blueprint.ts'
import { cutsAgree } from '../domain/measurement/standard-setting/cuts-agree.ts'
import type { ExamRecord } from '../store/entities/exam.ts'
import { PanelConclusionEntity, PanelEntity, PanelVerdictEntity } from '../store/entities/panel.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

const REASON_MIN = 10

/**
 * Whether an exam's cuts rest on something: they are those of a signed panel on the same bank
 * version, or a reason was recorded.
 */
export async function haveCutsBasis(
  em: EntityManager,
  exam: Pick<ExamRecord, 'bankVersionId' | 'blueprint' | 'panelId' | 'cutReason'>,
): Promise<boolean> {
  const { bankVersionId, blueprint, panelId, cutReason } = exam
  if ((cutReason ?? '').trim().length >= REASON_MIN) return true
  if (!panelId || (await em.count(PanelEntity, { id: panelId, bankVersionId })) === 0) return false
  const conclusions = await em.find(PanelConclusionEntity, { panelId })
  const conclusionIds = conclusions.map(({ id }) => id)
  const signed = await em.findOne(PanelVerdictEntity, {
    conclusionId: conclusionIds,
    approved: true,
  })
  const found = conclusions.find(({ id }) => id === signed?.conclusionId)
  return found !== undefined && cutsAgree(blueprint.levels, found.cuts)
}

/**
 * Keeps in the log that somebody tried to change the cuts of an exam that is published; in a
 * transaction of its own, since the try itself is rolled back. Nothing where the cuts stay.
 */
export async function logRefusedCuts(
  deps: Deps,
  actor: string,
  tried: {
    readonly exam: Pick<ExamRecord, 'id' | 'blueprint' | 'finalAt' | 'closesAt'>
    readonly levels: readonly PerformanceLevel[]
  },
): Promise<void> {
  const { exam, levels } = tried
  const cutsOf = (list: readonly PerformanceLevel[]) =>
    list.flatMap(({ id, cut }) => (cut === null ? [] : [{ level: id, cut }]))
  const [stands, asked] = [cutsOf(exam.blueprint.levels), cutsOf(levels)]
  if (JSON.stringify(stands) === JSON.stringify(asked)) return
  await write(deps.orm, (em) =>
    appendLog(em, {
      chain: `exam:${exam.id}`,
      actor,
      act: 'cut-change-refused',
      subject: exam.id,
      detail: { stands, asked, resultsKnown: exam.finalAt !== null },
      at: deps.now(),
    }),
  )
}
