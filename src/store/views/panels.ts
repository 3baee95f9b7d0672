import {
  answersAsked,
  type ConcludedCut,
  type PanelItem,
  type PanelLevel,
  type PanelMethod,
  roundOfPanel,
  stateOfPanel,
} from '../../domain/measurement/standard-setting/panel.ts'
import type { MyPanelRow, PanelRow } from '../../domain/scheduling/panel-views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { answers } from './panel-answers.ts'

export interface PanelColumns {
  readonly panelId: string
  readonly method: PanelMethod
  readonly title: LocalizedText
  readonly unit: PanelRow['unit']
  readonly bank: PanelRow['bank']
  readonly levels: PanelLevel[]
  readonly items: PanelItem[]
  readonly judgeCount: number
  readonly events: number
  readonly createdAt: Date
  readonly conclusion: 'open' | 'approved' | 'returned' | null
  readonly cuts: ConcludedCut[] | null
}

/** The columns of a list of panels; `panel` and `unit` are joined by the query around them. */
export function panelColumns(tx: SqlTransaction) {
  return tx`
    panel.id as "panelId", panel.method, panel.title, panel.levels, panel.items,
    panel.created_at as "createdAt",
    jsonb_build_object('id', unit.id, 'name', unit.name) as unit,
    (select jsonb_build_object('bankVersionId', id, 'program', program, 'version', version,
      'title', content -> 'title') from bank_version where id = panel.bank_version_id) as bank,
    (select count(*)::int from panel_judge where panel_id = panel.id) as "judgeCount",
    (select count(*)::int from panel_event where panel_id = panel.id) as events,
    (select case when approved is null then 'open' when approved then 'approved'
        else 'returned' end
      from panel_conclusion left join panel_verdict on conclusion_id = panel_conclusion.id
      where panel_id = panel.id order by number desc limit 1) as conclusion,
    (select cuts from panel_conclusion join panel_verdict on conclusion_id = panel_conclusion.id
      where panel_id = panel.id and approved) as cuts`
}

export function panelRowOf(row: PanelColumns): PanelRow {
  const { events, conclusion } = row
  return {
    panelId: row.panelId,
    method: row.method,
    title: row.title,
    unit: row.unit,
    bank: row.bank,
    levels: row.levels,
    itemCount: row.items.length,
    judgeCount: row.judgeCount,
    state: stateOfPanel({ events, conclusion }),
    round: roundOfPanel(events),
    createdAt: row.createdAt.toISOString(),
    cuts: row.cuts,
  }
}

/** The panels of the branches in scope, the newest first. */
export async function listPanels(sql: Sql, scope: Scope): Promise<PanelRow[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<PanelColumns[]>`
      select ${panelColumns(tx)} from panel join unit on unit.id = panel.unit_id
      where probity_covers(unit.path) order by panel.created_at desc, panel.id`,
  )
  return rows.map(panelRowOf)
}

/** The panels a person is a judge of, the newest first. */
export async function listMyPanels(sql: Sql, personId: string): Promise<MyPanelRow[]> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<(PanelColumns & { rated: number })[]>`
      select ${panelColumns(tx)}, (
        select count(*)::int from (${answers(tx)}) as answer
        where panel_id = panel.id and judge_id = ${personId} and round = (
          select max(round) from panel_event where panel_id = panel.id)) as rated
      from panel join unit on unit.id = panel.unit_id
        join panel_judge on panel_judge.panel_id = panel.id
      where panel_judge.person_id = ${personId} order by panel.created_at desc, panel.id`,
  )
  return rows.map(myPanelRowOf)
}

export function myPanelRowOf(row: PanelColumns & { readonly rated: number }): MyPanelRow {
  const { panelId, method, title, events, conclusion, rated, items, levels } = row
  const state = stateOfPanel({ events, conclusion })
  const asked = answersAsked({ method, itemCount: items.length, levelCount: levels.length })
  return { panelId, method, title, state, round: roundOfPanel(events), rated, asked }
}
