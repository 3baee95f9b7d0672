import type { EntityManager } from '@mikro-orm/postgresql'
import type { AdaptiveRun } from '../domain/assembly/adaptive/adaptive-run.ts'
import { replayCourse } from '../domain/assembly/adaptive/replay-form.ts'
import { type AdaptiveForm, isAdaptive } from '../domain/assembly/form.ts'
import { latestResponses, toBankEntries } from '../domain/delivery/answers.ts'
import { seedFor } from '../domain/delivery/attempt.ts'
import { isCorrect } from '../domain/measurement/score-response.ts'
import type { AttemptRecordRow } from '../store/entities/attempt.ts'
import { type ExamRecord, ExamSecretEntity } from '../store/entities/exam.ts'
import { readJournalOf } from '../store/journal/read-journal.ts'
import type { Deps } from './deps.ts'

interface Sitting {
  /** Locked, so that no answer comes in meanwhile. */
  readonly attempt: AttemptRecordRow
  readonly exam: ExamRecord
}

/**
 * Puts the item in hand of an adaptive attempt away, with the answer kept for it, and takes the
 * next one. Returns the form as it then is.
 */
export async function leaveItem(
  deps: Deps,
  em: EntityManager,
  sitting: Sitting,
): Promise<AdaptiveForm> {
  const { run, responses } = await resume(deps, em, sitting)
  const current = run.current()
  if (!current) throw new Error(`attempt ${sitting.attempt.id} has no item in hand`)
  run.leave(isCorrect(current.item, responses.get(current.item.id) ?? null) === true)
  return keep(em, sitting.attempt, run)
}

/**
 * Puts away the item in hand of an adaptive attempt that is about to close, when it was answered:
 * what was answered counts. Does nothing for other attempts.
 */
export async function leaveAnsweredItem(
  deps: Deps,
  em: EntityManager,
  sitting: Sitting,
): Promise<void> {
  const { form, itemsLeft } = sitting.attempt
  const inHand = typeof itemsLeft === 'number' ? form.items[itemsLeft] : undefined
  if (!inHand) return
  const { run, responses } = await resume(deps, em, sitting)
  const value = responses.get(inHand.item)
  const current = run.current()
  if (value === undefined || !current) return
  run.finish(isCorrect(current.item, value) === true)
  await keep(em, sitting.attempt, run)
}

/**
 * Gives a reopened adaptive attempt, which closing left without an item in hand, the one that
 * follows, or ends its items. Null where nothing changes, as for every other attempt.
 */
export async function takeUpCourse(
  deps: Deps,
  em: EntityManager,
  sitting: Sitting,
): Promise<AdaptiveForm | null> {
  const { form, itemsLeft } = sitting.attempt
  if (!isAdaptive(form) || form.items[itemsLeft ?? 0] || form.certificate.ended !== null)
    return null
  const { run } = await resume(deps, em, sitting)
  return keep(em, sitting.attempt, run)
}

async function keep(
  em: EntityManager,
  attempt: AttemptRecordRow,
  run: AdaptiveRun,
): Promise<AdaptiveForm> {
  const form = run.form()
  em.assign(attempt, { form, itemsLeft: form.certificate.items })
  await em.flush()
  return form
}

/** The attempt where it stands, out of bank, blueprint, seed and the answers kept. */
async function resume(deps: Deps, em: EntityManager, { attempt, exam }: Sitting) {
  const { form, itemsLeft } = attempt
  const { secretHex } = await em.findOneOrFail(ExamSecretEntity, { examId: exam.id })
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const entries = await readJournalOf(em, attempt.id)
  const responses = latestResponses(toBankEntries(entries, form, bank))
  const run = replayCourse(await deps.frozen.adaptive(exam), seedFor(secretHex, attempt.id), {
    items: form.items,
    left: itemsLeft ?? 0,
    responses,
  })
  if (!run) throw new Error(`attempt ${attempt.id} does not follow from its answers`)
  return { run, responses }
}
