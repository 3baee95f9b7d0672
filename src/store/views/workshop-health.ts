import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { Form } from '../../domain/assembly/form.ts'
import { forecastHealth, type SeenItem } from '../../domain/bank/forecast-health.ts'
import type {
  WorkshopHealth,
  WorkshopPerformance,
} from '../../domain/bank/workshop-health-views.ts'
import { toBankEntries } from '../../domain/delivery/answers.ts'
import type { AttemptCourse } from '../../domain/forensics/attempt-pauses.ts'
import { amendedKeys } from '../../domain/measurement/key-amendment.ts'
import { Refusal } from '../../domain/refusal.ts'
import { recordOf } from '../../domain/settlement/attempt-evidence.ts'
import { type ItemResult, summarizeItems } from '../../domain/settlement/item-performance.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { mapJournals } from '../journal/read-journal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'
import { getWorkshopExposure } from './workshop.ts'

interface Stores {
  readonly sql: Sql
  readonly frozen: FrozenContent
}

/**
 * How many more exams the items of the program's latest bank version will do, by each of its
 * blueprints. @throws Refusal 'not-found' before the first bank version
 */
export async function getWorkshopHealth(
  { sql, frozen }: Stores,
  scope: Scope,
  asked: { readonly program: string; readonly forms: number; readonly sightings: number | null },
): Promise<WorkshopHealth> {
  const [latest] = await read(
    sql,
    scope,
    (tx) => tx<{ id: string; version: number; blueprints: Blueprint[] }[]>`
      select id, version, blueprints from bank_version where program = ${asked.program}
      order by version desc limit 1`,
  )
  if (!latest) throw new Refusal('not-found', 'this program has no bank version')
  const exposure = await getWorkshopExposure(sql, asked.program)
  const counts = new Map(exposure.items.map(({ itemId, formCount }) => [itemId, formCount]))
  const { items } = await frozen.bank(latest.id)
  const seen = items.map((item) => ({ ...item, formCount: counts.get(item.id) ?? 0 }))
  const { formCount } = exposure
  return {
    bankVersionId: latest.id,
    version: latest.version,
    formCount,
    formsPerExam: asked.forms,
    sightingsLimit: asked.sightings,
    blueprints: latest.blueprints.map((blueprint) =>
      healthOf(blueprint, seen, { formCount, ...asked }),
    ),
  }
}

function healthOf(
  { title, post, cells, constraints }: Blueprint,
  items: readonly (SeenItem & { readonly id: string })[],
  about: {
    readonly formCount: number
    readonly forms: number
    readonly sightings: number | null
  },
): WorkshopHealth['blueprints'][number] {
  const exposureCap = constraints?.exposureCap ?? null
  const excluded = new Set(constraints?.exclude)
  return {
    title,
    post,
    exposureCap,
    cells: forecastHealth({
      items: items.filter(({ id }) => !excluded.has(id)),
      formCount: about.formCount,
      formsPerExam: about.forms,
      limit: { share: exposureCap, sightings: about.sightings },
      cells,
    }),
  }
}

interface FinalExam {
  readonly id: string
  readonly bankVersionId: string
}

/** How the program's items did in final exams of the branches in scope. */
export async function getWorkshopPerformance(
  { sql, frozen }: Stores,
  scope: Scope,
  program: string,
): Promise<WorkshopPerformance> {
  const exams = await read(sql, scope, (tx) => listFinalExams(tx, program))
  const results: ItemResult[] = []
  let attemptCount = 0
  // One exam after the other: journals of all exams at once would not fit into memory.
  for (const exam of exams) {
    const attempts = await listResults({ sql, frozen }, scope, exam)
    attemptCount += attempts.length
    for (const items of attempts) results.push(...items)
  }
  return { examCount: exams.length, attemptCount, items: summarizeItems(results) }
}

function listFinalExams(tx: SqlTransaction, program: string) {
  return tx<FinalExam[]>`
    select exam.id, bank_version_id as "bankVersionId"
    from exam join bank_version on bank_version.id = bank_version_id
      join unit on unit.id = exam.unit_id
    where bank_version.program = ${program} and final_at is not null and not simulated
      and probity_covers(unit.path) order by exam.id`
}

interface ClosedAttempt extends AttemptCourse {
  readonly id: string
  readonly form: Form
}

/**
 * What each closed attempt of an exam in scope did on its items, by the keys as amended; without
 * those that are not counted any more, for which there is no right or wrong.
 */
async function listResults(
  { sql, frozen }: Stores,
  scope: Scope,
  exam: FinalExam,
): Promise<ItemResult[][]> {
  const bank = await frozen.bank(exam.bankVersionId)
  const amendments = await approvedAmendments(sql, exam.id)
  const amended = amendedKeys(bank, amendments)
  return read(sql, scope, async (tx) => {
    const rows = await tx<ClosedAttempt[]>`
      select id, form, started_at as "startedAt", closed_at as "closedAt", pauses from attempt
      where exam_id = ${exam.id} and state <> 'running' and probity_covers(unit_path)
      order by id`
    return mapJournals(tx, rows, ({ form, ...course }, journal) => {
      const entries = toBankEntries(journal, form, bank)
      const evidence = { ...course, bank, form, entries, calibration: null, amendments }
      // Neither what is right nor how long it took rests on the ability.
      const { items } = recordOf(evidence, { theta: 0, accommodated: false })
      return items.filter(({ itemId }) => amended.get(itemId) !== null)
    })
  })
}
