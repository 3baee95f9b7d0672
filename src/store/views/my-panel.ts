import { keyedItems } from '../../domain/assembly/keyed-form.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import { indexOf } from '../../domain/bank/bank-index.ts'
import { feedbackFor } from '../../domain/measurement/standard-setting/judge-feedback.ts'
import { summarizeRound } from '../../domain/measurement/standard-setting/summarize-round.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { LevelFeedback, MyPanelView } from '../../domain/scheduling/panel-views.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { lastAnswers, ownAnswers } from './panel-answers.ts'
import { myPanelRowOf, type PanelColumns, panelColumns } from './panels.ts'

/**
 * A panel for one of its judges: items with keys, the own ratings, feedback on the last closed
 * round. Nothing of other judges but what the panel came to. @throws Refusal 'not-found'
 */
export async function getMyPanel(
  { sql, frozen }: { readonly sql: Sql; readonly frozen: FrozenContent },
  asked: { readonly panelId: string; readonly judgeId: string },
): Promise<MyPanelView> {
  const { panelId, judgeId } = asked
  const [panel] = await read(
    sql,
    SYSTEM,
    (tx) => tx<PanelColumns[]>`
      select ${panelColumns(tx)} from panel join unit on unit.id = panel.unit_id
      where panel.id = ${panelId} and exists (select 1 from panel_judge
        where panel_id = panel.id and person_id = ${judgeId})`,
  )
  if (!panel) throw new Refusal('not-found', 'no such panel')
  const bank = await frozen.bank(panel.bank.bankVersionId)
  const round = Math.ceil(panel.events / 2)
  const own = await ownAnswers(sql, { panelId, round, judgeId })
  const before = await ownAnswers(sql, { panelId, round: round - 1, judgeId })
  const rated = own.ratings.length + own.bookmarks.length
  return {
    ...myPanelRowOf({ ...panel, rated }),
    levels: panel.levels,
    form: formOf(panel, bank),
    ...own,
    before: before.ratings,
    bookmarksBefore: before.bookmarks,
    feedback: await feedbackOf(sql, { panel, bank, judgeId }),
  }
}

/** The items as candidates see them, in the panel's order, options in the bank's. */
function formOf(panel: PanelColumns, bank: Bank): MyPanelView['form'] {
  const items = panel.items.map(({ item: id }) => {
    const item = indexOf(bank).items.get(id)
    if (!item) throw new Error(`the bank has no item ${id}`)
    const options = 'options' in item ? item.options.map((option) => option.id) : []
    const prompts = 'prompts' in item ? item.prompts.map((prompt) => prompt.id) : []
    return { item: id, options, prompts }
  })
  return keyedItems({ items }, bank)
}

async function feedbackOf(
  sql: Sql,
  of: { readonly panel: PanelColumns; readonly bank: Bank; readonly judgeId: string },
): Promise<LevelFeedback[]> {
  const { panel, bank, judgeId } = of
  const round = Math.floor(panel.events / 2)
  if (round === 0) return []
  const answers = await lastAnswers(sql, panel.panelId, round)
  return summarizeRound(panel, bank, answers).flatMap((summary): LevelFeedback[] => {
    const { level, judges } = summary
    const ofLevel = answers.ratings.filter((one) => one.level === level)
    const feedback = feedbackFor(judgeId, { summary, ratings: ofLevel })
    if (!feedback) return []
    const { fromPanel, fromObserved, ...own } = feedback
    return [
      {
        level,
        round,
        ...own,
        judgeCount: judges.length,
        spread: summary.agreement.standardDeviation,
        page: judges.find(({ judge }) => judge === judgeId)?.page ?? null,
        pages: judges.flatMap(({ page }) => page ?? []).sort((left, right) => left - right),
        fromPanel: [...fromPanel],
        fromObserved: [...fromObserved],
      },
    ]
  })
}
