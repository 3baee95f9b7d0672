import type { BookmarkInput } from '../domain/measurement/standard-setting/panel.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import { PanelBookmarkEntity, type PanelRecord } from '../store/entities/panel.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { lockOpenRound } from './lock-panel.ts'

/**
 * Places a judge's bookmarks in the round that is open; of several for one level the last counts.
 * @throws Refusal 'not-found' for who is no judge, 'changed-meanwhile' while that round is not
 *   open, 'invalid-input', 'conflict-of-interest' for who became a candidate since
 */
export async function placeBookmarks(
  deps: Deps,
  judgeId: string,
  placing: {
    readonly panelId: string
    readonly round: number
    readonly bookmarks: readonly BookmarkInput[]
  },
): Promise<void> {
  const { panelId, round, bookmarks } = placing
  await write(deps.orm, async (em) => {
    const panel = await lockOpenRound(em, { panelId, round, judgeId })
    refuseFaults(panel, bookmarks)
    const there = await em.find(PanelBookmarkEntity, { panelId, round, judgeId })
    const placedAt = deps.now()
    for (const { level, page } of bookmarks) {
      const number = 1 + there.filter((one) => one.level === level).length
      em.create(PanelBookmarkEntity, { panelId, round, judgeId, level, number, page, placedAt })
    }
    await appendLog(em, {
      chain: `panel:${panelId}`,
      actor: judgeId,
      act: 'panel-bookmarked',
      subject: panelId,
      // How many, not where: the log must not tell other judges' views either.
      detail: { round, bookmarks: bookmarks.length },
      at: placedAt,
    })
  })
}

function refuseFaults(panel: PanelRecord, bookmarks: readonly BookmarkInput[]): void {
  const levels = panel.levels.map(({ id }) => id)
  const faults = bookmarks.flatMap(({ level, page }, index): Fault[] => {
    const at = `/bookmarks/${index}`
    if (panel.method !== 'bookmark') return [{ pointer: '', detail: 'the panel rates items' }]
    if (!levels.includes(level)) {
      return [{ pointer: `${at}/level`, detail: 'is no level of the panel' }]
    }
    if (bookmarks.findIndex((one) => one.level === level) < index) {
      return [{ pointer: at, detail: 'names a level for the second time' }]
    }
    if (page <= panel.items.length + 1) return []
    return [{ pointer: `${at}/page`, detail: 'lies behind the booklet' }]
  })
  const [first] = faults
  if (first) throw new Refusal('invalid-input', `${first.pointer} ${first.detail}`.trim(), faults)
}
