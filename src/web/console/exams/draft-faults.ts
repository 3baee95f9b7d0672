import { faultsOfConstraints, faultsOfDelivery } from './constraint-faults.ts'
import { type DraftForm, itemCountOf, positive, windowOf } from './draft-form.ts'
import type { Faults } from './faults.ts'
import { utcFromLocal } from './local-time.ts'
import { faultsOfRequirements } from './requirement-fields.ts'
import { faultsOfReviewRules } from './review-rule-fields.ts'
import { faultsOfVerification } from './verification-fields.ts'

function faultsOfCells(cells: DraftForm['cells']): Faults {
  const faults: Faults = cells.length === 0 ? { cells: 'no-cell' } : {}
  const seen = new Set<string>()
  for (const [index, { competency, level, itemCount }] of cells.entries()) {
    const name = `${competency}/${level}`
    if (competency === '') faults[`cells.${index}.competency`] = 'missing'
    else if (seen.has(name)) faults[`cells.${index}.competency`] = 'same-cell-twice'
    seen.add(name)
    if (positive(itemCount) === null) faults[`cells.${index}.itemCount`] = 'not-positive'
    else if (!Number.isInteger(itemCount)) faults[`cells.${index}.itemCount`] = 'not-whole'
  }
  return faults
}

function faultsOfLevels(levels: DraftForm['levels'], passingLevel: string): Faults {
  const faults: Faults = levels.length < 2 ? { levels: 'too-few-levels' } : {}
  let highest = Number.NEGATIVE_INFINITY
  for (const [index, level] of levels.entries()) {
    if (level.nameZh.trim() === '') faults[`levels.${index}.nameZh`] = 'missing'
    if (level.nameEn.trim() === '') faults[`levels.${index}.nameEn`] = 'missing'
    if (index === 0) continue
    if (level.cut === '') faults[`levels.${index}.cut`] = 'missing'
    else if (level.cut <= highest) faults[`levels.${index}.cut`] = 'cuts-not-rising'
    else highest = level.cut
  }
  const place = levels.findIndex((level) => level.id === passingLevel)
  if (place < 0) faults.passingLevel = 'missing'
  else if (place === 0) faults.passingLevel = 'passing-level-without-cut'
  return faults
}

/** What is wrong with the fields of the blueprint, by their paths. */
export function faultsOfBlueprint(form: DraftForm): Faults {
  const faults: Faults = {
    ...faultsOfCells(form.cells),
    ...faultsOfLevels(form.levels, form.passingLevel),
    ...(form.delivery.mode === 'adaptive' ? {} : faultsOfConstraints(form.constraints)),
    ...faultsOfDelivery(form.delivery, itemCountOf(form)),
  }
  for (const field of ['titleZh', 'titleEn'] as const) {
    if (form[field].trim() === '') faults[field] = 'missing'
  }
  for (const field of ['expectedScore', 'informationPercent', 'timePercent'] as const) {
    if (positive(form[field]) === null) faults[field] = 'not-positive'
  }
  const minutes = positive(form.timeLimitMinutes)
  if (minutes === null) faults.timeLimitMinutes = 'not-positive'
  else if (minutes < 1 || minutes > 1440) faults.timeLimitMinutes = 'out-of-range'
  return faults
}

/** What is wrong with the fields of a window. */
export function faultsOfWindow(form: Pick<DraftForm, 'opensAt' | 'closesAt'>): Faults {
  const faults: Faults = {}
  for (const field of ['opensAt', 'closesAt'] as const) {
    if (form[field] === '') faults[field] = 'missing'
    else if (utcFromLocal(form[field]) === null) faults[field] = 'no-such-time'
  }
  if (!faults.opensAt && !faults.closesAt && windowOf(form) === null) {
    faults.closesAt = 'closes-before-opening'
  }
  return faults
}

/** Every field that keeps the draft from being saved, by its path, and why. */
export function faultsOf(form: DraftForm): Faults {
  const faults = faultsOfBlueprint(form)
  for (const field of ['unitId', 'bankVersionId', 'policyVersionId'] as const) {
    if (form[field] === '') faults[field] = 'missing'
  }
  if (form.audienceUnitIds.length === 0) faults.audienceUnitIds = 'missing'
  if (![1, 2, 3].includes(Number(form.decisionsNeeded))) faults.decisionsNeeded = 'out-of-range'
  return {
    ...faults,
    ...faultsOfWindow(form),
    ...faultsOfReviewRules(form.reviewRules),
    ...faultsOfRequirements(form.requirements),
    ...faultsOfVerification(form.verifies),
  }
}
