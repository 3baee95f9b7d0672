import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { TimeParameters } from '../../domain/bank/item.ts'
import { RELEASES } from '../../domain/scheduling/exam.ts'
import type { ExamRequirements } from '../../domain/scheduling/requirements.ts'
import type { ReviewRules } from '../../domain/scheduling/review-rules.ts'
import type { ExamCalibration } from '../../domain/settlement/calibrate-exam.ts'
import { BankVersionEntity } from './bank.ts'
import { PersonEntity, UnitEntity } from './organization.ts'
import { PanelEntity } from './panel.ts'
import { PolicyVersionEntity } from './policy.ts'
import { reference } from './reference.ts'

export const ExamEntity = defineEntity({
  name: 'Exam',
  tableName: 'exam',
  indexes: [
    { properties: ['unitId'] },
    { properties: ['closesAt'] },
    { properties: ['verifiesExamId'] },
  ],
  checks: [
    { name: 'exam_window_opens_before_it_closes', expression: 'opens_at < closes_at' },
    {
      name: 'exam_published_with_commitment',
      expression: '(published_at is null) = (commitment is null)',
    },
    {
      name: 'exam_final_only_when_published',
      expression: 'final_at is null or published_at is not null',
    },
    {
      name: 'exam_verifies_by_share',
      expression: '(verifies_exam_id is null) = (verified_share is null)',
    },
    { name: 'exam_is_never_shortened', expression: 'extended_seconds >= 0' },
  ],
  properties: {
    id: p.uuid().primary(),
    unitId: () => reference(UnitEntity, 'unit_id'),
    bankVersionId: () => reference(BankVersionEntity, 'bank_version_id'),
    policyVersionId: () => reference(PolicyVersionEntity, 'policy_version_id'),
    blueprint: p.json<Blueprint>(),
    opensAt: p.datetime(),
    closesAt: p.datetime(),
    audienceUnitIds: p.json<string[]>(),
    decisionsNeeded: p.integer(),
    releaseResults: p.enum(RELEASES),
    simulated: p.boolean().default(false),
    createdBy: () => reference(PersonEntity, 'created_by'),
    createdAt: p.datetime(),
    publishedBy: () => reference(PersonEntity, 'published_by').nullable(),
    publishedAt: p.datetime().nullable(),
    /** SHA-256 of the secret; the secret itself is in exam_secret. */
    commitment: p.text().nullable(),
    waiver: p.text().nullable(),
    /** What the cut scores rest on: a signed panel, or a reason that was given. */
    panelId: () => reference(PanelEntity, 'panel_id').nullable(),
    cutReason: p.text().nullable(),
    /** Seconds the window closes later than published. */
    extendedSeconds: p.integer().default(0),
    /** Until when nobody can start, while everybody pauses. */
    pausedUntil: p.datetime().nullable(),
    /** What a browser and a candidate must bring; null: nothing. */
    requirements: p.json<ExamRequirements>().nullable(),
    /** What brings an attempt before auditors. */
    reviewRules: p.json<ReviewRules>(),
    /** The exam it re-tests, and the share of that exam's candidates drawn by lot. */
    verifiesExamId: () => reference(ExamEntity, 'verifies_exam_id').nullable(),
    verifiedShare: p.double().$type<number>().nullable(),
    finalAt: p.datetime().nullable(),
  },
})
export type ExamRecord = InferEntity<typeof ExamEntity>

/** Apart from the exam, so that no query for an exam can carry it along. */
export const ExamSecretEntity = defineEntity({
  name: 'ExamSecret',
  tableName: 'exam_secret',
  properties: {
    examId: () => reference(ExamEntity, 'exam_id').primary(),
    secretHex: p.text(),
  },
})

/** Who may sit an exam, with the accommodations that were approved. */
export const AssignmentEntity = defineEntity({
  name: 'Assignment',
  tableName: 'assignment',
  primaryKeys: ['examId', 'personId'],
  indexes: [{ properties: ['personId'] }],
  properties: {
    examId: () => reference(ExamEntity, 'exam_id').primary(),
    personId: () => reference(PersonEntity, 'person_id').primary(),
    /** 0.25 = a quarter more time. */
    extraTimeShare: p.double().$type<number>().default(0),
    assistiveTechnology: p.boolean().default(false),
    assignedAt: p.datetime(),
  },
})

/** What conditions were approved for a person, for every exam from then on; the highest counts. */
export const AccommodationEntity = defineEntity({
  name: 'Accommodation',
  tableName: 'accommodation',
  primaryKeys: ['personId', 'number'],
  properties: {
    personId: () => reference(PersonEntity, 'person_id').primary(),
    number: p.integer().primary(),
    extraTimeShare: p.double().$type<number>(),
    assistiveTechnology: p.boolean(),
    reason: p.text(),
    givenBy: () => reference(PersonEntity, 'given_by'),
    givenAt: p.datetime(),
  },
})

/** What a final exam says about its items; the highest number is valid. */
export const ItemCalibrationEntity = defineEntity({
  name: 'ItemCalibration',
  tableName: 'item_calibration',
  primaryKeys: ['examId', 'number'],
  properties: {
    examId: () => reference(ExamEntity, 'exam_id').primary(),
    number: p.integer().primary(),
    /** Amended keys that took part. */
    amendmentCount: p.integer(),
    content: p.json<ExamCalibration>(),
    calibratedAt: p.datetime(),
  },
})

/** Item times estimated from an exam's own attempts once its window has closed. */
export const TimeCalibrationEntity = defineEntity({
  name: 'TimeCalibration',
  tableName: 'time_calibration',
  properties: {
    examId: () => reference(ExamEntity, 'exam_id').primary(),
    speedDeviation: p.double().$type<number>(),
    attemptCount: p.integer(),
    items: p.json<Record<string, TimeParameters>>(),
    calibratedAt: p.datetime(),
  },
})
