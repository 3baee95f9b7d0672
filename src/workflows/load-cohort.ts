import type { Bank } from '../domain/bank/bank.ts'
import { toBankEntries } from '../domain/delivery/answers.ts'
import type { EarlierScore } from '../domain/forensics/cohort/cohort-data.ts'
import type { KnownParameters } from '../domain/forensics/cohort/prepare-cohort.ts'
import { parametersOf } from '../domain/measurement/item-parameters.ts'
import type { KeyAmendment } from '../domain/measurement/key-amendment.ts'
import { STANDARD_LATENT } from '../domain/measurement/scoring/score-cohort.ts'
import { type ScreenedAttempt, screenedAttempt } from '../domain/settlement/cohort-of-attempts.ts'
import { earlierScoreOf } from '../domain/settlement/earlier-score.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import type { ExamRecord } from '../store/entities/exam.ts'
import { mapJournals } from '../store/journal/read-journal.ts'
import { currentCase } from '../store/review/current-case.ts'
import { read, SYSTEM, write } from '../store/scope.ts'
import type { SqlTransaction } from '../store/sql-pool.ts'
import type { Deps } from './deps.ts'

const ATTEMPTS_A_BATCH = 500

/** The attempts named, in that order, as they are compared with each other. */
export async function loadCohort(
  deps: Deps,
  exam: ExamRecord,
  given: {
    readonly attemptIds: readonly string[]
    readonly amendments: readonly KeyAmendment[]
  },
): Promise<ScreenedAttempt[]> {
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const attempts: ScreenedAttempt[] = []
  for (let from = 0; from < given.attemptIds.length; from += ATTEMPTS_A_BATCH) {
    const batch = given.attemptIds.slice(from, from + ATTEMPTS_A_BATCH)
    attempts.push(...(await loadBatch(deps, { exam, bank }, { ...given, attemptIds: batch })))
  }
  return attempts
}

async function loadBatch(
  deps: Deps,
  { exam, bank }: { readonly exam: ExamRecord; readonly bank: Bank },
  given: Parameters<typeof loadCohort>[2],
): Promise<ScreenedAttempt[]> {
  const rows = await write(deps.orm, (em) => em.find(AttemptEntity, { id: [...given.attemptIds] }))
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const ordered = given.attemptIds.flatMap((id) => rowOf.get(id) ?? [])
  return read(deps.sql, SYSTEM, async (tx) => {
    const known = await loadPersons(tx, exam, given.attemptIds)
    return mapJournals(tx, ordered, (attempt, journal) => {
      const person = known.get(attempt.id)
      const entries = toBankEntries(journal, attempt.form, bank)
      const { form, startedAt, deadlineAt, pauses } = attempt
      const closedAt = attempt.closedAt ?? deadlineAt
      const evidence = { bank, form, entries, startedAt, closedAt, pauses, calibration: null }
      return screenedAttempt(
        { ...evidence, amendments: given.amendments },
        {
          attemptId: attempt.id,
          groups: { unit: attempt.unitPath },
          earlier: person ?? null,
        },
      )
    })
  })
}

/**
 * What each candidate scored last in an earlier exam of the same program whose items were all
 * measured, else it would be on no known scale; only final exams, and no attempt that a case holds
 * or has invalidated.
 */
async function loadPersons(
  tx: SqlTransaction,
  exam: ExamRecord,
  attemptIds: readonly string[],
): Promise<ReadonlyMap<string, EarlierScore | null>> {
  const rows = await tx<{ attemptId: string; theta: number; standardError: number }[]>`
    select own.id as "attemptId", (last.scores #>> '{overall,theta}')::float8 as theta,
      (last.scores #>> '{overall,standardError}')::float8 as "standardError"
    from attempt as own
    join exam as this on this.id = own.exam_id
    join bank_version as its on its.id = this.bank_version_id
    join lateral (
      select settled.scores from attempt as before
      join exam on exam.id = before.exam_id and exam.final_at is not null
      join bank_version on bank_version.id = exam.bank_version_id
        and bank_version.program = its.program
      join lateral (select scores from settlement where attempt_id = before.id
        order by number desc limit 1) as settled on true
      where settled.scores ->> 'parameters' = 'calibrated'
        and before.candidate_id = own.candidate_id and before.exam_id <> own.exam_id
        and before.started_at < own.started_at
        and not exists (select 1 from review_case where review_case.attempt_id = before.id
          and ${tx.unsafe(currentCase())} and finding is distinct from 'cleared'
          and (finding is not null or origin <> 'sample'))
      order by before.started_at desc limit 1
    ) as last on true
    where own.exam_id = ${exam.id} and own.id = any(${[...attemptIds]}::uuid[])`
  return new Map(rows.map(({ attemptId, ...score }) => [attemptId, earlierScoreOf(score)]))
}

/**
 * Parameters of items that were all measured before; null where any is only a prior, which would
 * make its misfit look like misconduct: they are then estimated from the cohort itself.
 */
export function measuredParameters(bank: Bank, items: readonly string[]): KnownParameters | null {
  const known = new Map(bank.items.map((item) => [item.id, parametersOf(item)]))
  const found = items.map((id) => known.get(id))
  if (found.some((one) => one?.provenance !== 'calibrated')) return null
  return {
    latent: STANDARD_LATENT,
    items: found.map((one) =>
      one
        ? {
            model: 'logistic',
            discrimination: one.values.discrimination,
            locations: [one.values.difficulty],
            guessing: one.values.guessing,
          }
        : null,
    ),
  }
}
