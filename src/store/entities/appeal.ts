import { defineEntity, p } from '@mikro-orm/postgresql'
import { FINDINGS, type ReasonCode } from '../../domain/review/decision.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'
import { CaseEntity } from './review.ts'

/** A candidate's appeal against the finding of their case; at most one a case. */
export const AppealEntity = defineEntity({
  name: 'Appeal',
  tableName: 'appeal',
  indexes: [{ properties: ['attemptId'] }],
  checks: [{ name: 'appeal_has_time', expression: 'due_at > filed_at' }],
  properties: {
    id: p.uuid().primary(),
    caseId: () => reference(CaseEntity, 'case_id').unique(),
    attemptId: p.uuid(),
    candidateId: () => reference(PersonEntity, 'candidate_id'),
    unitPath: p.text(),
    grounds: p.text(),
    filedAt: p.datetime(),
    dueAt: p.datetime(),
  },
})

/** What somebody who did not decide the case made of the appeal; told to the candidate. */
export const AppealDecisionEntity = defineEntity({
  name: 'AppealDecision',
  tableName: 'appeal_decision',
  properties: {
    appealId: () => reference(AppealEntity, 'appeal_id').primary(),
    auditorId: () => reference(PersonEntity, 'auditor_id'),
    finding: p.enum(FINDINGS),
    reasonCode: p.text().$type<ReasonCode>(),
    explanation: p.text(),
    decidedAt: p.datetime(),
  },
})
