import type { RatingInput } from '../domain/measurement/standard-setting/panel.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import { PanelRatingEntity, type PanelRecord } from '../store/entities/panel.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { lockOpenRound } from './lock-panel.ts'

/**
 * Adds a judge's ratings to the round that is open; of several for one item the last counts.
 * @throws Refusal 'not-found' for who is no judge, 'changed-meanwhile' while that round is not
 *   open, 'invalid-input', 'conflict-of-interest' for who became a candidate since
 */
export async function ratePanel(
  deps: Deps,
  judgeId: string,
  rating: {
    readonly panelId: string
    readonly round: number
    readonly ratings: readonly RatingInput[]
  },
): Promise<void> {
  const { panelId, round, ratings } = rating
  await write(deps.orm, async (em) => {
    const panel = await lockOpenRound(em, { panelId, round, judgeId })
    refuseFaults(panel, ratings)
    const there = await em.find(PanelRatingEntity, { panelId, round, judgeId })
    const ratedAt = deps.now()
    for (const { level, item: itemId, probability } of ratings) {
      const earlier = there.filter((one) => one.level === level && one.itemId === itemId)
      const number = 1 + earlier.length
      const key = { panelId, round, judgeId, level, itemId, number }
      em.create(PanelRatingEntity, { ...key, probability, ratedAt })
    }
    await appendLog(em, {
      chain: `panel:${panelId}`,
      actor: judgeId,
      act: 'panel-rated',
      subject: panelId,
      // How many, not which: the log must not tell other judges' views either.
      detail: { round, ratings: ratings.length },
      at: ratedAt,
    })
  })
}

function refuseFaults(panel: PanelRecord, ratings: readonly RatingInput[]): void {
  const items = new Set(panel.items.map(({ item }) => item))
  const levels = new Set(panel.levels.map(({ id }) => id))
  const seen = new Set<string>()
  const faults = ratings.flatMap(({ level, item }, index): Fault[] => {
    if (panel.method !== 'angoff') return [{ pointer: '', detail: 'the panel places bookmarks' }]
    const key = JSON.stringify([level, item])
    const twice = seen.has(key)
    seen.add(key)
    const at = `/ratings/${index}`
    if (!levels.has(level)) return [{ pointer: `${at}/level`, detail: 'is no level of the panel' }]
    if (!items.has(item)) return [{ pointer: `${at}/item`, detail: 'is no item of the panel' }]
    return twice ? [{ pointer: at, detail: 'stands here twice' }] : []
  })
  const [first] = faults
  if (first) throw new Refusal('invalid-input', `${first.pointer} ${first.detail}`.trim(), faults)
}
