import { defineEntity, p } from '@mikro-orm/postgresql'
import type { RetestView } from '../../domain/review/retest-views.ts'
import { ExamEntity } from './exam.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

/** What laying a re-test beside the attempt it verifies said; the highest number is valid. */
export const RetestEntity = defineEntity({
  name: 'Retest',
  tableName: 'retest',
  primaryKeys: ['examId', 'personId', 'number'],
  indexes: [{ properties: ['verifiedAttemptId'] }, { properties: ['attemptId'] }],
  properties: {
    /** The exam that verifies. */
    examId: () => reference(ExamEntity, 'exam_id').primary(),
    personId: () => reference(PersonEntity, 'person_id').primary(),
    number: p.integer().primary(),
    verifiedAttemptId: p.uuid(),
    /** Null where it was not sat. */
    attemptId: p.uuid().nullable(),
    content: p.json<RetestContent>(),
    comparedAt: p.datetime(),
  },
})

/** As both sittings were laid side by side. */
export type RetestContent = Pick<RetestView, 'gap' | 'items' | 'leftOut' | 'comparison'>
