import type { Blueprint } from '../assembly/blueprint.ts'
import { passingCut } from '../assembly/cells.ts'
import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item, ItemParameters } from '../bank/item.ts'
import type { Audit } from '../measurement/audit/audit.ts'
import { auditResponses } from '../measurement/audit/audit-responses.ts'
import { parametersOf, readingSecondsOf } from '../measurement/item-parameters.ts'
import type { ItemResult } from './item-performance.ts'

/** What one closed attempt did on the items of its form. */
interface AuditedAttempt {
  readonly items: readonly ItemResult[]
}

/** What an exam was held with, and what is known of its items by now. */
export interface HeldExam {
  readonly bank: Bank
  readonly blueprint: Blueprint
  /** Parameters from the exam's own calibration, on the bank's scale; those of the bank else. */
  readonly calibrated?: ReadonlyMap<string, ItemParameters>
  /** Items on forms of earlier exams; the audit names it where they are not known. */
  readonly usedBefore?: ReadonlySet<string>
}

/**
 * Whether an exam meant something, from its closed attempts, on the scale of the bank and at the
 * passing cut; null where nobody was presented an item. What was seen and not answered counts as
 * not right, as in scoring. Reading times are those of the items' own Chinese text.
 */
export function auditAttempts(exam: HeldExam, attempts: readonly AuditedAttempt[]): Audit | null {
  const { bank, blueprint, calibrated, usedBefore } = exam
  const seen = new Set(attempts.flatMap(({ items }) => items.map(({ itemId }) => itemId)))
  const items = [...seen].flatMap((id) => indexOf(bank).items.get(id) ?? [])
  if (items.length === 0) return null
  const results = attempts.map(
    ({ items: own }) => new Map(own.map((result) => [result.itemId, result])),
  )
  const audit = auditResponses({
    items: items.map(({ id }) => id),
    rows: results.map((own) => items.map(({ id }) => scoreOf(own.get(id)))),
    parameters: byId(items, (item) => calibrated?.get(item.id) ?? parametersOf(item).values),
    cuts: [passingCut(blueprint)],
    seconds: results.map((own) =>
      Float64Array.from(items, ({ id }) => own.get(id)?.seconds ?? Number.NaN),
    ),
    readingSeconds: byId(items, readingSecondsOf),
    timeLimitSeconds: blueprint.timeLimitSeconds,
    isAdaptive: blueprint.delivery?.mode === 'adaptive',
    ...(usedBefore && { usedBefore }),
    ...(attempts.length < 2 ? {} : { overlap: overlapOf(attempts) }),
  })
  return 'verdict' in audit ? audit : null
}

function scoreOf(result: ItemResult | undefined): number | null {
  return result === undefined ? null : Number(result.correct === true)
}

function byId<T>(items: readonly Item[], of: (item: Item) => T): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, of(item)]))
}

/** Mean share of items that two attempts have in common, over all pairs. */
function overlapOf(attempts: readonly AuditedAttempt[]): number {
  const counts = new Map<string, number>()
  let presented = 0
  for (const { itemId } of attempts.flatMap(({ items }) => items)) {
    counts.set(itemId, (counts.get(itemId) ?? 0) + 1)
    presented += 1
  }
  const pairs = (count: number) => (count * (count - 1)) / 2
  const shared = [...counts.values()].reduce((sum, count) => sum + pairs(count), 0)
  return shared / pairs(attempts.length) / (presented / attempts.length)
}
