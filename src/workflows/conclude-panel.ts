import type { ConcludedCut, ConclusionInput } from '../domain/measurement/standard-setting/panel.ts'
import { summarizeRound } from '../domain/measurement/standard-setting/summarize-round.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import { PanelConclusionEntity, PanelVerdictEntity } from '../store/entities/panel.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { lastAnswers } from '../store/views/panel-answers.ts'
import type { Deps } from './deps.ts'
import { lockPanel, refuseJudge } from './lock-panel.ts'

/** A cut further than this from the judges' mean needs a reason. */
const SAME_CUT = 0.0015
const REASON_MIN = 10

/**
 * Recommends a cut for each level on the last closed round; what the judges came to is kept
 * beside it. @throws Refusal 'not-found', 'already-decided', 'changed-meanwhile' while a round
 * is open, 'conflict-of-interest' for judges, 'invalid-input'
 */
export async function concludePanel(
  deps: Deps,
  actor: string,
  asked: { readonly panelId: string; readonly input: ConclusionInput },
): Promise<void> {
  const { panelId, input } = asked
  await write(deps.orm, async (em) => {
    const { panel, state, round, conclusionCount } = await lockPanel(em, panelId)
    await refuseJudge(em, panelId, actor)
    if (state === 'concluded' || state === 'signed') {
      throw new Refusal('already-decided', 'the panel is concluded')
    }
    if (state !== 'discussing') {
      throw new Refusal('changed-meanwhile', 'the last round must be closed first')
    }
    const bank = await deps.frozen.bank(panel.bankVersionId)
    const levels = summarizeRound(panel, bank, await lastAnswers(deps.sql, panelId, round))
    const cuts = concludedCuts(levels, input)
    const id = deps.newId()
    const concludedAt = deps.now()
    const number = conclusionCount + 1
    const { reason } = input
    const kept = { id, panelId, number, round, cuts, reason, concludedBy: actor, concludedAt }
    em.create(PanelConclusionEntity, kept)
    await appendLog(em, {
      chain: `panel:${panelId}`,
      actor,
      act: 'panel-concluded',
      subject: id,
      detail: { round, cuts, reason },
      at: concludedAt,
    })
  })
}

function concludedCuts(
  levels: ReturnType<typeof summarizeRound>,
  { cuts, reason }: ConclusionInput,
): ConcludedCut[] {
  const faults: Fault[] = []
  const concluded = levels.flatMap(({ level, cut: judged }): ConcludedCut[] => {
    const asked = cuts.findIndex((one) => one.level === level)
    const cut = cuts[asked]?.cut
    const at = `/cuts/${Math.max(0, asked)}`
    if (cut === undefined || cuts.filter((one) => one.level === level).length > 1) {
      faults.push({ pointer: '/cuts', detail: `needs one cut of the level ${level}` })
    } else if (!judged || judged.theta === null) {
      faults.push({ pointer: at, detail: `the judges came to no cut of the level ${level}` })
    } else {
      if (Math.abs(cut - judged.theta) > SAME_CUT && reason.trim().length < REASON_MIN) {
        faults.push({ pointer: '/reason', detail: 'says why a cut is not the judges’ own' })
      }
      const { theta, raw, thetaStandardError: standardError } = judged
      return [{ level, cut, judged: theta, raw, standardError }]
    }
    return []
  })
  if (cuts.length > levels.length) faults.push({ pointer: '/cuts', detail: 'names other levels' })
  concluded.forEach(({ cut, level }, index) => {
    if (index > 0 && cut <= (concluded[index - 1]?.cut ?? 0)) {
      faults.push({ pointer: '/cuts', detail: `the cut of ${level} must be above the one before` })
    }
  })
  const [first] = faults
  if (first) throw new Refusal('invalid-input', `${first.pointer} ${first.detail}`, faults)
  return concluded
}

/**
 * A second person's yes or no to the newest conclusion; with a yes exams may adopt the cuts, and
 * the panel is over. @throws Refusal 'not-found', 'already-decided', 'second-person-required',
 * 'conflict-of-interest' for judges
 */
export async function signPanel(
  deps: Deps,
  actor: string,
  asked: {
    readonly panelId: string
    readonly conclusionId: string
    readonly approved: boolean
    readonly note: string
  },
): Promise<void> {
  const { panelId, conclusionId, approved, note } = asked
  await write(deps.orm, async (em) => {
    const { conclusion, state } = await lockPanel(em, panelId)
    await refuseJudge(em, panelId, actor)
    if (conclusion?.id !== conclusionId) throw new Refusal('not-found', 'no such conclusion')
    if (conclusion.concludedBy === actor) {
      throw new Refusal('second-person-required', 'somebody else must sign what you concluded')
    }
    if (state !== 'concluded') throw new Refusal('already-decided', 'somebody has answered already')
    const decidedAt = deps.now()
    em.create(PanelVerdictEntity, { conclusionId, approved, note, decidedBy: actor, decidedAt })
    await appendLog(em, {
      chain: `panel:${panelId}`,
      actor,
      act: approved ? 'panel-signed' : 'panel-returned',
      subject: conclusionId,
      detail: { note },
      at: decidedAt,
    })
  })
}
