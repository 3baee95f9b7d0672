import { AttemptEntity, SettlementEntity } from './attempt.ts'
import { AwardEntity, CreditEntryEntity } from './award.ts'
import { BankReleaseEntity, BankVersionApprovalEntity, BankVersionEntity } from './bank.ts'
import {
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
import {
  PanelBookmarkEntity,
  PanelConclusionEntity,
  PanelEntity,
  PanelEventEntity,
  PanelJudgeEntity,
  PanelRatingEntity,
  PanelVerdictEntity,
} from './panel.ts'
import { PolicyApprovalEntity, PolicyVersionEntity } from './policy.ts'
import { CaseEntity, DecisionEntity, StatementEntity } from './review.ts'
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
  SettlementEntity,
  CaseEntity,
  DecisionEntity,
  StatementEntity,
  AwardEntity,
  CreditEntryEntity,
  KeyAmendmentEntity,
  AmendmentVerdictEntity,
  SigningKeyEntity,
]
