import type { Finding } from '../../bank/finding.ts'
import { expectedScoreAt, slopeAt } from './characteristic-curve.ts'
import type { LevelSummary } from './level-summary.ts'
import { findingsOfAgreement, panelFinding } from './panel-findings.ts'
import { standardDeviation } from './spread.ts'
import type { PanelCut, RatedItem } from './summarize-angoff.ts'
import { type Bookmark, orderedBooklet, summarizeBookmark } from './summarize-bookmark.ts'

/**
 * One level of a bookmark round in the terms of an Angoff round: thetas as `summarizeBookmark` has
 * them, raw cuts as the right answers the items' characteristic curve expects there, the error of
 * the raw cut by its slope (delta method). `items` is empty: nobody judged single items.
 * @throws Error for a bookmark outside the booklet
 */
export function summarizeBookmarkLevel(
  items: readonly RatedItem[],
  bookmarks: readonly Bookmark[],
  of: { readonly level: string; readonly levels: readonly string[] },
): LevelSummary {
  const { level, levels } = of
  const { cuts, findings } = summarizeBookmark(orderedBooklet(items), bookmarks, { levels })
  const found = cuts.find((one) => one.level === level)
  const pages = new Map(
    bookmarks.filter((one) => one.level === level).map(({ judge, page }) => [judge, page]),
  )
  const parameters = items.map((item) => item.parameters)
  const rawAt = (theta: number): number => expectedScoreAt(theta, parameters)
  const raw = found === undefined ? 0 : rawAt(found.theta)
  const judges = (found?.judges ?? []).map(({ judge, theta }) => {
    const own = rawAt(theta)
    return { judge, raw: own, theta, distance: own - raw, page: pages.get(judge) ?? null }
  })
  const incomplete = [...new Set(bookmarks.map(({ judge }) => judge))].filter((judge) => {
    return !pages.has(judge)
  })
  const spread = standardDeviation(judges.map((judge) => judge.raw))
  const cut: PanelCut | null = found
    ? cutOf({ theta: found.theta, error: found.standardError, raw, parameters })
    : null
  return {
    level,
    itemCount: items.length,
    cut,
    judges,
    incomplete,
    items: [],
    agreement: { standardDeviation: spread, singleJudge: null, panelMean: null },
    findings: [
      ...findings.filter(({ pointer }) => pointer === '' || pointer === `/levels/${level}`),
      ...findingsOfMissing(incomplete.length),
      ...findingsOfAgreement(judges.length, spread, items.length),
    ],
  }
}

function cutOf(of: {
  readonly theta: number
  readonly error: number | null
  readonly raw: number
  readonly parameters: readonly RatedItem['parameters'][]
}): PanelCut {
  const { theta, error, raw, parameters } = of
  return {
    raw,
    theta,
    rawStandardError: error === null ? null : error * slopeAt(theta, parameters),
    rawStandardErrorOverItems: null,
    thetaStandardError: error,
  }
}

function findingsOfMissing(missing: number): Finding[] {
  if (missing === 0) return []
  const message = {
    'zh-CN': `${missing} 位评委没有为这一等级放置书签`,
    en: `${missing} ${missing === 1 ? 'judge has' : 'judges have'} placed no bookmark for this level`,
  }
  return [panelFinding('incomplete-judges', message)]
}
