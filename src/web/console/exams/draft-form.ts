import type { Blueprint } from '../../../domain/assembly/blueprint.ts'
import type { CognitiveLevel } from '../../../domain/bank/item.ts'
import type { ExamDraft, ReleaseResults } from '../../../domain/scheduling/exam.ts'
import {
  type ConstraintFields,
  fieldsOfConstraints,
  type NumberField,
} from './constraint-fields.ts'
import { type DeliveryFields, fieldsOfDelivery } from './delivery-fields.ts'
import { localFromUtc, utcFromLocal } from './local-time.ts'
import { fieldsOfRequirements, type RequirementFields } from './requirement-fields.ts'
import { fieldsOfReviewRules, type ReviewRuleFields } from './review-rule-fields.ts'
import { fieldsOfVerification, type VerificationFields } from './verification-fields.ts'

/** An exam draft as it stands in the fields, half-filled or not. */
export interface DraftForm {
  unitId: string
  bankVersionId: string
  policyVersionId: string
  titleZh: string
  titleEn: string
  post: string
  cells: { key: string; competency: string; level: CognitiveLevel; itemCount: NumberField }[]
  timeLimitMinutes: NumberField
  levels: { key: string; id: string; nameZh: string; nameEn: string; cut: NumberField }[]
  passingLevel: string
  expectedScore: NumberField
  informationPercent: NumberField
  timePercent: NumberField
  constraints: ConstraintFields
  delivery: DeliveryFields
  opensAt: string
  closesAt: string
  audienceUnitIds: string[]
  decisionsNeeded: NumberField
  releaseResults: ReleaseResults
  /** The signed panel the cuts come from, or none; and why they are what they are. */
  panelId: string
  cutReason: string
  requirements: RequirementFields
  reviewRules: ReviewRuleFields
  /** Null where the exam re-tests no other. */
  verifies: VerificationFields | null
}

/** The value of a field that must hold a number above 0. */
export function positive(value: NumberField): number | null {
  return value !== '' && Number.isFinite(value) && value > 0 ? value : null
}

/** How many items the cells ask for, those still empty left out. */
export function itemCountOf({ cells }: Pick<DraftForm, 'cells'>): number {
  return cells.reduce((sum, cell) => sum + Number(cell.itemCount || 0), 0)
}

/** The fields of a blueprint, to start from. */
export function fieldsOfBlueprint(blueprint: Blueprint) {
  return {
    titleZh: blueprint.title['zh-CN'],
    titleEn: blueprint.title.en,
    post: blueprint.post ?? '',
    cells: blueprint.cells.map((cell, index) => ({ key: `c${index}`, ...cell })),
    timeLimitMinutes: Number((blueprint.timeLimitSeconds / 60).toFixed(2)),
    levels: blueprint.levels.map((level, index) => ({
      key: `l${index}`,
      id: level.id,
      nameZh: level.name['zh-CN'],
      nameEn: level.name.en,
      cut: level.cut ?? ('' as const),
    })),
    passingLevel: blueprint.passingLevel,
    expectedScore: blueprint.tolerance.expectedScore,
    informationPercent: Number((blueprint.tolerance.informationShare * 100).toFixed(4)),
    timePercent: Number((blueprint.tolerance.timeShare * 100).toFixed(4)),
    constraints: fieldsOfConstraints(blueprint.constraints),
    delivery: fieldsOfDelivery(blueprint.delivery),
  } satisfies Partial<DraftForm>
}

/** The fields of a saved draft. */
export function fieldsOfDraft(draft: ExamDraft): DraftForm {
  return {
    ...fieldsOfBlueprint(draft.blueprint),
    unitId: draft.unitId,
    bankVersionId: draft.bankVersionId,
    policyVersionId: draft.policyVersionId,
    opensAt: localFromUtc(draft.window.opensAt),
    closesAt: localFromUtc(draft.window.closesAt),
    audienceUnitIds: [...draft.audienceUnitIds],
    decisionsNeeded: draft.decisionsNeeded,
    releaseResults: draft.releaseResults,
    panelId: draft.panelId ?? '',
    cutReason: draft.cutReason ?? '',
    requirements: fieldsOfRequirements(draft.requirements ?? null),
    reviewRules: fieldsOfReviewRules(draft.reviewRules),
    verifies: fieldsOfVerification(draft.verifies),
  }
}

/** The window in UTC, or null while it is no window. */
export function windowOf(
  form: Pick<DraftForm, 'opensAt' | 'closesAt'>,
): ExamDraft['window'] | null {
  const opensAt = utcFromLocal(form.opensAt)
  const closesAt = utcFromLocal(form.closesAt)
  return opensAt !== null && closesAt !== null && opensAt < closesAt ? { opensAt, closesAt } : null
}
