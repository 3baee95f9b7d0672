import type { Blueprint } from '../../../domain/assembly/blueprint.ts'
import type { ExamDraft } from '../../../domain/scheduling/exam.ts'
import { adaptiveConstraints, constraintsOf } from './constraint-fields.ts'
import { deliveryOf } from './delivery-fields.ts'
import { faultsOf, faultsOfBlueprint } from './draft-faults.ts'
import { type DraftForm, positive, windowOf } from './draft-form.ts'
import { requirementsOf } from './requirement-fields.ts'
import { reviewRulesOf } from './review-rule-fields.ts'
import { verificationOf } from './verification-fields.ts'

const text = (zh: string, en: string) => ({ 'zh-CN': zh.trim(), en: en.trim() })
/** Percent to share without the dust of binary fractions. */
const share = (percent: number): number => Number((percent / 100).toFixed(6))

/**
 * The blueprint the fields describe, or null while one of them is missing or wrong. Constraints
 * that an adaptive exam does not know stay in the fields and out of the blueprint.
 */
export function blueprintOf(form: DraftForm): Blueprint | null {
  const minutes = positive(form.timeLimitMinutes)
  const expectedScore = positive(form.expectedScore)
  const information = positive(form.informationPercent)
  const time = positive(form.timePercent)
  if (minutes === null || expectedScore === null || information === null || time === null) {
    return null
  }
  if (Object.keys(faultsOfBlueprint(form)).length > 0) return null
  const adaptive = form.delivery.mode === 'adaptive'
  const constraints = constraintsOf(
    adaptive ? adaptiveConstraints(form.constraints) : form.constraints,
  )
  const delivery = deliveryOf(form.delivery)
  return {
    format: 'probity-blueprint/1',
    title: text(form.titleZh, form.titleEn),
    post: form.post === '' ? null : form.post,
    cells: form.cells.map(({ competency, level, itemCount }) => ({
      competency,
      level,
      itemCount: Number(itemCount),
    })),
    timeLimitSeconds: Math.round(minutes * 60),
    levels: form.levels.map(({ id, nameZh, nameEn, cut }, index) => ({
      id,
      name: text(nameZh, nameEn),
      cut: index === 0 || cut === '' ? null : cut,
    })),
    passingLevel: form.passingLevel,
    tolerance: { expectedScore, informationShare: share(information), timeShare: share(time) },
    ...(constraints === undefined ? {} : { constraints }),
    ...(delivery === undefined ? {} : { delivery }),
  }
}

/** The same for the live panel, which does not wait for names. */
export function previewBlueprintOf(form: DraftForm): Blueprint | null {
  const named = (name: string): string => (name.trim() === '' ? '…' : name)
  return blueprintOf({
    ...form,
    titleZh: named(form.titleZh),
    titleEn: named(form.titleEn),
    levels: form.levels.map((level) => ({
      ...level,
      nameZh: named(level.nameZh),
      nameEn: named(level.nameEn),
    })),
  })
}

/** What can be sent to be saved, or null while a field is missing or wrong. */
export function draftOf(form: DraftForm): ExamDraft | null {
  const blueprint = blueprintOf(form)
  const window = windowOf(form)
  if (blueprint === null || window === null || Object.keys(faultsOf(form)).length > 0) return null
  return {
    unitId: form.unitId,
    bankVersionId: form.bankVersionId,
    policyVersionId: form.policyVersionId,
    blueprint,
    window,
    audienceUnitIds: [...form.audienceUnitIds],
    decisionsNeeded: Number(form.decisionsNeeded),
    releaseResults: form.releaseResults,
    ...basisOf(form),
    ...requiredBy(form),
    ...reviewRulesOf(form.reviewRules),
    ...verificationOf(form.verifies),
  }
}

/** What the exam asks of candidates and browsers; nothing at all where that is nothing. */
function requiredBy({ requirements }: Pick<DraftForm, 'requirements'>) {
  const required = requirementsOf(requirements)
  return required === null ? {} : { requirements: required }
}

/** What the cuts rest on; an empty field says nothing. */
export function basisOf({
  panelId,
  cutReason,
}: Pick<DraftForm, 'panelId' | 'cutReason'>): Pick<ExamDraft, 'panelId' | 'cutReason'> {
  const reason = cutReason.trim()
  return {
    ...(panelId === '' ? {} : { panelId }),
    ...(reason === '' ? {} : { cutReason: reason }),
  }
}
