import { AppealDecisionEntity, AppealEntity } from './appeal.ts'
import { AttemptEntity, PreparedFormEntity, SettlementEntity } from './attempt.ts'
import { AttemptContactEntity } from './attempt-contact.ts'
import {
  AwardEntity,
  CertificateEntity,
  CertificateEventEntity,
  CreditEntryEntity,
  CreditPostingEntity,
  CreditTransactionEntity,
  HumanTaskEntity,
  HumanTaskEventEntity,
} from './award.ts'
import { BankReleaseEntity, BankVersionApprovalEntity, BankVersionEntity } from './bank.ts'
import {
  CheckpointTimestampEntity,
  LogCheckpointEntity,
  LogCheckpointHeadEntity,
} from './checkpoint.ts'
import { ConductActEntity, ServiceBeatEntity, ServiceOutageEntity } from './conduct.ts'
import {
  AccommodationEntity,
  AssignmentEntity,
  ExamEntity,
  ExamSecretEntity,
  ItemCalibrationEntity,
  TimeCalibrationEntity,
} from './exam.ts'
import { AmendmentVerdictEntity, KeyAmendmentEntity } from './key-amendment.ts'
import {
  CredentialEntity,
  InvitationEntity,
  LoginEntity,
  PersonEntity,
  RefreshTokenEntity,
  RoleGrantEntity,
  SignInFailureEntity,
  UnitEntity,
} from './organization.ts'
import { OutboxMessageEntity, WebhookDeliveryEntity, WebhookEntity } from './outbox.ts'
import {
  PanelBookmarkEntity,
  PanelConclusionEntity,
  PanelEntity,
  PanelEventEntity,
  PanelJudgeEntity,
  PanelRatingEntity,
  PanelVerdictEntity,
} from './panel.ts'
import { PolicyApprovalEntity, PolicyVersionEntity, StandingEntity } from './policy.ts'
import {
  AttendanceEntity,
  ExemptionEndEntity,
  ExemptionEntity,
  UnitTargetEntity,
} from './report.ts'
import { RetestEntity } from './retest.ts'
import {
  CaseAssignmentEntity,
  CaseEntity,
  DecisionEntity,
  KnownCaseEntity,
  KnownDecisionEntity,
  StatementEntity,
} from './review.ts'
import {
  CohortEvidenceEntity,
  CohortScreeningEntity,
  ScreeningProgressEntity,
} from './screening.ts'
import { SigningKeyEntity } from './signing-key.ts'
import {
  BankFrameEntity,
  FrameApprovalEntity,
  FrameReturnEntity,
  ItemEventEntity,
  ItemRevisionEntity,
} from './workshop.ts'

/** Every entity MikroORM knows; the journals and the log are written by plain SQL. */
export const ENTITIES = [
  CohortScreeningEntity,
  ScreeningProgressEntity,
  CohortEvidenceEntity,
  RetestEntity,
  UnitEntity,
  PersonEntity,
  CredentialEntity,
  InvitationEntity,
  RoleGrantEntity,
  LoginEntity,
  RefreshTokenEntity,
  SignInFailureEntity,
  BankVersionEntity,
  BankVersionApprovalEntity,
  BankReleaseEntity,
  BankFrameEntity,
  FrameApprovalEntity,
  FrameReturnEntity,
  ItemRevisionEntity,
  ItemEventEntity,
  PolicyVersionEntity,
  PolicyApprovalEntity,
  StandingEntity,
  PanelEntity,
  PanelJudgeEntity,
  PanelEventEntity,
  PanelRatingEntity,
  PanelBookmarkEntity,
  PanelConclusionEntity,
  PanelVerdictEntity,
  ExamEntity,
  ExamSecretEntity,
  AssignmentEntity,
  TimeCalibrationEntity,
  ItemCalibrationEntity,
  AttemptEntity,
  AttemptContactEntity,
  PreparedFormEntity,
  AccommodationEntity,
  ConductActEntity,
  ServiceOutageEntity,
  ServiceBeatEntity,
  SettlementEntity,
  CaseEntity,
  CaseAssignmentEntity,
  KnownCaseEntity,
  KnownDecisionEntity,
  DecisionEntity,
  StatementEntity,
  AppealEntity,
  AppealDecisionEntity,
  AwardEntity,
  CreditEntryEntity,
  CreditTransactionEntity,
  CreditPostingEntity,
  CertificateEntity,
  CertificateEventEntity,
  HumanTaskEntity,
  HumanTaskEventEntity,
  OutboxMessageEntity,
  WebhookEntity,
  WebhookDeliveryEntity,
  KeyAmendmentEntity,
  AmendmentVerdictEntity,
  ExemptionEntity,
  ExemptionEndEntity,
  AttendanceEntity,
  UnitTargetEntity,
  SigningKeyEntity,
  LogCheckpointEntity,
  LogCheckpointHeadEntity,
  CheckpointTimestampEntity,
]
