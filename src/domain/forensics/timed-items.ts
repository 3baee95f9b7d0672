import { isTime } from '../measurement/lognormal-times.ts'
import type { AttemptRecord, ItemRecord } from './attempt-record.ts'

/** Fewer working times say nothing about an attempt. */
export const FEWEST_TIMED_ITEMS = 10

/** An item whose working time is known. */
export type TimedItem = ItemRecord & { readonly seconds: number }

/** Items whose working time is known. */
export function timedItems(record: AttemptRecord): TimedItem[] {
  return record.items.filter(
    (item): item is TimedItem => item.seconds !== null && isTime(item.seconds),
  )
}
