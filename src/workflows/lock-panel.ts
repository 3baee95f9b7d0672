import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type PanelState,
  roundOfPanel,
  stateOfPanel,
} from '../domain/measurement/standard-setting/panel.ts'
import { Refusal } from '../domain/refusal.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import {
  PanelConclusionEntity,
  PanelEntity,
  PanelEventEntity,
  PanelJudgeEntity,
  type PanelRecord,
  PanelVerdictEntity,
} from '../store/entities/panel.ts'

export interface LockedPanel {
  readonly panel: PanelRecord
  readonly events: number
  readonly state: PanelState
  readonly round: number
  /** The newest conclusion; null before the first. */
  readonly conclusion: { readonly id: string; readonly concludedBy: string } | null
  readonly conclusionCount: number
}

/** A panel as it stands, held until the transaction ends. @throws Refusal 'not-found' */
export async function lockPanel(em: EntityManager, panelId: string): Promise<LockedPanel> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 4))', [panelId])
  const panel = await em.findOne(PanelEntity, { id: panelId })
  if (!panel) throw new Refusal('not-found', 'no such panel')
  const events = await em.count(PanelEventEntity, { panelId })
  const conclusions = await em.find(PanelConclusionEntity, { panelId }, { orderBy: { number: 1 } })
  const conclusion = conclusions.at(-1) ?? null
  const verdict = conclusion
    ? await em.findOne(PanelVerdictEntity, { conclusionId: conclusion.id })
    : null
  const answered = verdict === null ? 'open' : verdict.approved ? 'approved' : 'returned'
  return {
    panel,
    events,
    state: stateOfPanel({ events, conclusion: conclusion === null ? null : answered }),
    round: roundOfPanel(events),
    conclusion,
    conclusionCount: conclusions.length,
  }
}

/** @throws Refusal 'conflict-of-interest' for judges of the panel */
export async function refuseJudge(
  em: EntityManager,
  panelId: string,
  personId: string,
): Promise<void> {
  if ((await em.count(PanelJudgeEntity, { panelId, personId })) === 0) return
  throw new Refusal('conflict-of-interest', 'judges of a panel neither conclude nor sign')
}

/**
 * The panel of a judge who answers in a round, held until the transaction ends.
 * @throws Refusal 'not-found' for who is no judge, 'changed-meanwhile' while that round is not
 *   open, 'conflict-of-interest' for who became a candidate since
 */
export async function lockOpenRound(
  em: EntityManager,
  answering: { readonly panelId: string; readonly round: number; readonly judgeId: string },
): Promise<PanelRecord> {
  const { panelId, round, judgeId } = answering
  await refuseStranger(em, panelId, judgeId)
  const { panel, state, round: current } = await lockPanel(em, panelId)
  await refuseCandidates(em, panel.bankVersionId, [judgeId])
  if (state === 'rating' && current === round) return panel
  throw new Refusal('changed-meanwhile', `round ${round} is not open`)
}

/** To who is no judge of it a panel does not exist. @throws Refusal 'not-found' */
async function refuseStranger(em: EntityManager, panelId: string, personId: string): Promise<void> {
  if ((await em.count(PanelJudgeEntity, { panelId, personId })) > 0) return
  throw new Refusal('not-found', 'no such panel')
}

/** Judges see keys: who is to sit an exam on the bank may be none. */
export async function refuseCandidates(
  em: EntityManager,
  bankVersionId: string,
  personIds: readonly string[],
): Promise<void> {
  const { program } = await em.findOneOrFail(BankVersionEntity, { id: bankVersionId })
  const found = await em.execute<{ personId: string }[]>(
    `select assignment.person_id as "personId" from assignment
     join exam on exam.id = assignment.exam_id
     join bank_version on bank_version.id = exam.bank_version_id
     where bank_version.program = ? and exam.final_at is null
       and assignment.person_id = any(string_to_array(?, ',')::uuid[])`,
    [program, personIds.join(',')],
  )
  const candidates = new Set(found.map(({ personId }) => personId))
  if (candidates.size === 0) return
  throw new Refusal(
    'conflict-of-interest',
    'candidates of an exam on this bank may not judge its items',
    personIds.flatMap((id, index) =>
      candidates.has(id) ? [{ pointer: `/accounts/${index}`, detail: 'is a candidate' }] : [],
    ),
  )
}
