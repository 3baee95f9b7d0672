import type { Form } from '../../domain/assembly/form.ts'
import { indexOf } from '../../domain/bank/bank-index.ts'
import { latestResponses, toBankEntries } from '../../domain/delivery/answers.ts'
import { amendedKeys, isCounted } from '../../domain/measurement/key-amendment.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { ExamAnalysis, ItemReport } from '../../domain/settlement/analysis-views.ts'
import { type AnalysisInput, analyzeExam } from '../../domain/settlement/analyze-exam.ts'
import { type AnalyzedAttempt, answersByItem } from '../../domain/settlement/analyzed-attempt.ts'
import { countedItems, recordOf } from '../../domain/settlement/attempt-evidence.ts'
import { mapGaps, type PlacedScores } from '../../domain/settlement/gap-map.ts'
import type { GapMap } from '../../domain/settlement/gap-views.ts'
import { reportItem } from '../../domain/settlement/report-item.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'
import { getExam } from './exams.ts'

interface Stores {
  readonly sql: Sql
  readonly frozen: FrozenContent
}
interface Asked {
  readonly examId: string
  readonly now: Date
}

/** Who lacks what, by unit and post, over the closed attempts in scope. @throws Refusal */
export async function getGapMap(stores: Stores, scope: Scope, asked: Asked): Promise<GapMap> {
  const exam = await getExam(stores.sql, scope, asked)
  const bank = await stores.frozen.bank(exam.bank.bankVersionId)
  const found = await read(stores.sql, scope, async (tx) => ({
    unitNames: await namesOfUnits(tx),
    attempts: await tx<PlacedScores[]>`
      select attempt.unit_path as "unitPath", person.post, settled.scores
      from attempt join person on person.id = attempt.candidate_id
      join lateral (select scores from settlement
        where attempt_id = attempt.id order by number desc limit 1) as settled on true
      where attempt.exam_id = ${asked.examId} and attempt.state <> 'running'
      order by attempt.id`,
  }))
  return mapGaps({ bank, blueprint: exam.blueprint, ...found })
}

/** How an exam measured, over the closed attempts in scope. @throws Refusal 'not-found' */
export async function getExamAnalysis(
  stores: Stores,
  scope: Scope,
  asked: Asked,
): Promise<ExamAnalysis> {
  return analyzeExam(await analysisInput(stores, scope, asked))
}

/** How one item did in an exam. @throws Refusal 'not-found' for an item the bank lacks */
export async function getItemReport(
  stores: Stores,
  scope: Scope,
  asked: Asked & { readonly itemId: string },
): Promise<ItemReport> {
  const { bank, attempts } = await analysisInput(stores, scope, asked)
  const item = indexOf(bank).items.get(asked.itemId)
  if (!item) throw new Refusal('not-found', 'no such item')
  return reportItem(bank, item, answersByItem(attempts).get(item.id) ?? [])
}

interface AttemptColumns {
  readonly id: string
  readonly form: Form
  readonly startedAt: Date
  readonly closedAt: Date
  readonly unitPath: string
  readonly rank: string
  readonly scores: Scores
}

async function analysisInput(
  { sql, frozen }: Stores,
  scope: Scope,
  asked: Asked,
): Promise<AnalysisInput> {
  const exam = await getExam(sql, scope, asked)
  const bank = await frozen.bank(exam.bank.bankVersionId)
  const amendments = await approvedAmendments(sql, asked.examId)
  const amended = amendedKeys(bank, amendments)
  return read(sql, scope, async (tx) => {
    const rows = await attemptRows(tx, asked.examId)
    const journals = await readJournals(
      tx,
      rows.map(({ id }) => id),
    )
    const attempts = rows.map((row): AnalyzedAttempt => {
      const { form, startedAt, closedAt, unitPath, rank, scores } = row
      const entries = toBankEntries(journals.get(row.id) ?? [], form, bank)
      const record = recordOf(
        { bank, form, entries, startedAt, closedAt, calibration: null, amendments },
        { theta: scores.overall.theta, accommodated: false },
      )
      const responses = latestResponses(entries)
      const counted = countedItems(form, bank).filter((item) => isCounted(item, amended))
      const ids = new Set(counted.map(({ id }) => id))
      const items = record.items
        .filter(({ itemId }) => ids.has(itemId))
        .map(({ itemId, correct, seconds }) => ({
          itemId,
          correct: correct === true,
          response: responses.get(itemId) ?? null,
          seconds,
        }))
      return { unitPath, rank, scores, items }
    })
    return { bank, blueprint: exam.blueprint, unitNames: await namesOfUnits(tx), attempts }
  })
}

function attemptRows(tx: SqlTransaction, examId: string) {
  return tx<AttemptColumns[]>`
    select attempt.id, attempt.form, attempt.started_at as "startedAt",
      attempt.closed_at as "closedAt", attempt.unit_path as "unitPath", person.rank,
      settled.scores
    from attempt join person on person.id = attempt.candidate_id
    join lateral (select scores from settlement
      where attempt_id = attempt.id order by number desc limit 1) as settled on true
    where attempt.exam_id = ${examId} and attempt.state <> 'running' order by attempt.id`
}

async function namesOfUnits(tx: SqlTransaction): Promise<Map<string, LocalizedText>> {
  const units = await tx<{ path: string; name: LocalizedText }[]>`select path, name from unit`
  return new Map(units.map(({ path, name }) => [path, name]))
}
