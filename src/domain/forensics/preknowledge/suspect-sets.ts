import { type Finding, say } from '../../bank/finding.ts'
import { seededRandom } from '../../random.ts'
import { byDigest } from '../cohort/by-digest.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { leakList } from './leak-list.ts'
import { FEWEST_IN_PART } from './signed-likelihood-ratio.ts'

/** Items to test some persons on, chosen without looking at them. */
export interface SuspectSet {
  readonly rows: Int32Array
  readonly items: readonly number[]
}

/**
 * Whom to test on which items: all persons on the items said to be compromised, if any were named;
 * else each half of the persons on the leak list of the other half, so that nobody is tested on
 * items that own answers made suspect. Halves go by digests of names: neither order nor scores of
 * the cohort matter. No set where fewer than 10 items are suspect, or fewer than 10 are left.
 */
export function suspectSets(cohort: PreparedCohort): {
  readonly sets: readonly SuspectSet[]
  readonly findings: readonly Finding[]
} {
  const { persons, items, suspectItems } = cohort
  if (suspectItems.length > 0) {
    const named = [...new Set(suspectItems)]
    const rows = Int32Array.from(persons, (_, person) => person)
    if (isLarge(named.length, items.length)) {
      return { sets: [{ rows, items: named }], findings: [] }
    }
    return { sets: [], findings: [tooFew(named.length)] }
  }
  const halves = halvesOf(persons)
  const lists = halves.map((rows, half) =>
    leakList(cohort, { rows, random: seededRandom('known items', String(half)) }),
  )
  const found = lists.map((list) =>
    list.items.flatMap(({ item, flagged }) => (flagged ? [item] : [])),
  )
  const sets = halves.map((rows, half) => ({ rows, items: found[1 - half] as number[] }))
  const large = sets.filter((set) => isLarge(set.items.length, items.length))
  // Both halves have the same to say of times and groups, if not of their own size.
  const findings = [
    ...new Map(lists.flatMap((list) => list.findings).map((f) => [f.code, f])).values(),
  ]
  const none = large.length === 0 ? [tooFew(Math.max(...found.map(({ length }) => length)))] : []
  return { sets: large, findings: [...findings, ...none] }
}

function isLarge(suspect: number, all: number): boolean {
  return Math.min(suspect, all - suspect) >= FEWEST_IN_PART
}

function tooFew(count: number): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'suspect-items-too-few',
    message: say(
      `未检验预知：可疑题 ${count} 道；可疑题与其余题都至少要有 ${FEWEST_IN_PART} 道。`,
      `Preknowledge was not tested: ${count} suspect items; at least ${FEWEST_IN_PART} suspect and as many other items are needed.`,
    ),
  }
}

/** Each in the order of the digests, along which it is divided further. */
function halvesOf(persons: readonly string[]): [Int32Array, Int32Array] {
  const order = byDigest(persons)
  const middle = order.length >> 1
  return [order.slice(0, middle), order.slice(middle)]
}
