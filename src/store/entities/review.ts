import { defineEntity, p } from '@mikro-orm/postgresql'
import { FINDINGS, type ReasonCode } from '../../domain/review/decision.ts'
import { ExamEntity } from './exam.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

export const CaseEntity = defineEntity({
  name: 'Case',
  tableName: 'review_case',
  indexes: [{ properties: ['examId'] }],
  checks: [
    {
      name: 'review_case_decided_has_finding',
      expression: '(decided_at is null) = (finding is null)',
    },
  ],
  properties: {
    id: p.uuid().primary(),
    attemptId: p.uuid().unique(),
    examId: () => reference(ExamEntity, 'exam_id'),
    candidateId: () => reference(PersonEntity, 'candidate_id'),
    unitPath: p.text(),
    /** What auditors call the candidate. */
    code: p.text().unique(),
    weight: p.double().$type<number>(),
    decisionsNeeded: p.integer(),
    openedAt: p.datetime(),
    dueAt: p.datetime(),
    decidedAt: p.datetime().nullable(),
    finding: p.enum(FINDINGS).nullable(),
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
