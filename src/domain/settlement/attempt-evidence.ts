import { type Form, isAdaptive } from '../assembly/form.ts'
import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item, TimeParameters } from '../bank/item.ts'
import type { KeptEntry } from '../delivery/journal.ts'
import type { AttemptCourse } from '../forensics/attempt-pauses.ts'
import type { AttemptRecord } from '../forensics/attempt-record.ts'
import { type ExaminedItem, recordAttempt } from '../forensics/record-attempt.ts'
import {
  expectedSeconds,
  parametersOf,
  SPEED_DEVIATION_PRIOR,
  timeParametersOf,
} from '../measurement/item-parameters.ts'
import { amendedKeys, type KeyAmendment } from '../measurement/key-amendment.ts'

/** Item times estimated from the exam's own attempts. */
export interface TimeCalibration {
  readonly speedDeviation: number
  /** By bank item id; items without enough times are missing. */
  readonly items: Readonly<Record<string, TimeParameters>>
}

/** What one closed attempt left behind. */
export interface AttemptEvidence extends AttemptCourse {
  readonly bank: Bank
  readonly form: Form
  /** The journal in the bank's terms. */
  readonly entries: readonly KeptEntry[]
  readonly calibration: TimeCalibration | null
  /** Keys put right since the exam was published, in the order in which that was approved. */
  readonly amendments: readonly KeyAmendment[]
}

/** The attempt as indicators and pages look at it: time per item, stretches away. */
export function recordOf(
  evidence: AttemptEvidence,
  about: { readonly theta: number; readonly accommodated: boolean },
): AttemptRecord {
  return recordAttempt({
    entries: evidence.entries,
    items: examinedItems(evidence),
    amended: amendedKeys(evidence.bank, evidence.amendments),
    startedAt: evidence.startedAt,
    closedAt: evidence.closedAt,
    pauses: evidence.pauses,
    speedDeviation: evidence.calibration?.speedDeviation ?? SPEED_DEVIATION_PRIOR,
    timesCalibrated: evidence.calibration !== null,
    ...about,
  })
}

/** The items of a form in their order. @throws Error when form and bank do not belong together */
export function itemsOf(form: Form, bank: Bank): Item[] {
  const known = indexOf(bank).items
  return form.items.map((placed) => {
    const item = known.get(placed.item)
    if (!item) throw new Error(`the bank has no item ${placed.item}`)
    return item
  })
}

/**
 * The items that a score is about: the whole form, since all of it was offered within the time
 * limit; of an adaptive one those the candidate was done with.
 */
export function countedItems(form: Form, bank: Bank): Item[] {
  const items = itemsOf(form, bank)
  return isAdaptive(form) ? items.slice(0, form.certificate.items) : items
}

/** The form's items with the times they are expected to take, calibrated where they can be. */
export function examinedItems(
  input: Pick<AttemptEvidence, 'form' | 'bank' | 'calibration'>,
): ExaminedItem[] {
  const stimuli = indexOf(input.bank).stimuli
  const read = new Set<string>()
  return itemsOf(input.form, input.bank).map((item, index) => {
    const isFirst = item.stimulus !== undefined && !read.has(item.stimulus)
    if (item.stimulus !== undefined) read.add(item.stimulus)
    const stimulus = isFirst ? stimuli.get(item.stimulus ?? '')?.text : undefined
    const timeParameters = input.calibration?.items[item.id] ?? timeParametersOf(item, stimulus)
    return {
      item,
      position: index + 1,
      expectedSeconds: expectedSeconds(timeParameters),
      timeParameters,
      parameters: parametersOf(item).values,
    }
  })
}
