import type { ConstraintFields, NumberField, RangeFields } from './constraint-fields.ts'
import type { DeliveryFields } from './delivery-fields.ts'
import type { FaultCode, Faults } from './faults.ts'

interface Bounds {
  readonly least: number
  readonly most: number
  readonly whole?: boolean
}

const ITEMS: Bounds = { least: 0, most: 500, whole: true }
const FIGURE: Bounds = { least: 0, most: Number.POSITIVE_INFINITY }

/** What is wrong with a number that must be there; while it is typed it may be a text. */
function faultOf(value: NumberField, { least, most, whole = false }: Bounds): FaultCode | null {
  if (value === '') return 'missing'
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'out-of-range'
  if (value < least || value > most) return 'out-of-range'
  return whole && !Number.isInteger(value) ? 'not-whole' : null
}

function faultsOfRange(
  { min, max }: RangeFields,
  { path, bounds, needed }: { path: string; bounds: Bounds; needed: boolean },
): Faults {
  const faults: Faults = {}
  if (needed && min === '' && max === '') return { [`${path}.min`]: 'no-limit' }
  const least = min === '' ? null : faultOf(min, bounds)
  const most = max === '' ? null : faultOf(max, bounds)
  if (least !== null) faults[`${path}.min`] = least
  if (most !== null) faults[`${path}.max`] = most
  else if (least === null && min !== '' && max !== '' && min > max) {
    faults[`${path}.max`] = 'most-below-least'
  }
  return faults
}

/** What is wrong with the constraints, by the paths of their fields. */
export function faultsOfConstraints(constraints: ConstraintFields): Faults {
  const faults: Faults = {}
  for (const name of ['types', 'times', 'information', 'expectedScore'] as const) {
    const bounds = name === 'types' ? ITEMS : FIGURE
    for (const [index, row] of constraints[name].entries()) {
      const path = `constraints.${name}.${index}`
      Object.assign(faults, faultsOfRange(row, { path, bounds, needed: true }))
      if (!('theta' in row)) continue
      const theta = faultOf(row.theta, { least: -6, most: 6 })
      if (theta !== null) faults[`${path}.theta`] = theta
    }
  }
  for (const name of ['relevantItems', 'stimulusItems', 'stimuli'] as const) {
    const at = { path: `constraints.${name}`, bounds: ITEMS, needed: false }
    Object.assign(faults, faultsOfRange(constraints[name], at))
  }
  for (const name of ['exposurePercent', 'overlapPercent'] as const) {
    const value = constraints[name]
    const least = name === 'exposurePercent' ? Number.MIN_VALUE : 0
    const fault = value === '' ? null : faultOf(value, { least, most: 100 })
    if (fault !== null) faults[`constraints.${name}`] = fault
  }
  return faults
}

/** What is wrong with the delivery; `itemCount` is the longest a form may be. */
export function faultsOfDelivery(delivery: DeliveryFields, itemCount: number): Faults {
  const faults: Faults = {}
  if (delivery.mode !== 'adaptive') return faults
  const bounds = {
    fewestItems: { least: 1, most: 500, whole: true },
    standardError: { least: 0.05, most: 1 },
    randomesque: { least: 1, most: 20, whole: true },
  } as const
  for (const name of ['fewestItems', 'standardError', 'randomesque'] as const) {
    const fault = faultOf(delivery[name], bounds[name])
    if (fault !== null) faults[`delivery.${name}`] = fault
  }
  if (Number(delivery.fewestItems) > itemCount) {
    faults['delivery.fewestItems'] = 'more-than-form'
  }
  return faults
}
