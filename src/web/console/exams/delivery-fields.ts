import type { Delivery, FixedForm } from '../../../domain/assembly/blueprint.ts'
import type { NumberField } from './constraint-fields.ts'

export const DELIVERY_MODES = ['own-forms', 'fixed-forms', 'adaptive'] as const
export type DeliveryMode = Delivery['mode']

/** How candidates get their forms, as it stands in the fields; those of other modes are kept. */
export interface DeliveryFields {
  mode: DeliveryMode
  forms: FixedForm[]
  /** Empty until adaptive delivery is chosen. */
  fewestItems: NumberField
  standardError: NumberField
  randomesque: NumberField
}

const DEFAULTS: DeliveryFields = {
  mode: 'own-forms',
  forms: [],
  fewestItems: '',
  standardError: 0.35,
  randomesque: 5,
}

/** The fields of a blueprint's delivery; left out, every candidate draws an own form. */
export function fieldsOfDelivery(delivery: Delivery | undefined): DeliveryFields {
  if (delivery?.mode === 'fixed-forms') {
    return { ...DEFAULTS, mode: delivery.mode, forms: [...delivery.forms] }
  }
  return { ...DEFAULTS, ...delivery }
}

/** The delivery the fields describe; own forms are said by leaving it out. */
export function deliveryOf(fields: DeliveryFields): Delivery | undefined {
  const { mode, forms, fewestItems, standardError, randomesque } = fields
  if (mode === 'own-forms') return undefined
  if (mode === 'fixed-forms') return { mode, forms: [...forms] }
  return {
    mode,
    fewestItems: Number(fewestItems),
    standardError: Number(standardError),
    randomesque: Number(randomesque),
  }
}
