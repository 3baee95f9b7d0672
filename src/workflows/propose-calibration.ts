import type { Bank } from '../domain/bank/bank.ts'
import type { Item } from '../domain/bank/item.ts'
import { canonicalJson } from '../domain/digest.ts'
import { amendedKeys, type KeyAmendment } from '../domain/measurement/key-amendment.ts'
import { Refusal } from '../domain/refusal.ts'
import type { CalibrationProposed } from '../domain/settlement/calibration-view.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import { ExamEntity, ItemCalibrationEntity } from '../store/entities/exam.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { draftRevisions } from './draft-revisions.ts'
import { loadAmendments } from './load-amendments.ts'
import { findLatestContents, lockWorkshop } from './lock-workshop.ts'

/**
 * Proposes the parameters an exam found to the workshop of its bank, as drafts that somebody else
 * reviews. An item that reads differently there by now is told, not overwritten; so is one whose
 * key was amended, until the workshop has the amended key: figures tell nothing about another.
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
    const used = itemsAsGraded(bank, await loadAmendments(em, exam.id), found.amendmentCount)
    const missing: string[] = []
    const changed = items.flatMap((calibrated): Item[] => {
      const { item: id, a, b, c, se } = calibrated
      const item = latest.get(id)
      const graded = used.get(id)
      if (!item || !graded || !readsAlike(item, graded) || !(a > 0)) {
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

/**
 * A bank's items with the keys that a calibration went by; without those that one item cannot
 * say (not counted, or with several right answers), and those amended since.
 */
function itemsAsGraded(
  bank: Bank,
  amendments: readonly KeyAmendment[],
  calibratedWith: number,
): ReadonlyMap<string, Item> {
  const amended = amendedKeys(bank, amendments.slice(0, calibratedWith))
  const since = new Set(amendments.slice(calibratedWith).map(({ itemId }) => itemId))
  const graded = bank.items.flatMap((item): [string, Item][] => {
    const accepted = amended.has(item.id) ? (amended.get(item.id) ?? []) : [item]
    const [only] = accepted
    return only && accepted.length === 1 && !since.has(item.id) ? [[item.id, only]] : []
  })
  return new Map(graded)
}

/** Whether two wordings of an item ask the same: only then do figures carry over. */
function readsAlike(one: Item, other: Item): boolean {
  const askedBy = ({ parameters: _, ...rest }: Item) => canonicalJson(rest)
  return askedBy(one) === askedBy(other)
}
