import type { Form } from '../../domain/assembly/form.ts'
import { indexOf } from '../../domain/bank/bank-index.ts'
import { toBankEntries } from '../../domain/delivery/answers.ts'
import { languageOfAnswers } from '../../domain/delivery/language-of-answers.ts'
import type { AttemptCourse } from '../../domain/forensics/attempt-pauses.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import { Refusal } from '../../domain/refusal.ts'
import { ageBandOf } from '../../domain/settlement/age-band.ts'
import type { ExamAnalysis, ItemReport } from '../../domain/settlement/analysis-views.ts'
import type { AnalysisInput } from '../../domain/settlement/analyze-exam.ts'
import {
  type AnalyzedAttempt,
  analyzedItems,
  answersByItem,
} from '../../domain/settlement/analyzed-attempt.ts'
import { mapGaps, type PlacedScores } from '../../domain/settlement/gap-map.ts'
import type { GapMap } from '../../domain/settlement/gap-views.ts'
import { reportItem } from '../../domain/settlement/report-item.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { mapJournals } from '../journal/read-journal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'
import { findCalibrated } from './calibrated-parameters.ts'
import { getExam } from './exams.ts'
import { finalFigures } from './final-figures.ts'

interface Stores {
  readonly sql: Sql
  readonly frozen: FrozenContent
}
/** Works beside the service. */
interface Analyst {
  readonly analyze: (input: AnalysisInput) => Promise<ExamAnalysis>
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
  stores: Stores & { readonly examAnalyst: Analyst },
  scope: Scope,
  asked: Asked,
): Promise<ExamAnalysis> {
  return stores.examAnalyst.analyze(await analysisInput(stores, scope, asked))
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

interface AttemptColumns extends AttemptCourse {
  readonly id: string
  readonly form: Form
  readonly unitPath: string
  readonly rank: string
  readonly person: string
  readonly birthYear: number | null
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
  const { isFinal, times, subscores } = await finalFigures(sql, scope, asked.examId)
  const yearOfExam = new Date(exam.window.opensAt).getUTCFullYear()
  return read(sql, scope, async (tx) => {
    const rows = await attemptRows(tx, asked.examId)
    const attempts = await mapJournals(tx, rows, (row, journal): AnalyzedAttempt => {
      const { id: attemptId, person, form, startedAt, closedAt, pauses } = row
      const { unitPath, rank, scores } = row
      const entries = toBankEntries(journal, form, bank)
      const course = { startedAt, closedAt, pauses }
      const evidence = { ...course, bank, form, entries, calibration: times, amendments }
      const items = analyzedItems(evidence)
      const ageBand = ageBandOf(row.birthYear, yearOfExam)
      const language = languageOfAnswers(entries)
      return { attemptId, person, unitPath, rank, ageBand, language, scores, items }
    })
    const [place] = await tx<{ path: string }[]>`
      select path from unit where id = ${exam.unit.id}`
    const unitNames = await namesOfUnits(tx)
    const unitPath = place?.path ?? '/'
    const calibrated = await findCalibrated(tx, asked.examId)
    const found = { unitPath, unitNames, attempts, calibrated, isFinal, subscores }
    return { bank, blueprint: exam.blueprint, ...found }
  })
}

function attemptRows(tx: SqlTransaction, examId: string) {
  return tx<AttemptColumns[]>`
    select attempt.id, attempt.form, attempt.started_at as "startedAt",
      attempt.closed_at as "closedAt", attempt.pauses, attempt.unit_path as "unitPath", person.rank,
      person.name as person, person.birth_year as "birthYear", settled.scores
    from attempt join person on person.id = attempt.candidate_id
    join lateral (select scores from settlement
      where attempt_id = attempt.id order by number desc limit 1) as settled on true
    where attempt.exam_id = ${examId} and attempt.state <> 'running' order by attempt.id`
}

async function namesOfUnits(tx: SqlTransaction): Promise<Map<string, LocalizedText>> {
  const units = await tx<{ path: string; name: LocalizedText }[]>`select path, name from unit`
  return new Map(units.map(({ path, name }) => [path, name]))
}
