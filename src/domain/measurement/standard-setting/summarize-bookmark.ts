import type { Finding } from '../../bank/finding.ts'
import type { ItemParameters } from '../../bank/item.ts'
import { findingsOfSize, panelFinding } from './panel-findings.ts'
import { mean, middleOf, standardDeviation } from './spread.ts'

/** Probability of a right answer that counts as mastering an item. */
const RESPONSE_PROBABILITY = 0.67

export interface BookletPage {
  readonly item: string
  /** The ability at which the item is answered right with the response probability. */
  readonly location: number
}

export interface OrderedBooklet {
  /** The easiest item first. */
  readonly pages: readonly BookletPage[]
  readonly findings: readonly Finding[]
}

/**
 * Ordered item booklet: theta = b + ln((RP - c) / (1 - RP)) / a, D = 1 (Lewis, Mitzel & Green
 * 1996; RP67 as in Mitzel et al. 2001). Items that are guessed as often as that have no place.
 */
export function orderedBooklet(
  items: readonly { readonly item: string; readonly parameters: Readonly<ItemParameters> }[],
  responseProbability = RESPONSE_PROBABILITY,
): OrderedBooklet {
  if (!(responseProbability > 0 && responseProbability < 1)) {
    throw new Error('a response probability lies between 0 and 1')
  }
  const pages: BookletPage[] = []
  const findings: Finding[] = []
  for (const { item, parameters } of items) {
    const { discrimination: a, difficulty: b, guessing: c } = parameters
    if (c < responseProbability) {
      const odds = (responseProbability - c) / (1 - responseProbability)
      pages.push({ item, location: b + Math.log(odds) / a })
    } else {
      const message = {
        'zh-CN': `${item} 靠猜就能答对，在题册中没有位置`,
        en: `${item} is guessed right so often that it has no place in the booklet`,
      }
      findings.push(panelFinding('no-location', message, { item }))
    }
  }
  return { pages: pages.sort((left, right) => left.location - right.location), findings }
}

/**
 * A judge's bookmark: the first page (from 1) that a person who only just reaches the level does
 * not master; one past the last page when such a person masters all.
 */
export interface Bookmark {
  readonly judge: string
  readonly level: string
  readonly page: number
}

export interface BookmarkCut {
  readonly level: string
  readonly theta: number
  readonly median: number
  readonly standardError: number | null
  readonly standardDeviation: number | null
  readonly judges: readonly { readonly judge: string; readonly theta: number }[]
}

/**
 * One round of a bookmark panel: a judge's cut lies midway between the last item mastered and the
 * first that is not (Reckase 2006), or `at` the last one mastered (Mitzel et al. 2001); the
 * panel's is the mean, its error SD / sqrt(J). The last bookmark of a judge and level counts.
 * @throws Error for a bookmark outside the booklet
 */
export function summarizeBookmark(
  booklet: OrderedBooklet,
  bookmarks: readonly Bookmark[],
  options: { readonly levels: readonly string[]; readonly rule?: 'between' | 'at' },
): { readonly cuts: readonly BookmarkCut[]; readonly findings: readonly Finding[] } {
  const { levels, rule = 'between' } = options
  const findings: Finding[] = [...booklet.findings]
  const cuts: BookmarkCut[] = []
  for (const level of levels) {
    const placed = new Map(
      bookmarks.filter((one) => one.level === level).map(({ judge, page }) => [judge, page]),
    )
    const judges = [...placed].map(([judge, page]) => {
      return { judge, theta: thetaOfPage(booklet.pages, page, rule) }
    })
    const ofLevel = findingsOfSize(judges.length)
    findings.push(...ofLevel.map((finding) => ({ ...finding, pointer: `/levels/${level}` })))
    if (judges.length > 0) cuts.push(cutOf(level, judges))
  }
  return { cuts, findings: [...findings, ...findingsOfOrder(cuts)] }
}

function thetaOfPage(pages: readonly BookletPage[], page: number, rule: 'between' | 'at'): number {
  if (!Number.isInteger(page) || page < 1 || page > pages.length + 1 || pages.length === 0) {
    throw new Error(`the booklet has no place for a bookmark on page ${page}`)
  }
  // Before the first page and past the last one there is one neighbour only.
  const mastered = pages[page - 2] ?? pages[0]
  const next = pages[page - 1] ?? pages.at(-1)
  const [low, high] = [mastered?.location ?? 0, next?.location ?? 0]
  return rule === 'at' ? low : (low + high) / 2
}

function cutOf(level: string, judges: BookmarkCut['judges']): BookmarkCut {
  const thetas = judges.map(({ theta }) => theta)
  const spread = standardDeviation(thetas)
  return {
    level,
    theta: mean(thetas),
    median: middleOf(thetas),
    standardDeviation: spread,
    standardError: spread === null ? null : spread / Math.sqrt(thetas.length),
    judges,
  }
}

function findingsOfOrder(cuts: readonly BookmarkCut[]): Finding[] {
  const fallen = cuts.filter((cut, index) => cut.theta <= (cuts[index - 1]?.theta ?? -Infinity))
  return fallen.map(({ level }) => {
    const message = {
      'zh-CN': `等级 ${level} 的分数线不高于前一等级`,
      en: `The cut of the level ${level} is not above that of the level before it`,
    }
    return panelFinding('cuts-out-of-order', message, {
      pointer: `/levels/${level}`,
      severity: 'error',
    })
  })
}
