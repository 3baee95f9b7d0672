import {
  shareOfPersons,
  shareOfPopulation,
} from '../../domain/measurement/standard-setting/cut-impact.ts'
import type { LevelSummary } from '../../domain/measurement/standard-setting/level-summary.ts'
import { summarizeRound } from '../../domain/measurement/standard-setting/summarize-round.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { PanelConclusion, PanelView, RoundLevel } from '../../domain/scheduling/panel-views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { countAnswers, lastAnswers } from './panel-answers.ts'
import { type PanelColumns, panelColumns, panelRowOf } from './panels.ts'

interface Stores {
  readonly sql: Sql
  readonly frozen: FrozenContent
}

/** Fewer persons of earlier exams would tell about persons, not about the cut. */
const FEWEST_PERSONS = 10
const DISPUTED_SHOWN = 8

/** One panel for who runs or signs it. @throws Refusal 'not-found' */
export async function getPanel(
  { sql, frozen }: Stores,
  scope: Scope,
  asked: { readonly panelId: string; readonly reader: string },
): Promise<PanelView> {
  const { panelId, reader } = asked
  const found = await read(sql, scope, async (tx) => {
    const [panel] = await tx<PanelColumns[]>`
      select ${panelColumns(tx)} from panel join unit on unit.id = panel.unit_id
      where panel.id = ${panelId}`
    if (!panel) throw new Refusal('not-found', 'no such panel')
    return {
      panel,
      judges: await listJudges(tx, panelId),
      conclusions: await listConclusions(tx, panelId),
      abilities: await listAbilities(tx, panel.bank.program),
    }
  })
  const { panel, judges, conclusions, abilities } = found
  const row = panelRowOf(panel)
  const counts = await countAnswers(sql, panelId, row.round)
  const isJudge = judges.some(({ personId }) => personId === reader)
  const newest = conclusions[0]
  return {
    ...row,
    judges: judges.map((judge) => ({ ...judge, rated: counts.get(judge.personId) ?? 0 })),
    rounds: await closedRounds({ sql, frozen }, panel, judges),
    impact: { persons: abilities.length, curve: impactCurve(abilities) },
    conclusions: conclusions.map(({ concludedById: _, ...conclusion }) => conclusion),
    mayConclude: row.state === 'discussing' && !isJudge,
    maySign: row.state === 'concluded' && !isJudge && newest?.concludedById !== reader,
  }
}

interface JudgeColumns {
  readonly personId: string
  readonly name: string
  readonly unitName: LocalizedText
}

function listJudges(tx: SqlTransaction, panelId: string): Promise<JudgeColumns[]> {
  return tx<JudgeColumns[]>`
    select person.id as "personId", person.name, unit.name as "unitName"
    from panel_judge join person on person.id = panel_judge.person_id
      join unit on unit.id = person.unit_id
    where panel_id = ${panelId} order by invited_at, person.account`
}

async function listConclusions(
  tx: SqlTransaction,
  panelId: string,
): Promise<(PanelConclusion & { readonly concludedById: string })[]> {
  const rows = await tx<
    (Omit<PanelConclusion, 'concludedAt' | 'decidedAt' | 'note' | 'concludedBy'> & {
      readonly concludedById: string
      readonly concludedBy: string | null
      readonly concludedAt: Date
      readonly decidedAt: Date | null
      readonly note: string | null
    })[]
  >`
    select panel_conclusion.id as "conclusionId", round, cuts, reason, approved, note,
      concluded_by as "concludedById", concluded_at as "concludedAt", decided_at as "decidedAt",
      (select name from person where person.id = concluded_by) as "concludedBy",
      (select name from person where person.id = decided_by) as "decidedBy"
    from panel_conclusion left join panel_verdict on conclusion_id = panel_conclusion.id
    where panel_id = ${panelId} order by number desc`
  return rows.map((row) => ({
    ...row,
    concludedBy: row.concludedBy ?? '',
    concludedAt: row.concludedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    note: row.note ?? '',
  }))
}

interface Ability {
  readonly theta: number
  readonly standardError: number
}

/** Of everybody in scope who sat an exam on the program: the last settlement of each attempt. */
function listAbilities(tx: SqlTransaction, program: string): Promise<Ability[]> {
  return tx<Ability[]>`
    select (settled.scores -> 'overall' ->> 'theta')::float8 as theta,
      (settled.scores -> 'overall' ->> 'standardError')::float8 as "standardError"
    from attempt join exam on exam.id = attempt.exam_id
    join bank_version on bank_version.id = exam.bank_version_id
    join lateral (select scores from settlement
      where attempt_id = attempt.id order by number desc limit 1) as settled on true
    where bank_version.program = ${program} and attempt.state <> 'running'
      and not exam.simulated and exam.final_at is not null
      and probity_covers(attempt.unit_path)`
}

function impactCurve(abilities: readonly Ability[]): PanelView['impact']['curve'] {
  const enough = abilities.length >= FEWEST_PERSONS
  return Array.from({ length: 81 }, (_, step) => {
    const theta = Number((step / 10 - 4).toFixed(1))
    const population = shareOfPopulation(theta)
    return { theta, population, persons: enough ? shareOfPersons(theta, abilities) : null }
  })
}

async function closedRounds(
  { sql, frozen }: Stores,
  panel: PanelColumns,
  judges: readonly JudgeColumns[],
): Promise<PanelView['rounds']> {
  const closed = Math.floor(panel.events / 2)
  if (closed === 0) return []
  const bank = await frozen.bank(panel.bank.bankVersionId)
  const names = new Map(judges.map(({ personId, name }) => [personId, name]))
  const rounds: PanelView['rounds'] = []
  for (let round = closed; round >= 1; round -= 1) {
    const answers = await lastAnswers(sql, panel.panelId, round)
    const levels = summarizeRound(panel, bank, answers)
    rounds.push({ round, levels: levels.map((level) => roundLevel(level, names)) })
  }
  return rounds
}

function roundLevel(summary: LevelSummary, names: ReadonlyMap<string, string>): RoundLevel {
  const { level, cut, judges, incomplete, items, agreement, findings } = summary
  const width = (item: (typeof items)[number]) => item.standardDeviation ?? 0
  return {
    level,
    cut: cut && { ...cut },
    judges: judges.map(({ judge, ...own }) => ({ name: names.get(judge) ?? '', ...own })),
    incomplete: incomplete.map((judge) => names.get(judge) ?? ''),
    agreement: { ...agreement },
    disputed: items
      .filter((item) => width(item) > 0)
      .toSorted((left, right) => width(right) - width(left))
      .slice(0, DISPUTED_SHOWN)
      .map((item) => ({ ...item })),
    findings: [...findings],
  }
}
