import { fieldsOfConstraints } from '../constraint-fields.ts'
import { fieldsOfDelivery } from '../delivery-fields.ts'
import { type DraftForm, fieldsOfBlueprint } from '../draft-form.ts'
import { fieldsOfRequirements } from '../requirement-fields.ts'
import { fieldsOfReviewRules } from '../review-rule-fields.ts'
import type { BuilderSource } from './builder-source.ts'

const EMPTY: DraftForm = {
  unitId: '',
  bankVersionId: '',
  policyVersionId: '',
  titleZh: '',
  titleEn: '',
  post: '',
  cells: [],
  timeLimitMinutes: 45,
  levels: [
    { key: 'l0', id: 'level-1', nameZh: '基础', nameEn: 'Basic', cut: '' },
    { key: 'l1', id: 'level-2', nameZh: '胜任', nameEn: 'Proficient', cut: 0 },
  ],
  passingLevel: 'level-2',
  expectedScore: 0.5,
  informationPercent: 10,
  timePercent: 10,
  constraints: fieldsOfConstraints(),
  delivery: fieldsOfDelivery(undefined),
  opensAt: '',
  closesAt: '',
  audienceUnitIds: [],
  decisionsNeeded: 2,
  releaseResults: 'after-screening',
  panelId: '',
  cutReason: '',
  requirements: fieldsOfRequirements(null),
  reviewRules: fieldsOfReviewRules(),
  verifies: null,
}

/** A new draft: the newest bank with its first blueprint, the newest approved policy. */
export function newDraft({ units, banks, policies }: BuilderSource): DraftForm {
  const [bank] = banks
  const policy = policies.find(({ approved }) => approved) ?? policies[0]
  const [blueprint] = bank?.blueprints ?? []
  return {
    ...EMPTY,
    ...(blueprint ? fieldsOfBlueprint(blueprint) : {}),
    unitId: units[0]?.id ?? '',
    bankVersionId: bank?.bankVersionId ?? '',
    policyVersionId: policy?.policyVersionId ?? '',
  }
}
