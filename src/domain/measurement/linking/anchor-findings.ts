import { type Finding, say } from '../../bank/finding.ts'
import { type AnchorPair, locationsOf, rescaleItem, type ScaleLink } from './scaled-item.ts'

/** Anchors that carry a link (Kolen & Brennan 2014): 20 items, and 20 % of the form. */
const ENOUGH_ITEMS = 20
const ENOUGH_SHARE = 0.2
/** Persons per calibration that two-parameter items want before they are linked. */
const ENOUGH_PERSONS = 250
/** Within it the spreads of difficulty agree (Huynh & Meyer 2010). */
const LEAST_SPREAD_RATIO = 0.9
const MOST_SPREAD_RATIO = 1.1

/** What is weak about a set of common items, in words; nothing where it is strong enough. */
export function anchorFindings(anchor: {
  readonly anchorCount: number
  readonly itemCount: number
  /** Of the two calibrations; null where it is not known. */
  readonly persons: { readonly fresh: number; readonly bank: number | null }
}): Finding[] {
  const { anchorCount, itemCount, persons } = anchor
  const findings: Finding[] = []
  const wanted = Math.max(ENOUGH_ITEMS, Math.ceil(ENOUGH_SHARE * itemCount))
  if (anchorCount < wanted) {
    findings.push(
      warning(
        'anchor-too-short',
        `只有 ${anchorCount} 道稳定的共同题，建议至少 ${wanted} 道；换算后的分数不确定性较大`,
        `only ${anchorCount} stable common items, at least ${wanted} are advised: linked scores are less certain`,
      ),
    )
  }
  const fewest = Math.min(persons.fresh, persons.bank ?? persons.fresh)
  if (fewest < ENOUGH_PERSONS) {
    findings.push(
      warning(
        'link-sample-small',
        `其中一次标定只有 ${fewest} 人，连接量表建议每次至少 ${ENOUGH_PERSONS} 人`,
        `one of the calibrations has only ${fewest} persons, at least ${ENOUGH_PERSONS} are advised for linking`,
      ),
    )
  }
  return findings
}

/** Where the linked difficulties of the anchor spread otherwise than the bank's; else null. */
export function spreadFinding(pairs: readonly AnchorPair[], link: ScaleLink): Finding | null {
  const before = pairs.flatMap(({ from }) => locationsOf(rescaleItem(from, link)))
  const after = pairs.flatMap(({ onto }) => locationsOf(onto))
  const ratio = spreadOf(before) / spreadOf(after)
  // Equal difficulties have no spread to compare.
  if (!Number.isFinite(ratio)) return null
  if (ratio >= LEAST_SPREAD_RATIO && ratio <= MOST_SPREAD_RATIO) return null
  const told = ratio.toFixed(2)
  return warning(
    'anchor-spread-differs',
    `共同题难度的离散程度与题库不一致（比值 ${told}，应在 ${LEAST_SPREAD_RATIO}–${MOST_SPREAD_RATIO} 之间）`,
    `the common items spread otherwise than in the bank (ratio ${told}, should be ${LEAST_SPREAD_RATIO} to ${MOST_SPREAD_RATIO})`,
  )
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

function warning(code: string, zh: string, en: string): Finding {
  return { pointer: '', item: null, severity: 'warning', code, message: say(zh, en) }
}
