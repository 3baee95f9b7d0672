import { defineEntity, p } from '@mikro-orm/postgresql'
import type { ComparedAttempt } from '../../domain/forensics/cohort/compared-attempt.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import type { CohortTest } from '../../domain/forensics/supersede-flags.ts'
import { ExamEntity } from './exam.ts'
import { reference } from './reference.ts'

/** What comparing an exam's attempts found as a whole; the highest number is valid. */
export const CohortScreeningEntity = defineEntity({
  name: 'CohortScreening',
  tableName: 'cohort_screening',
  primaryKeys: ['examId', 'number'],
  properties: {
    examId: () => reference(ExamEntity, 'exam_id').primary(),
    number: p.integer().primary(),
    /** Amended keys that took part. */
    amendmentCount: p.integer(),
    content: p.json<Record<string, unknown>>(),
    /** When the attempts were read: what was closed later is not in it. */
    screenedAt: p.datetime(),
  },
})

/** How far a screening that is going on has come: after a crash it goes on from here. */
export const ScreeningProgressEntity = defineEntity({
  name: 'ScreeningProgress',
  tableName: 'screening_progress',
  primaryKeys: ['examId', 'number', 'step'],
  properties: {
    examId: () => reference(ExamEntity, 'exam_id').primary(),
    number: p.integer().primary(),
    step: p.integer().primary(),
    /** Of all pairs of attempts, how many are compared. */
    share: p.double().$type<number>(),
    /** SHA-256 of what is compared: what was found in other data must never be taken. */
    orderDigest: p.text(),
    content: p.json<Record<string, unknown>>(),
    keptAt: p.datetime(),
  },
})

/** What a screening found about one attempt; the highest number is valid. */
export const CohortEvidenceEntity = defineEntity({
  name: 'CohortEvidence',
  tableName: 'cohort_evidence',
  primaryKeys: ['attemptId', 'number'],
  properties: {
    attemptId: p.uuid().primary(),
    number: p.integer().primary(),
    flags: p.json<Flag[]>(),
    tests: p.json<CohortTest[]>(),
    /** Attempts close to it, for who looks at the flags; null from before these were kept. */
    compared: p.json<ComparedAttempt>().nullable(),
  },
  partitionBy: { type: 'hash', expression: 'attempt_id', partitions: 8 },
})
