import type { Item } from '../domain/bank/item.ts'
import { canonicalJson } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import type { CalibrationProposed } from '../domain/settlement/calibration-view.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import { ExamEntity, ItemCalibrationEntity } from '../store/entities/exam.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { draftRevisions } from './draft-revisions.ts'
import { findLatestContents, lockWorkshop } from './lock-workshop.ts'

/**
 * Proposes the parameters an exam found to the workshop of its bank, as drafts that somebody else
 * reviews. An item that reads differently there by now is told, not overwritten.
 * @throws Refusal 'not-found' without calibration or workshop, 'not-allowed' for simulated exams
 */
export async function proposeCalibration(
  deps: Deps,
  actor: string,
  asked: { readonly examId: string; readonly note: string },
): Promise<CalibrationProposed> {
  return write(deps.orm, async (em) => {
    const exam = await em.findOneOrFail(ExamEntity, { id: asked.examId })
    if (exam.simulated) throw new Refusal('not-allowed', 'the attempts are simulated')
    const found = await em.findOne(
      ItemCalibrationEntity,
      { examId: exam.id },
      { orderBy: { number: 'desc' } },
    )
    if (!found) throw new Refusal('not-found', 'the items have not been calibrated yet')
    const { program } = await em.findOneOrFail(BankVersionEntity, { id: exam.bankVersionId })
    if (!(await lockWorkshop(em, program))) {
      throw new Refusal('not-found', `the bank ${program} is not in the workshop`)
    }
    const { items, n } = found.content
    const ids = items.map(({ item }) => item)
    const latest = await findLatestContents(em, program, ids)
    const bank = await deps.frozen.bank(exam.bankVersionId)
    const missing: string[] = []
    const changed = items.flatMap((calibrated): Item[] => {
      const { item: id, a, b, c, se } = calibrated
      const used = bank.items.find((one) => one.id === id)
      const item = latest.get(id)
      if (!item || !used || !readsAlike(item, used) || !(a > 0)) {
        missing.push(id)
        return []
      }
      const errors = se ? `, SE(a) ${se.a.toFixed(3)}, SE(b) ${se.b.toFixed(3)}` : ''
      const note = `exam ${exam.id}: ${calibrated.n} of ${n} persons${errors}`
      const values = { discrimination: a, difficulty: b, guessing: c }
      return [{ ...item, parameters: { values, provenance: 'calibrated', note } }]
    })
    if (changed.length > 0) {
      const { note } = asked
      await draftRevisions(em, { program, actor, items: changed, note, at: deps.now() })
    }
    return { program, proposed: changed.length, missing }
  })
}

/** Whether two wordings of an item ask the same: only then do figures carry over. */
function readsAlike(one: Item, other: Item): boolean {
  const askedBy = ({ parameters: _, ...rest }: Item) => canonicalJson(rest)
  return askedBy(one) === askedBy(other)
}
