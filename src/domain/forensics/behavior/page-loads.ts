import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import type { PlacedEntry } from '../place-entries.ts'

/** How often and where an attempt's page was opened, by what browsers said of themselves. */
export interface PageLoads {
  readonly loads: number
  readonly reloads: number
  /** Different tabs and browsers that told their mark; 0 where none did, as older pages. */
  readonly tabs: number
  readonly browsers: number
}

/**
 * Counts loads of the page from its own entries. The marks are the client's word: a changed one
 * may be another device, another browser or cleared storage, and an unchanged one proves nothing.
 * So this is told as evidence and is no indicator of its own.
 */
export function pageLoadsOf(placed: readonly PlacedEntry[]): PageLoads {
  const tabs = new Set<string>()
  const browsers = new Set<string>()
  let loads = 0
  let reloads = 0
  for (const { entry } of placed) {
    if (entry.kind !== 'behavior' || entry.behavior !== 'page-loaded') continue
    loads += 1
    if (entry.detail === undefined || !('browser' in entry.detail)) continue
    const { tab, browser, navigation } = entry.detail
    if (navigation === 'reload') reloads += 1
    if (tab !== null) tabs.add(tab)
    if (browser !== null) browsers.add(browser)
  }
  return { loads, reloads, tabs: tabs.size, browsers: browsers.size }
}

/** One line of evidence, or none where the page was opened once. */
export function pageLoadLines(
  loads: PageLoads | undefined,
): { readonly itemId: null; readonly text: LocalizedText }[] {
  if (loads === undefined || loads.loads < 2) return []
  const { tabs, browsers, reloads } = loads
  return [
    {
      itemId: null,
      text: say(
        `考试页面共打开 ${loads.loads} 次，其中重新加载 ${reloads} 次；据浏览器自报，涉及 ${tabs} 个标签页、${browsers} 个浏览器或设备`,
        `the page was opened ${loads.loads} times, ${reloads} of them reloads; by what browsers told, in ${tabs} tabs of ${browsers} browsers or devices`,
      ),
    },
  ]
}
