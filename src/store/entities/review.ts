import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Form } from '../../domain/assembly/form.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import { CASE_ORIGINS, TRUTHS } from '../../domain/review/case-source.ts'
import { FINDINGS, type ReasonCode } from '../../domain/review/decision.ts'
import { SEAT_CAUSES } from '../../domain/review/staff-case.ts'
import { ExamEntity } from './exam.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

export const CaseEntity = defineEntity({
  name: 'Case',
  tableName: 'review_case',
  indexes: [{ properties: ['examId'] }],
  uniques: [{ properties: ['attemptId', 'round'] }],
  checks: [
    {
      name: 'review_case_decided_has_finding',
      expression: '(decided_at is null) = (finding is null)',
    },
  ],
  properties: {
    id: p.uuid().primary(),
    attemptId: p.uuid(),
    /** The highest of an attempt is its case now; those before it ended in a re-test, or nothing. */
    round: p.integer().default(1),
    examId: () => reference(ExamEntity, 'exam_id'),
    candidateId: () => reference(PersonEntity, 'candidate_id'),
    unitPath: p.text(),
    /** What auditors call the candidate. */
    code: p.text().unique(),
    /** Why it was opened; auditors learn it when it is decided. */
    origin: p.enum(CASE_ORIGINS).default('evidence'),
    weight: p.double().$type<number>(),
    decisionsNeeded: p.integer(),
    openedAt: p.datetime(),
    dueAt: p.datetime(),
    decidedAt: p.datetime().nullable(),
    finding: p.enum(FINDINGS).nullable(),
  },
})

/** An auditor's seat at a case: one decision is expected of them, unless another seat replaces it. */
export const CaseAssignmentEntity = defineEntity({
  name: 'CaseAssignment',
  tableName: 'case_assignment',
  indexes: [{ properties: ['auditorId'] }],
  uniques: [{ properties: ['caseId', 'auditorId'] }],
  checks: [
    {
      name: 'case_assignment_overdue_replaces',
      expression: "(cause = 'overdue') = (replaces is not null)",
    },
  ],
  properties: {
    id: p.uuid().primary(),
    caseId: () => reference(CaseEntity, 'case_id'),
    auditorId: () => reference(PersonEntity, 'auditor_id'),
    cause: p.enum(SEAT_CAUSES),
    /** The overdue seat this one stands in for. */
    replaces: p.uuid().nullable().unique(),
    assignedAt: p.datetime(),
    dueAt: p.datetime(),
  },
})

/** A case made up for one auditor, with known truth; nothing in it is about a person. */
export const KnownCaseEntity = defineEntity({
  name: 'KnownCase',
  tableName: 'known_case',
  indexes: [{ properties: ['examId'] }, { properties: ['auditorId'] }],
  properties: {
    id: p.uuid().primary(),
    examId: () => reference(ExamEntity, 'exam_id'),
    auditorId: () => reference(PersonEntity, 'auditor_id'),
    /** Where the case beside which it was dealt lies: what its auditor may look at. */
    unitPath: p.text(),
    code: p.text().unique(),
    scenario: p.text(),
    truth: p.enum(TRUTHS),
    /** What the journal was drawn from: it can be made again. */
    seed: p.text(),
    form: p.json<Form>(),
    entries: p.json<KeptEntry[]>(),
    statements: p.json<{ at: string; text: string }[]>(),
    flags: p.json<Flag[]>(),
    weight: p.double().$type<number>(),
    decisionsNeeded: p.integer(),
    startedAt: p.datetime(),
    closedAt: p.datetime(),
    openedAt: p.datetime(),
    dueAt: p.datetime(),
  },
})

/** What its auditor made of a known case. */
export const KnownDecisionEntity = defineEntity({
  name: 'KnownDecision',
  tableName: 'known_decision',
  properties: {
    caseId: () => reference(KnownCaseEntity, 'case_id').primary(),
    finding: p.enum(FINDINGS),
    reasonCode: p.text().$type<ReasonCode>(),
    note: p.text(),
    decidedAt: p.datetime(),
  },
})

export const DecisionEntity = defineEntity({
  name: 'Decision',
  tableName: 'decision',
  uniques: [{ properties: ['caseId', 'auditorId'] }],
  properties: {
    id: p.uuid().primary(),
    caseId: () => reference(CaseEntity, 'case_id'),
    auditorId: () => reference(PersonEntity, 'auditor_id'),
    finding: p.enum(FINDINGS),
    reasonCode: p.text().$type<ReasonCode>(),
    note: p.text(),
    decidedAt: p.datetime(),
  },
})

/** The candidate's own words about an attempt. */
export const StatementEntity = defineEntity({
  name: 'Statement',
  tableName: 'statement',
  indexes: [{ properties: ['attemptId'] }],
  properties: {
    id: p.uuid().primary(),
    attemptId: p.uuid(),
    candidateId: () => reference(PersonEntity, 'candidate_id'),
    text: p.text(),
    statedAt: p.datetime(),
  },
})
