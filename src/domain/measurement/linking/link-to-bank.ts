import { type Finding, say } from '../../bank/finding.ts'
import { anchorFindings, spreadFinding } from './anchor-findings.ts'
import { type ItemDrift, itemDrifts, severityOf } from './item-drift.ts'
import type { LinkWeights } from './link-by-curves.ts'
import { type LinkMethod, linkScales, whyNoAnchor } from './link-scales.ts'
import { meanLocation } from './location-error.ts'
import { type AnchorPair, rescaleItem, type ScaledItem, type ScaleLink } from './scaled-item.ts'

export interface NamedItem extends ScaledItem {
  readonly item: string
}

export interface LinkOrder {
  /** All items of the new calibration, on its own scale. */
  readonly fresh: readonly NamedItem[]
  /** Items with parameters on the bank's scale; those with names in common are the anchor. */
  readonly bank: readonly NamedItem[]
  /** Persons of the new calibration, and of the one the bank's parameters come from, if known. */
  readonly persons: { readonly fresh: number; readonly bank: number | null }
  /** Stocking-Lord unless told. */
  readonly method?: LinkMethod
  /** Standard normal unless told. */
  readonly weights?: LinkWeights
}

/** One round of linking: with which items, to what effect. */
export interface LinkRound {
  readonly anchors: readonly string[]
  readonly link: ScaleLink
  readonly drifts: readonly (ItemDrift & { readonly item: string })[]
  /** The item that was left out after this round; null in the last. */
  readonly dropped: string | null
}

export type BankLink =
  | {
      readonly link: ScaleLink
      readonly method: LinkMethod
      readonly weights: LinkWeights
      /** All fresh items on the bank's scale, drifted ones too. */
      readonly items: readonly NamedItem[]
      readonly rounds: readonly LinkRound[]
      readonly drifted: readonly string[]
      readonly findings: readonly Finding[]
    }
  | { readonly link: null; readonly findings: readonly Finding[] }

/** With fewer anchors left nothing tells drift from the others' drift. */
const FEWEST_LEFT = 3

/**
 * Brings a new calibration onto the bank's scale by the items both have. Items that drifted are
 * left out one by one, worst first, and the scales linked anew each time; the whole history is
 * kept. Too weak an anchor is said, not hidden; without any, there is no link.
 */
export function linkToBank(order: LinkOrder): BankLink {
  const { method = 'stocking-lord', weights = 'normal' } = order
  const common = commonItems(order)
  let { anchors } = common
  const rounds: LinkRound[] = []
  for (;;) {
    const { link, reason } = linkScales(anchors, method, weights)
    if (!link) {
      const failed = { pointer: '', item: null, severity: 'error', code: 'not-linked' } as const
      return { link: null, findings: [...common.findings, { ...failed, message: reason }] }
    }
    const drifts = itemDrifts(anchors, link, {
      from: order.persons.fresh,
      onto: order.persons.bank ?? order.persons.fresh,
    })
    const worst = anchors.length > FEWEST_LEFT ? worstOf(drifts) : null
    const dropped = worst === null ? null : (anchors[worst]?.item ?? null)
    rounds.push({
      anchors: anchors.map(({ item }) => item),
      link,
      drifts: drifts.map((drift, at) => ({ item: anchors[at]?.item ?? '', ...drift })),
      dropped,
    })
    if (dropped === null) {
      const result = resultOf({ order, common: common.anchors, anchors, rounds, link })
      const findings = [...common.findings, ...result.findings]
      return { method, weights, ...result, findings }
    }
    anchors = anchors.filter(({ item }) => item !== dropped)
  }
}

type NamedPair = AnchorPair & { readonly item: string }

/** Items on both sides; those that can't be an anchor are left out and told. */
function commonItems({ fresh, bank }: LinkOrder) {
  const anchors: NamedPair[] = []
  const findings: Finding[] = []
  for (const item of new Set(fresh.map((own) => own.item))) {
    const [from, second] = fresh.filter((own) => own.item === item)
    const [onto, other] = bank.filter((own) => own.item === item)
    if (!from || !onto) continue
    const message =
      second || other
        ? say(
            `${item} 出现了不止一次，不能作锚题`,
            `${item} stands there more than once: it can't be an anchor`,
          )
        : whyNoAnchor({ from, onto }, `${item} `, item)
    if (!message) anchors.push({ item, from, onto })
    else findings.push({ pointer: '', item, severity: 'warning', code: 'not-an-anchor', message })
  }
  return { anchors, findings }
}

/** The place of the item that drifted most; null where none did. */
function worstOf(drifts: readonly ItemDrift[]): number | null {
  let [worst, most]: [number | null, number] = [null, 0]
  drifts.forEach((drift, at) => {
    const severity = severityOf(drift)
    if (!drift.drifted || severity <= most) return
    worst = at
    most = severity
  })
  return worst
}

function resultOf(given: {
  readonly order: LinkOrder
  readonly common: readonly NamedPair[]
  readonly anchors: readonly NamedPair[]
  readonly rounds: readonly LinkRound[]
  readonly link: ScaleLink
}) {
  const { order, common, anchors, rounds, link } = given
  const drifted = rounds.flatMap(({ dropped }) => (dropped === null ? [] : [dropped]))
  const items = order.fresh.map((item) => ({ item: item.item, ...rescaleItem(item, link) }))
  const spread = spreadFinding(anchors, link)
  const findings = [
    ...rounds.flatMap((round) => driftFindings(round, common, link)),
    ...anchorFindings({
      anchorCount: anchors.length,
      itemCount: order.fresh.length,
      persons: order.persons,
    }),
    ...(spread ? [spread] : []),
  ]
  return { link, items, rounds, drifted, findings }
}

/** How far off it was is told under the last link, which it no longer bends. */
function driftFindings(
  { drifts, dropped }: LinkRound,
  common: readonly NamedPair[],
  link: ScaleLink,
): Finding[] {
  const drift = drifts.find(({ item }) => item === dropped)
  const pair = common.find(({ item }) => item === dropped)
  if (!drift || !pair) return []
  const { item } = pair
  const harder = meanLocation(rescaleItem(pair.from, link)) - meanLocation(pair.onto)
  const shift = Math.abs(harder).toFixed(2)
  const told = `z ${drift.z.toFixed(1)}, RMSD ${drift.rmsd.toFixed(2)}`
  const message =
    harder > 0
      ? say(
          `${item} 比题库中的记录变难了 ${shift}（${told}），不再用于连接量表`,
          `${item} is ${shift} harder than the bank has it (${told}): no longer used as an anchor`,
        )
      : say(
          `${item} 比题库中的记录变容易了 ${shift}（${told}），可能已泄露，不再用于连接量表`,
          `${item} is ${shift} easier than the bank has it (${told}), it may be known: no longer used as an anchor`,
        )
  return [{ pointer: '', item, severity: 'warning', code: 'item-drifted', message }]
}
