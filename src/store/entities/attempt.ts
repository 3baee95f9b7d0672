import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { Form } from '../../domain/assembly/form.ts'
import type { KeptPause } from '../../domain/delivery/pauses-after.ts'
import type { Receipt } from '../../domain/delivery/views.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import type { PolicyFacts } from '../../domain/policy/facts.ts'
import type { PolicyOutcome } from '../../domain/policy/policy.ts'
import type { SettlementGiven } from '../../domain/settlement/settlement-given.ts'
import { ExamEntity } from './exam.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

export const ATTEMPT_STATES = ['running', 'submitted', 'expired'] as const

export const AttemptEntity = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  indexes: [
    { properties: ['examId', 'candidateId'] },
    { properties: ['candidateId'] },
    { name: 'attempt_running_deadline', properties: ['state', 'deadlineAt'] },
  ],
  checks: [
    {
      name: 'attempt_closed_has_time_and_receipt',
      expression:
        "(state = 'running') = (closed_at is null) and (closed_at is null) = (receipt is null)",
    },
    { name: 'attempt_deadline_after_start', expression: 'deadline_at > started_at' },
    {
      name: 'attempt_pause_has_both_ends',
      expression:
        '(paused_from is null) = (paused_until is null) and (paused_from is null or paused_from <= paused_until)',
    },
  ],
  properties: {
    /** Derived from exam, candidate and ordinal: a double start can't make two. */
    id: p.uuid().primary(),
    examId: () => reference(ExamEntity, 'exam_id'),
    candidateId: () => reference(PersonEntity, 'candidate_id'),
    ordinal: p.integer(),
    /** The candidate's unit when the attempt began. */
    unitPath: p.text(),
    state: p.enum(ATTEMPT_STATES),
    /** Stays as it was drawn; an adaptive one grows by an item at a time while running. */
    form: p.json<Form>(),
    /** Items of an adaptive form that the candidate is done with; null for every other form. */
    itemsLeft: p.integer().nullable(),
    startedAt: p.datetime(),
    deadlineAt: p.datetime(),
    /** The running or last pause; its end is in the deadline already. */
    pausedFrom: p.datetime().nullable(),
    pausedUntil: p.datetime().nullable(),
    /** Time it did not have; the last one may lie ahead in part. */
    pauses: p.json<KeptPause[]>().defaultRaw(`'[]'`),
    /** How often a page has opened the attempt; the page of the highest claim is live. */
    claim: p.integer().default(0),
    /** How often it was opened again after it had been closed. */
    reopened: p.integer().default(0),
    /** How many acts of conduct its candidate has been told of. */
    noticeCount: p.integer().default(0),
    closedAt: p.datetime().nullable(),
    receipt: p.json<Receipt>().nullable(),
  },
  partitionBy: { type: 'hash', expression: 'id', partitions: 8 },
})
export type AttemptRecordRow = InferEntity<typeof AttemptEntity>

/** The form of somebody who has not begun, drawn before the window; goes once it has closed. */
export const PreparedFormEntity = defineEntity({
  name: 'PreparedForm',
  tableName: 'prepared_form',
  indexes: [{ properties: ['examId'] }],
  properties: {
    attemptId: p.uuid().primary(),
    examId: p.uuid(),
    form: p.json<Form>(),
    preparedAt: p.datetime(),
  },
  partitionBy: { type: 'hash', expression: 'attempt_id', partitions: 8 },
})

/** What settling an attempt gave, each time it was settled; the highest number is valid. */
export const SettlementEntity = defineEntity({
  name: 'Settlement',
  tableName: 'settlement',
  primaryKeys: ['attemptId', 'number'],
  properties: {
    attemptId: p.uuid().primary(),
    number: p.integer().primary(),
    cause: p.enum([
      'submission',
      'screening',
      'decision',
      'amendment',
      'appeal',
      're-test',
    ] as const),
    scores: p.json<Scores>(),
    flags: p.json<Flag[]>(),
    facts: p.json<PolicyFacts>(),
    outcome: p.json<PolicyOutcome>(),
    /** SHA-256 of everything that went in: form, journal, bank, policy, case. */
    inputDigest: p.text(),
    /** What went in and stands nowhere else as it was then; null before it was kept. */
    given: p.json<SettlementGiven>().nullable(),
    settledAt: p.datetime(),
  },
  partitionBy: { type: 'hash', expression: 'attempt_id', partitions: 8 },
})
export type SettlementRecord = InferEntity<typeof SettlementEntity>
