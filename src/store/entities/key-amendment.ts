import { defineEntity, p } from '@mikro-orm/postgresql'
import type { KeyChange } from '../../domain/measurement/key-amendment.ts'
import { ExamEntity } from './exam.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

/** A key of a published exam that somebody says is wrong, and how it should be put right. */
export const KeyAmendmentEntity = defineEntity({
  name: 'KeyAmendment',
  tableName: 'key_amendment',
  uniques: [{ properties: ['examId', 'number'] }],
  properties: {
    id: p.uuid().primary(),
    examId: () => reference(ExamEntity, 'exam_id'),
    number: p.integer(),
    itemId: p.text(),
    change: p.json<KeyChange>(),
    reason: p.text(),
    proposedBy: () => reference(PersonEntity, 'proposed_by'),
    proposedAt: p.datetime(),
  },
})

/** What a second person said to it; with approval every closed attempt is settled again. */
export const AmendmentVerdictEntity = defineEntity({
  name: 'AmendmentVerdict',
  tableName: 'amendment_verdict',
  properties: {
    amendmentId: () => reference(KeyAmendmentEntity, 'amendment_id').primary(),
    /** Place among the exam's verdicts: clocks may stand still, the order of keys may not. */
    number: p.integer(),
    approved: p.boolean(),
    note: p.text(),
    decidedBy: () => reference(PersonEntity, 'decided_by'),
    decidedAt: p.datetime(),
  },
})
